import type { Diagnosis } from '@gatehouse/contract/diagnosis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestClient } from '../../../test/app.ts';
import { foundCompany, invite, join, open, type Place, rowsOf, walkTo } from '../../../test/journey.ts';
import { DAY } from '../../kernel/clock.ts';

const HTML = { accept: 'text/html' };
const REFERENCE = /GH-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}/;

let app: TestApp;
let place: Place;
let other: Place;
beforeAll(async () => {
  app = await createTestApp();
  place = await app.setUp();
  other = await foundCompany(app, place, { email: 'founder@urs.example' });
});
afterAll(() => app.close());

async function diagnose(identifier: string, by: Place = place): Promise<Diagnosis> {
  const path = `/api/v1/organizations/${by.org}/diagnosis?identifier=${encodeURIComponent(identifier)}`;
  const answer = await by.owner.get(path);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
}

const member = (email: string) => invite(app, place, { kind: 'member', roles: ['member'], to: { email } });

function referenceIn(body: string): string {
  const found = REFERENCE.exec(body)?.[0];
  expect(found, body).toBeDefined();
  return found ?? '';
}

const page = async (url: string, client: TestClient = app.client()) => referenceIn((await client.get(url, HTML)).body);
const change = (sql: string, values: unknown[]) => rowsOf(app, sql, values);

/** Types the password of a sign-in wrong until the page lets nobody try any more. */
async function lockOut(email: string): Promise<string> {
  const client = app.client({ headers: HTML });
  const { location } = (await client.form('/sign-in', { identifier: email })).headers;
  for (let round = 0; ; round++) {
    const answer = await client.form(`${location}/password`, { password: 'certainly not this one' });
    if (REFERENCE.test(answer.body)) return referenceIn(answer.body);
    expect(round).toBeLessThan(20);
  }
}

type Stop = {
  readonly error: string;
  readonly email: string;
  readonly verdict: string;
  stop(email: string): Promise<string>;
};

describe('every page that stops somebody shows what support finds it by', () => {
  it.each<Stop>([
    {
      error: 'INV-EXPIRED',
      email: 'expired@urs.example',
      verdict: 'expired',
      stop: async (email) => {
        const { id, token } = await member(email);
        await change(
          `update invitations set created_at = now() - interval '9 days', expires_at = now() - interval '1 day' where id = $1`,
          [id],
        );
        return page(`/i/${token}`);
      },
    },
    {
      error: 'INV-REVOKED',
      email: 'revoked@urs.example',
      verdict: 'revoked',
      stop: async (email) => {
        const { id, token } = await member(email);
        await place.owner.post(`/api/v1/organizations/${place.org}/invitations/${id}/revoke`);
        return page(`/i/${token}`);
      },
    },
    {
      error: 'INV-DECLINED',
      email: 'declined@urs.example',
      verdict: 'declined',
      stop: async (email) => {
        const invited = await member(email);
        await (await open(app, invited)).submit('decline', {});
        return page(`/i/${invited.token}`);
      },
    },
    {
      error: 'INV-SUPERSEDED',
      email: 'moved-to@urs.example',
      verdict: 'old-link',
      stop: async (email) => {
        const { id, token } = await member('moved-from@urs.example');
        await place.owner.post(`/api/v1/organizations/${place.org}/invitations/${id}/correct`, { to: { email } });
        await app.deliver();
        return page(`/i/${token}`);
      },
    },
    {
      error: 'INV-WRONG-ACCOUNT',
      email: 'wrong@urs.example',
      verdict: 'wrong-account',
      stop: async (email) => page(`/i/${(await member(email)).token}`, place.owner),
    },
    {
      error: 'INV-USED-BY-YOU',
      email: 'used@urs.example',
      verdict: 'fine',
      stop: async (email) => {
        const invited = await member(email);
        await walkTo(app, await open(app, invited), 'done');
        return page(`/i/${invited.token}`);
      },
    },
    {
      error: 'CODE-TOO-MANY',
      email: 'codes@urs.example',
      verdict: 'wrong-codes',
      stop: async (email) => {
        const visit = await walkTo(app, await open(app, await member(email)), 'code');
        for (const code of ['000000', '000001', '000002', '000003', '000004']) await visit.submit('code', { code });
        const path = `/flow/${visit.flow.id}/code`;
        return referenceIn((await visit.client.form(path, { code: '000005' }, HTML)).body);
      },
    },
    {
      error: 'ACC-DISABLED',
      email: 'disabled@urs.example',
      verdict: 'account-disabled',
      stop: async (email) => {
        await join(app, place, ['member'], email);
        await change(
          `update accounts set state = 'disabled' where id = (select account_id from identifiers where canonical = $1)`,
          [email],
        );
        const client = app.client({ headers: HTML });
        const { location } = (await client.form('/sign-in', { identifier: email })).headers;
        const password = 'correct horse battery staple';
        return referenceIn((await client.form(`${location}/password`, { password })).body);
      },
    },
    {
      error: 'ACC-LOCKED',
      email: 'locked@urs.example',
      verdict: 'locked',
      stop: async (email) => {
        await join(app, place, ['member'], email);
        return lockOut(email);
      },
    },
    {
      error: 'FLOW-NOT-FOUND',
      email: 'cookies@urs.example',
      verdict: 'no-cookies',
      stop: async (email) => page(`/flow/${(await walkTo(app, await open(app, await member(email)), 'code')).flow.id}`),
    },
    {
      error: 'FLOW-EXPIRED',
      email: 'left-open@urs.example',
      verdict: 'proving',
      stop: async (email) => {
        const visit = await walkTo(app, await open(app, await member(email)), 'code');
        await change('update flows set expires_at = now() where id = $1', [visit.flow.id]);
        app.clock.advance(1000);
        return page(`/flow/${visit.flow.id}`, visit.client);
      },
    },
  ])('$error', async ({ error, email, verdict, stop }) => {
    const reference = await stop(email);
    const spoken = reference.toLowerCase().replaceAll('-', ' ');
    const found = await diagnose(spoken);
    expect(found).toMatchObject({ identifier: email, stop: { reference, error }, verdict: { code: verdict } });
    expect(found.stop?.text).not.toContain(`: ${error}`);
    expect(found.report).toContain(reference);
    const foreign = await diagnose(reference, other);
    expect(foreign).toMatchObject({ verdict: { code: 'no-reference' }, nearMatches: [], requirements: [] });
    expect(JSON.stringify(foreign)).not.toContain(email);
  });

  it('an organization that is suspended', async () => {
    const invited = await member('suspended-org@urs.example');
    await change(`update organizations set state = 'suspended' where id = $1`, [place.org]);
    const reference = await page(`/i/${invited.token}`);
    await change(`update organizations set state = 'active' where id = $1`, [place.org]);
    expect((await diagnose(reference)).stop?.error).toBe('ORG-SUSPENDED');
  });

  it('a failure of ours is told to whoever runs the installation, by reference and by request', async () => {
    const { token } = await member('failure@urs.example');
    await rowsOf(app, 'alter table invitation_tokens rename to away');
    const { body } = await app.client().get(`/i/${token}`, HTML);
    await rowsOf(app, 'alter table away rename to invitation_tokens');
    const request = /req_[0-9a-z]{26}/.exec(body)?.[0] ?? '';
    for (const typed of [referenceIn(body), `Reference: ${request}`]) {
      expect(await diagnose(typed)).toMatchObject({
        verdict: { code: 'server-error', params: { request } },
        stop: { error: 'SERVER', requestId: request },
      });
      expect((await diagnose(typed, other)).verdict.code).toBe('no-reference');
    }
    expect(app.logs.some((line) => line.includes(request) && line.includes('"level":"error"'))).toBe(true);
  });

  it('the API says it too', async () => {
    const { id, token, email } = await member('api@urs.example');
    const visit = await open(app, { token, email });
    await place.owner.post(`/api/v1/organizations/${place.org}/invitations/${id}/revoke`);
    const { reference } = (await visit.client.get(`/api/v1/flows/${visit.flow.id}`)).json();
    expect((await diagnose(reference)).identifier).toBe(email);
  });
});

describe('what is kept', () => {
  const count = async () => (await rowsOf(app, 'select count(*)::int as n from stop_references'))[0]?.n;

  it('a scanner that opens a link again and again adds one row; an unknown link or flow none', async () => {
    const { id, token } = await member('scanned@urs.example');
    await place.owner.post(`/api/v1/organizations/${place.org}/invitations/${id}/revoke`);
    const before = Number(await count());
    const seen = await Promise.all(Array.from({ length: 20 }, () => page(`/i/${token}`)));
    expect(new Set(seen).size).toBe(1);
    expect(await count()).toBe(before + 1);
    for (const url of ['/i/no-such-link', '/flow/flw_0123456789abcdefghjkmnpqrs', '/flow/x', '/nowhere']) {
      expect((await app.client().get(url, HTML)).body).not.toMatch(REFERENCE);
    }
    expect(await count()).toBe(before + 1);
  });

  it('failures are kept up to a number', async () => {
    await rowsOf(app, 'alter table invitation_tokens rename to away');
    const { token } = { token: 'x'.repeat(43) };
    const bodies = await Promise.all(
      Array.from({ length: 230 }, async () => (await app.client().get(`/i/${token}`, HTML)).body),
    );
    await rowsOf(app, 'alter table away rename to invitation_tokens');
    expect(bodies.filter((body) => REFERENCE.test(body)).length).toBeLessThanOrEqual(220);
    expect(bodies.at(-1)).toMatch(/req_[0-9a-z]{26}/);
    expect((await app.client().get(`/i/${token}`, HTML)).statusCode).toBe(404);
  });

  it('nothing secret, and nobody’s address', async () => {
    const { token } = await member('kept@urs.example');
    const [{ all } = { all: '' }] = await rowsOf<{ all: string }>(
      app,
      `select string_agg(r::text, ' ') as all from stop_references r`,
    );
    expect(all).not.toMatch(/@|[\w-]{43}/);
    expect(all).not.toContain(token);
  });

  it('a stranger’s sign-in leads nobody to the address that was typed', async () => {
    const reference = await lockOut('stranger@elsewhere.example');
    const found = await diagnose(reference);
    expect(found).toMatchObject({ verdict: { code: 'no-reference' }, nearMatches: [] });
    expect(JSON.stringify(found)).not.toContain('stranger');
  });

  it('ends after 30 days, and is taken away', async () => {
    const { id, token } = await member('old@urs.example');
    await place.owner.post(`/api/v1/organizations/${place.org}/invitations/${id}/revoke`);
    const reference = await page(`/i/${token}`);
    await change(`update stop_references set expires_at = now() - interval '1 second' where code = $1`, [
      reference.slice(3).replace('-', ''),
    ]);
    expect((await diagnose(reference)).verdict.code).toBe('no-reference');
    const renewed = await page(`/i/${token}`);
    expect(renewed).not.toBe(reference);
    app.clock.advance(31 * DAY);
    await app.deliver();
    expect(await count()).toBe(0);
    app.clock.advance(-31 * DAY);
  });

  it('whoever tries one after the other is stopped', async () => {
    const answers = await Promise.all(
      Array.from({ length: 70 }, (_, number) => {
        const identifier = `GH-2345-67${String(number).padStart(2, '0').replaceAll('0', 'Z').replaceAll('1', 'Y')}`;
        return place.owner.get(`/api/v1/organizations/${place.org}/diagnosis?identifier=${identifier}`);
      }),
    );
    expect(answers.filter(({ statusCode }) => statusCode === 429).length).toBeGreaterThan(0);
  });
});
