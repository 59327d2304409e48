import type { Diagnosis } from '@gatehouse/contract/diagnosis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestClient } from '../../../test/app.ts';
import {
  foundCompany,
  invite,
  join,
  mailsTo,
  newestToken,
  open,
  type Place,
  rowsOf,
  signIn,
  walkTo,
} from '../../../test/journey.ts';

const MEMBER = { kind: 'member', roles: ['member'] };

let app: TestApp;
let place: Place;
beforeAll(async () => {
  app = await createTestApp();
  place = await app.setUp();
});
afterAll(() => app.close());

async function diagnose(identifier: string, client: TestClient = place.owner, org = place.org): Promise<Diagnosis> {
  const path = `/api/v1/organizations/${org}/diagnosis?identifier=${encodeURIComponent(identifier)}`;
  const answer = await client.get(path);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
}

/** Presses the main fix; `over` is what the person who presses it types. */
async function fix({ fix: offered }: Diagnosis, over: Record<string, unknown> = {}): Promise<void> {
  expect(offered?.method).toBe('POST');
  const answer = await place.owner.post(offered?.href ?? '', offered?.body && { ...offered.body, ...over });
  expect(answer.statusCode, answer.body).toBeLessThan(300);
  await app.deliver();
}

async function comesIn(email: string): Promise<void> {
  const visit = await walkTo(app, await open(app, { token: newestToken(app, email), email }), 'done');
  expect(visit.flow.state).toBe('done');
  expect(await diagnose(email)).toMatchObject({ verdict: { code: 'fine' } });
}

type Stuck = { readonly code: string; readonly email: string; stick(email: string): Promise<void> };
const invited = (email: string) => invite(app, place, { ...MEMBER, to: { email } });
const reached = (step: 'code' | 'set-password' | 'terms') => async (email: string) => {
  await walkTo(app, await open(app, await invited(email)), step);
  app.clock.advance(61_000);
};
const revoke = async (email: string) => {
  const { id } = await invited(email);
  await place.owner.post(`/api/v1/organizations/${place.org}/invitations/${id}/revoke`);
};

describe('every way to be stuck: what is offered helps', () => {
  it.each<Stuck>([
    {
      code: 'not-opened',
      email: 'unopened@urs.example',
      stick: async (email) => {
        await invited(email);
        app.clock.advance(61_000);
      },
    },
    { code: 'proving', email: 'proving@urs.example', stick: reached('code') },
    { code: 'no-password', email: 'password@urs.example', stick: reached('set-password') },
    { code: 'terms', email: 'terms@urs.example', stick: reached('terms') },
    {
      code: 'expired',
      email: 'expired@urs.example',
      stick: async (email) => {
        const { id } = await invited(email);
        await rowsOf(
          app,
          "update invitations set created_at = now() - interval '8 days', expires_at = now() - interval '1 hour' where id = $1",
          [id],
        );
        app.clock.advance(61_000);
      },
    },
    { code: 'revoked', email: 'revoked@urs.example', stick: revoke },
    {
      code: 'declined',
      email: 'declined@urs.example',
      stick: async (email) => {
        await (await open(app, await invited(email))).submit('decline', {});
      },
    },
  ])('$code', async ({ code, email, stick }) => {
    await stick(email);
    const found = await diagnose(email);
    expect(found.verdict).toMatchObject({ code });
    expect(found.verdict.text.length).toBeGreaterThan(10);
    await fix(found);
    await comesIn(email);
  });

  it('removed: invited again, they are back', async () => {
    const email = 'removed@urs.example';
    await join(app, place, ['member'], email);
    await setMembership(email, 'removed');
    const found = await diagnose(email);
    expect(found.verdict.code).toBe('removed');
    await fix(found);
    await comesIn(email);
  });

  it('suspended, and an account that is switched off', async () => {
    const email = 'suspended@urs.example';
    await join(app, place, ['member'], email);
    await setMembership(email, 'suspended');
    const found = await diagnose(email);
    expect(found.verdict.code).toBe('suspended');
    expect(found.fix?.action).toBe('restore-membership');
    await fix(found);
    expect((await diagnose(email)).verdict.code).toBe('fine');
    await rowsOf(
      app,
      `update accounts set state = 'disabled' where id = (select account_id from identifiers where canonical = $1)`,
      [email],
    );
    expect((await diagnose(email)).verdict.code).toBe('account-disabled');
  });

  it('bounced: the mail server’s words, and the address is to be corrected', async () => {
    app.mailbox.outcome = { result: 'bounced', response: '550 5.1.1 no such user' };
    await invite(app, place, { ...MEMBER, to: { email: 'bounced@urs.example' } }).catch(() => {});
    app.mailbox.outcome = { result: 'sent', response: '250 ok' };
    const found = await diagnose('bounced@urs.example');
    expect(found.verdict).toMatchObject({ code: 'bounced' });
    expect(found.verdict.text).toContain('550 5.1.1');
    expect(found.fix?.action).not.toBe('resend');
    expect(found.seenByThem).toBeUndefined();
  });

  it('a member who can come in: failed tries in words', async () => {
    const email = 'failing@urs.example';
    await join(app, place, ['member'], email);
    app.clock.advance(1000);
    for (const _ of [1, 2, 3]) await signIn(app, email, 'not the password at all');
    const found = await diagnose(email);
    expect(found.verdict).toMatchObject({ code: 'failing', params: { count: 3 } });
    expect(found.checks.find(({ name }) => name === 'attempts')?.state).toBe('problem');
  });
});

function setMembership(email: string, state: string) {
  return rowsOf(
    app,
    'update memberships set state = $2 where account_id = (select account_id from identifiers where canonical = $1)',
    [email, state],
  );
}

describe('what may be typed', () => {
  it('address in any case, link, typed code, id, name: the same person; the answer repeats no secret', async () => {
    const { id, token } = await invite(app, place, { ...MEMBER, to: { email: 'any@urs.example' }, name: 'Zofia Any' });
    const typedCode = /\b[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{2}\b/.exec(
      mailsTo(app, 'any@urs.example').at(-1)?.text ?? '',
    )?.[0];
    const asked = [
      'ANY@urs.example',
      'Zofia <any@urs.example>',
      `http://localhost:3000/i/${token}`,
      token,
      id,
      'zofia an',
    ];
    for (const typed of [...asked, typedCode ?? 'none']) {
      const found = await diagnose(typed);
      expect(found, typed).toMatchObject({ identifier: 'any@urs.example', verdict: { code: 'not-opened' } });
      expect(JSON.stringify(found)).not.toContain(token);
    }
    const wrapped = `Please open\n> http://localhost:3000/i/${token.slice(0, 25)}\n> ${token.slice(25)}`;
    const path = `/api/v1/organizations/${place.org}/diagnosis`;
    const answer = await place.owner.post(path, { identifier: wrapped });
    expect(answer.json()).toMatchObject({ identifier: 'any@urs.example' });
    const cut = await place.owner.post(path, { identifier: `http://localhost:3000/i/${token.slice(0, 40)}` });
    expect(cut.json()).toMatchObject({ identifier: '••••', verdict: { code: 'cut-link' } });
    const kept = await rowsOf(app, `select string_agg(change::text, ' ') as all from audit_events`);
    expect(JSON.stringify(kept)).not.toContain(token.slice(0, 20));
  });

  it('what a list or a log has of somebody: their account, membership or request to join, of this organization', async () => {
    await join(app, place, ['member'], 'listed@urs.example');
    const other = await foundCompany(app, place, {
      email: 'elsewhere@urs.example',
      company: { name: 'Fabryka', country: 'PL', registrationNumber: '1234563218' },
    });
    const [ids] = await rowsOf(
      app,
      `select m.id as membership, m.account_id as account from memberships m
       join identifiers i on i.account_id = m.account_id where i.canonical = 'listed@urs.example'`,
    );
    for (const id of [ids?.membership, ids?.account] as string[]) {
      expect(await diagnose(id)).toMatchObject({ identifier: 'listed@urs.example', verdict: { code: 'fine' } });
      expect(await diagnose(id, other.owner, other.org)).toMatchObject({
        identifier: id,
        verdict: { code: 'unknown' },
      });
    }
  });

  it.each([
    ['a slip of neighbours', 'jna.nowak@urs.example', 'swapped'],
    ['a letter too few', 'jan.nwak@urs.example', 'one-letter'],
    ['no dot', 'jannowak@urs.example', 'same-mailbox'],
    ['a tag', 'jan.nowak+x@urs.example', 'same-mailbox'],
    ['another ending', 'jan.nowak@urs.example.com', null],
    ['a similar domain', 'jan.nowak@usr.example', 'domain'],
    ['somebody else', 'eva@urs.example', null],
  ])('%s', async (_what, typed, nearness) => {
    await invite(app, place, { ...MEMBER, to: { email: 'jan.nowak@urs.example' } }).catch(() => {});
    const found = await diagnose(typed);
    expect(found).toMatchObject({ verdict: { code: 'unknown' }, fix: { action: 'invite', method: 'GET' } });
    const near = found.nearMatches.find(({ identifier }) => identifier === 'jan.nowak@urs.example');
    expect(near?.nearness ?? null).toBe(nearness);
  });
});

describe('whose it is', () => {
  it('nothing of another organization is told, by address, link or id [A15]', async () => {
    const other = await foundCompany(app, place, { email: 'founder@urs.example' });
    const foreign = await invite(app, place, { ...MEMBER, to: { email: 'secret@urs.example' } });
    for (const typed of ['secret@urs.example', foreign.id, foreign.token, 'secrte@urs.example']) {
      const found = await diagnose(typed, other.owner, other.org);
      expect(found, typed).toMatchObject({ verdict: { code: 'unknown' }, nearMatches: [], requirements: [] });
    }
  });

  it('every look is recorded: who, at whom', async () => {
    await diagnose('nobody-at-all@urs.example');
    const [row] = await rowsOf(app, 'select actor_type, action, change from audit_events order by id desc limit 1');
    expect(row).toEqual({
      actor_type: 'account',
      action: 'diagnosis.viewed',
      change: { identifier: 'nobody-at-all@urs.example' },
    });
    const { items } = (await place.owner.get(`/api/v1/organizations/${place.org}/audit-events`)).json();
    expect(items[0].subject).toMatchObject({ type: 'address', name: 'nobody-at-all@urs.example' });
  });

  it('two statements, however many invitations there are; near addresses are found by index', async () => {
    const client = await app.services.database.pool.connect();
    try {
      await client.query('set enable_seqscan = off');
      const { rows } = await client.query(
        "explain select 1 from invitations where near_keys(address_canonical) && near_keys('jan@urs.example')",
      );
      expect(JSON.stringify(rows)).toContain('invitations_near');
    } finally {
      client.release(true);
    }
  });

  it('a misspelt domain is found among thousands of companies that have the same word before it', async () => {
    await rowsOf(
      app,
      `insert into invitations (id, organization_id, kind, state, address_canonical, address_shown, roles, created_at, expires_at)
       select 'inv_near' || n, $1, 'company', 'sent', 'biuro@firma' || n || '.example', 'biuro@firma' || n || '.example', '{owner}',
         now(), now() + interval '7 days' from generate_series(1, 3000) n`,
      [place.org],
    );
    await invited('biuro@odlewnia-slask.example');
    const { nearMatches } = await diagnose('biuro@odlewnia-slsak.example');
    expect(nearMatches.map(({ identifier }) => identifier)).toEqual(['biuro@odlewnia-slask.example']);
  });

  it('in the language of whoever asks, as a plain report too', async () => {
    const path = `/api/v1/organizations/${place.org}/diagnosis?identifier=owner@northwind.example`;
    const answer = await place.owner.get(path, { 'accept-language': 'pl' });
    const { verdict, report } = answer.json() as Diagnosis;
    expect(verdict).toMatchObject({ code: 'fine', tone: 'success' });
    expect(verdict.text).toContain('może się zalogować');
    expect(report).toContain(verdict.text);
  });
});
