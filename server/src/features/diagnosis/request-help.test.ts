import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { eventually } from '../../../test/eventually.ts';
import {
  foundCompany,
  invite,
  join,
  mailsTo,
  open,
  type Place,
  rowsOf,
  signIn,
  textsTo,
  walkTo,
} from '../../../test/journey.ts';
import { DAY, HOUR } from '../../kernel/clock.ts';

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

describe('"I can’t get in" by phone number', () => {
  let count = 0;
  const nextNumber = () => `+4860122233${count++}`;
  const byNumber = (phone: string) => invite(app, place, { kind: 'member', roles: ['member'], to: { phone } });
  /** Asks from the page; answers the text messages that came of it. */
  async function askByNumber(number: string, most = 1): Promise<string[]> {
    await app.deliver();
    const before = textsTo(app, number).length;
    const page = await app.client().form('/new-link', { identifier: number }, { accept: 'text/html' });
    expect(page.statusCode, page.body).toBe(200);
    const newest = async () => {
      await app.deliver();
      return textsTo(app, number).slice(before);
    };
    if (most > 0) await eventually(async () => (await newest()).length >= most);
    else await new Promise((resolve) => setTimeout(resolve, 300));
    return newest();
  }

  it('a member is told by one text message how to sign in; a number that nobody has costs nothing', async () => {
    const number = nextNumber();
    await walkTo(app, await open(app, await byNumber(number)), 'done');
    app.clock.advance(2 * HOUR);
    const texts = await askByNumber(number);
    expect(texts).toEqual([expect.stringContaining('Sign in with a code: http://localhost:3000/sign-in')]);
    const mails = app.mailbox.mails.length;
    expect(await askByNumber(nextNumber(), 0)).toEqual([]);
    expect(app.mailbox.mails).toHaveLength(mails);
  });

  it('whoever is invited gets the link again, and nothing beside it', async () => {
    const number = nextNumber();
    await byNumber(number);
    app.clock.advance(61_000);
    const texts = await askByNumber(number);
    expect(texts).toHaveLength(1);
    expect(texts[0]).toMatch(/\/i\/[2-9A-Z]{10}/);
  });

  it('whoever is suspended is told whom to ask', async () => {
    const number = nextNumber();
    await walkTo(app, await open(app, await byNumber(number)), 'done');
    await rowsOf(
      app,
      `update memberships set state = 'suspended' where account_id = (select account_id from identifiers where canonical = $1)`,
      [number],
    );
    app.clock.advance(2 * HOUR);
    expect(await askByNumber(number)).toEqual([expect.stringContaining('Northwind Machines: only they can restore')]);
  });

  it('text messages have their budget, whoever asks for them', async () => {
    const number = nextNumber();
    await walkTo(app, await open(app, await byNumber(number)), 'done');
    app.clock.advance(2 * HOUR);
    await rowsOf(app, `delete from rate_limits`);
    for (let time = 0; time < 5; time++) await askByNumber(number);
    const refused = await app.client().form('/new-link', { identifier: number }, { accept: 'text/html' });
    expect(refused.statusCode).toBe(429);
    expect(refused.body).toContain(`value="${number}"`);
  });
});

describe('the answer is the same, whoever is known [SAME, A19]', () => {
  const WHAT_VARIES = /^(date|x-request-id|content-length)$/;
  const seen = async (identifier: string, way: 'page' | 'api') => {
    const client = app.client();
    const answer =
      way === 'page'
        ? await client.form('/new-link', { identifier }, { accept: 'text/html' })
        : await client.post('/api/v1/link-requests', { identifier });
    const headers = Object.entries(answer.headers).filter(([name]) => !WHAT_VARIES.test(name));
    return { status: answer.statusCode, headers, body: answer.body, length: answer.headers['content-length'] };
  };

  it.each(['page', 'api'] as const)('%s: status, headers and bytes', async (way) => {
    const known = { email: `known-${way}@urs.example`, phone: way === 'page' ? '+48601333444' : '+48601333445' };
    await join(app, place, ['member'], known.email);
    await walkTo(
      app,
      await open(app, await invite(app, place, { kind: 'member', to: { phone: known.phone } })),
      'done',
    );
    const invited = `invited-${way}@urs.example`;
    await member(invited);
    await rowsOf(app, 'delete from rate_limits');
    const nobody = await seen(`nobody-${way}@urs.example`, way);
    expect(nobody.status).toBe(way === 'page' ? 200 : 202);
    for (const identifier of [known.email, invited, known.phone, '+48601999888']) {
      expect(await seen(identifier, way), identifier).toEqual(nobody);
    }
  });
});
