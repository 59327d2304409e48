import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { eventually } from '../../../test/eventually.ts';
import { foundCompany, invite, join, mailsTo, type Place, rowsOf, signIn } from '../../../test/journey.ts';
import { DAY } from '../../kernel/clock.ts';

let app: TestApp;
let place: Place;
beforeAll(async () => {
  app = await createTestApp();
  place = await app.setUp();
});
afterAll(() => app.close());

/** Asks from the page, and answers the mails that came of it; the answer is the same for everyone. */
async function ask(email: string, most = 1): Promise<string[]> {
  await app.deliver();
  const before = mailsTo(app, email).length;
  const page = await app.client().form('/new-link', { identifier: email }, { accept: 'text/html' });
  expect(page.statusCode).toBe(200);
  expect(page.body).not.toContain(email);
  const newest = async () => {
    await app.deliver();
    return mailsTo(app, email)
      .slice(before)
      .map(({ subject, text }) => `${subject}\n${text}`);
  };
  if (most > 0) await eventually(async () => (await newest()).length >= most);
  else await new Promise((resolve) => setTimeout(resolve, 300));
  return (await newest()).sort();
}

const member = (email: string) => invite(app, place, { kind: 'member', roles: ['member'], to: { email } });

describe('"I can’t get in"', () => {
  it('tells an address that is not known so, once a day', async () => {
    const [mail] = await ask('unknown@elsewhere.example');
    expect(mail).toContain('no account and no invitation for unknown@elsewhere.example');
    expect(await ask('unknown@elsewhere.example', 0)).toEqual([]);
    app.clock.advance(DAY + 1000);
    expect(await ask('unknown@elsewhere.example')).toHaveLength(1);
  });

  it('tells a member how to sign in, and of a lock how to get round it', async () => {
    const email = 'member@urs.example';
    await join(app, place, ['member'], email);
    const [mail] = await ask(email);
    expect(mail).toContain(`Sign in with ${email}`);
    for (let round = 0; round < 11; round++) await signIn(app, email, 'not the password at all');
    expect((await ask(email))[0]).toContain('no password is accepted until');
  });

  it('sends whoever is invited the link, and nothing beside it', async () => {
    const email = 'invited@urs.example';
    await member(email);
    app.clock.advance(61_000);
    const mails = await ask(email);
    expect(mails).toHaveLength(1);
    expect(mails[0]).toMatch(/\/i\/[\w-]{43}/);
  });

  it('says of an invitation that was withdrawn whom to ask', async () => {
    const email = 'revoked@urs.example';
    const { id } = await member(email);
    await place.owner.post(`/api/v1/organizations/${place.org}/invitations/${id}/revoke`);
    const [mail] = await ask(email);
    expect(mail).toContain('Your invitation to Northwind Machines has ended');
    expect(mail).not.toMatch(/\/i\/[\w-]{43}/);
  });

  it('tells somebody who is suspended here of this place alone, and records nobody’s look', async () => {
    const email = 'founder@urs.example';
    await foundCompany(app, place, { email });
    await rowsOf(
      app,
      `update memberships set state = 'suspended' where account_id = (select account_id from identifiers where canonical = $1)`,
      [email],
    );
    const [mail] = await ask(email);
    expect(mail).toContain('suspended your access');
    expect(await rowsOf(app, `select 1 from audit_events where action = 'diagnosis.viewed'`)).toEqual([]);
  });
});
