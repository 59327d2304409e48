import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { codeOfProblem, invite, join, open, type Place, rowsOf, walkTo } from '../../../test/journey.ts';

describe('whoever invited lost their rights before it is accepted [scenario 15, A16]', () => {
  let app: TestApp;
  let place: Place;
  beforeEach(async () => {
    app = await createTestApp();
    place = await app.setUp();
  });
  afterEach(() => app.close());

  /** An owner beside the first invites another owner, and is no owner any more. */
  async function invitedByOneWho(change: string) {
    const second = await join(app, place, ['owner'], 'second@northwind.example');
    const invited = await invite(app, { ...place, owner: second }, { kind: 'member', roles: ['owner'] });
    await rowsOf(
      app,
      `update memberships set ${change} where account_id =
        (select account_id from identifiers where canonical = 'second@northwind.example')`,
    );
    return invited;
  }

  it.each(["roles = '{member}'", "state = 'suspended'", "state = 'removed'"])(
    'after %s the invitation is good for what an administrator may grant, shown and accepted alike',
    async (change) => {
      const invited = await invitedByOneWho(change);
      const visit = await open(app, invited);
      expect(visit.flow.step).toMatchObject({ name: 'accept', invitation: { roles: ['administrator'] } });
      await walkTo(app, visit, 'done');
      const { memberships } = (await visit.client.get('/api/v1/session')).json();
      expect(memberships[0].roles).toEqual(['administrator']);
      const [audited] = await rowsOf<{ change: unknown }>(
        app,
        `select change from audit_events where action = 'membership.created' order by id desc limit 1`,
      );
      expect(audited?.change).toEqual({ roles: ['administrator'], invitedTo: ['owner'] });
    },
  );

  it('while they may still grant it, it gives what it says', async () => {
    const visit = await open(app, await invitedByOneWho("roles = '{owner}'"));
    expect(visit.flow.step).toMatchObject({ invitation: { roles: ['owner'] } });
  });

  it.each([
    ['suspended', 'ORG-SUSPENDED'],
    ['deleted', 'ORG-DELETED'],
  ])('an organization that is %s lets nobody in', async (state, code) => {
    const invited = await invite(app, place, { kind: 'member' });
    const halfway = await walkTo(app, await open(app, invited), 'terms');
    await rowsOf(app, 'update organizations set state = $1 where id = $2', [state, place.org]);
    expect(codeOfProblem(await halfway.submit('terms', { accepted: true, version: '1' }))).toBe(code);
    expect((await open(app, invited)).flow).toMatchObject({ state: 'stopped', problem: { code } });
  });
});
