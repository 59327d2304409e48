import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { begin, codeOfProblem, foundCompany, invite, join, open, type Place, walkTo } from '../../../test/journey.ts';

describe('one address, invited by two organizations', () => {
  let app: TestApp;
  let first: Place;
  let second: Place;
  const email = 'kate@dual.example';
  beforeAll(async () => {
    app = await createTestApp();
    first = await app.setUp();
    second = await foundCompany(app, first);
  });
  afterAll(() => app.close());

  it('accepting one leaves the other pending, and it is shown after signing in [scenario 7]', async () => {
    const one = await invite(app, first, { kind: 'member', to: { email } });
    const other = await invite(app, second, { kind: 'member', to: { email } });
    const { client } = await walkTo(app, await open(app, one), 'done');
    expect((await client.get('/api/v1/session')).json().memberships).toHaveLength(1);
    const waiting = (await client.get('/api/v1/session/invitations')).json().items;
    expect(waiting).toMatchObject([{ id: other.id, organizationName: 'URS Machining' }]);
    const detail = await second.owner.get(`/api/v1/organizations/${second.org}/invitations/${other.id}`);
    expect(detail.json()).toMatchObject({ state: 'sent' });

    const visit = await begin(client, email, { kind: 'invitation', invitation: other.id });
    await walkTo(app, visit, 'done');
    expect((await client.get('/api/v1/session')).json().memberships).toHaveLength(2);
    expect((await client.get('/api/v1/session/invitations')).json().items).toEqual([]);
  });

  it('by its id it is only for whoever proved the address: others learn nothing [A9]', async () => {
    const other = await invite(app, second, { kind: 'member', to: { email: 'someone@dual.example' } });
    const stranger = await join(app, first, ['member'], 'stranger@dual.example');
    expect((await stranger.get('/api/v1/session/invitations')).json().items).toEqual([]);
    const taken = await stranger.post('/api/v1/flows', { kind: 'invitation', invitation: other.id });
    const unknown = await stranger.post('/api/v1/flows', { kind: 'invitation', invitation: 'inv_unknown' });
    expect(codeOfProblem(taken)).toBe('INV-NOT-FOUND');
    expect({ ...taken.json(), requestId: '' }).toEqual({ ...unknown.json(), requestId: '' });
    const nobody = await app.client().post('/api/v1/flows', { kind: 'invitation', invitation: other.id });
    expect(nobody.statusCode).toBe(401);
  });

  it('a token of one organization means nothing in another’s address [A11]', async () => {
    const one = await invite(app, first, { kind: 'member', to: { email: 'swap@dual.example' } });
    const client = app.client();
    const answer = await client.post('/api/v1/flows', {
      kind: 'invitation',
      token: one.token,
      organization: second.org,
    });
    const visit = { ...(await open(app, one, client)) };
    expect(answer.json().step.invitation.organizationName).toBe('Northwind Machines');
    expect(visit.flow.step.name).toBe('accept');
    const swapped = await client.post(`/api/v1/flows/${answer.json().id}/accept`, {
      organization: second.org,
      roles: ['owner'],
    });
    expect(swapped.statusCode).toBe(400);
    expect(swapped.json().errors).toMatchObject([
      { path: 'organization', code: 'FIELD-UNKNOWN' },
      { path: 'roles', code: 'FIELD-UNKNOWN' },
    ]);
  });
});
