import { DEVICE_NAMES } from '@gatehouse/contract/devices';
import type { SignInEvent, SignInEventFilters } from '@gatehouse/contract/sign-in-events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type TestApp } from '../../../test/app.ts';
import { appCode } from '../../../test/authenticator-app.ts';
import {
  begin,
  codeOfProblem,
  foundCompany,
  invite,
  join,
  memberIdOf,
  open,
  type Place,
  rowsOf,
  signIn,
  walkTo,
} from '../../../test/journey.ts';
import { explaining } from '../../../test/plans.ts';
import { after, MINUTE } from '../../kernel/clock.ts';
import { firstIdAt, newId } from '../../kernel/ids.ts';
import { signInRows } from './export-sign-ins.ts';
import { listSignInEvents } from './sign-in-event-read-model.ts';

let app: TestApp;
let place: Place;
beforeAll(async () => {
  app = await createTestApp();
  place = await app.setUp();
});
afterAll(() => app.close());

async function list(search: Record<string, string> = {}, of: Place = place): Promise<SignInEvent[]> {
  const answer = await of.owner.get(`/api/v1/organizations/${of.org}/sign-in-events?${new URLSearchParams(search)}`);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json().items;
}

describe('the sign-in log', () => {
  const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0';
  const EDGE = 'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0';
  const CHROME = 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/141.0.0.0 Mobile Safari/537.36';
  let middle: string;
  beforeAll(async () => {
    await join(app, place, ['member'], 'mila@northwind.example');
    const from = (ip: string, agent: string) => app.client({ ip, headers: { 'user-agent': agent } });
    await signIn(app, 'mila@northwind.example', undefined, from('203.0.113.7', FIREFOX));
    await signIn(app, 'mila@northwind.example', 'wrong password of mine', from('203.0.113.8', EDGE));
    app.clock.advance(10 * MINUTE);
    middle = app.clock.now().toISOString();
    await signIn(app, 'owner@northwind.example', undefined, from('2001:db8:0:1::5', CHROME));
    await foundCompany(app, place);
  });

  it('is narrowed by person, way, result, reason, network, device and time, all at once', async () => {
    const emails = async (search: Record<string, string>) => (await list(search)).map(({ identifier }) => identifier);
    const mila = 'mila@northwind.example';
    const owner = 'owner@northwind.example';
    const [event] = await list({ q: 'MILA@' });
    expect(event).toMatchObject({ name: 'Willy Wu', memberId: expect.stringMatching(/^mem_/), reason: 'CRED-WRONG' });
    expect(await emails({ person: event?.accountId ?? '' })).toEqual([mila, mila]);
    expect(await emails({ q: 'olga' })).toEqual([owner, owner]);
    expect(await emails({ method: 'setup' })).toEqual([owner]);
    expect(await emails({ result: 'failure' })).toEqual([mila]);
    expect(await emails({ reason: 'CRED-WRONG' })).toEqual([mila]);
    expect(await emails({ reason: 'CODE-WRONG' })).toEqual([]);
    expect(await emails({ ip: '203.0.113.7' })).toEqual([mila]);
    expect(await emails({ ip: '203.0.113.0/24' })).toEqual([mila, mila]);
    expect(await emails({ ip: '2001:DB8:0:1::/64' })).toEqual([owner]);
    expect(await emails({ ip: '2001:db8:0:2::/64' })).toEqual([]);
    expect(await emails({ device: 'Firefox' })).toEqual([mila]);
    expect(await emails({ device: 'Edge' })).toEqual([mila]);
    expect(await emails({ device: 'Chrome' })).toEqual([owner]);
    expect(await emails({ device: 'Android' })).toEqual([owner]);
    expect(await emails({ device: 'Linux' })).toEqual([mila]);
    expect(await emails({ from: middle })).toEqual([owner]);
    expect(await emails({ to: middle })).toEqual([mila, mila, owner]);
    expect(await emails({ q: 'mila', result: 'success', device: 'Firefox', ip: '203.0.113.0/28', to: middle })).toEqual(
      [mila],
    );
  });

  it.each(['300.1.1.1', '203.0.113.0/33', 'fe80::1%eth0', '1.2.3', "'; drop table accounts"])(
    'says that %s is no network',
    async (ip) => {
      const answer = await place.owner.get(
        `/api/v1/organizations/${place.org}/sign-in-events?${new URLSearchParams({ ip })}`,
      );
      expect(codeOfProblem(answer)).toBe('REQUEST-INVALID');
      expect(answer.json().errors).toMatchObject([{ path: 'ip', code: 'FIELD-INVALID' }]);
    },
  );

  it('comes page by page without a gap', async () => {
    const all = (await list()).map(({ id }) => id);
    const pages: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const search = new URLSearchParams({ limit: '1', ...(cursor ? { cursor } : {}) });
      const page = await place.owner.get(`/api/v1/organizations/${place.org}/sign-in-events?${search}`);
      pages.push(...page.json().items.map(({ id }: SignInEvent) => id));
      cursor = page.json().nextCursor;
    }
    expect(pages).toEqual(all);
  });

  it('keeps a try from what is no address at all', async () => {
    await signIn(app, 'owner@northwind.example', 'wrong password of mine', app.client({ ip: 'fe80::1%eth0' }));
    expect((await list({ result: 'failure' }))[0]?.ip).toBe('fe80::1%eth0');
  });
});

describe('a sign-in by password and authenticator app', () => {
  it('says both wherever it stands, and is found by either', async () => {
    const email = 'tova@northwind.example';
    const ask = (secondFactor: string) =>
      place.owner.patch(`/api/v1/organizations/${place.org}/settings`, { policies: { secondFactor } });
    await ask('required');
    const invited = await invite(app, place, { kind: 'member', to: { email } });
    const first = await walkTo(app, await open(app, invited), 'add-factor');
    await first.step('begin-factor', { factor: 'totp' });
    const secret = first.flow.step.name === 'add-factor' ? (first.flow.step.totp?.secret ?? '') : '';
    await first.step('add-factor', { code: appCode(app, secret) });
    await first.step('keep-codes');
    await walkTo(app, first, 'done');
    await ask('off');
    const visit = await begin(app.client(), email, { kind: 'sign-in', identifier: email });
    expect(await visit.step('password', { password: PASSWORD })).toBe('second-factor');
    app.clock.advance(MINUTE);
    expect(await visit.step('second-factor', { method: 'totp', code: appCode(app, secret) })).toBe('done');
    const methods = ['password', 'totp'];
    const search = { q: email, result: 'success' };
    expect(await list({ ...search, method: 'totp' })).toMatchObject([{ method: 'password', methods }]);
    expect(await list({ ...search, method: 'password' })).toMatchObject([{ methods }]);
    expect(await list({ ...search, method: 'passkey' })).toEqual([]);
    const own = (await visit.client.get('/api/v1/session/sign-ins')).json().items;
    expect(own[0]).toMatchObject({ methods, result: 'success' });
    const record = await place.owner.get(
      `/api/v1/organizations/${place.org}/members/${await memberIdOf(app, place.org, email)}`,
    );
    expect(record.json().signIns[0]).toMatchObject({ methods });
    const page = { organizationId: place.org, filters: search, until: after(app.clock.now(), MINUTE) };
    const { rows } = await signInRows(app.services).read({ ...page, position: null, limit: 10, locale: 'en' });
    expect(rows[0]).toContain('Password + Authenticator app');
    // From before all of them were kept: what is known of it.
    await rowsOf(app, 'update sign_in_events set methods = null where identifier = $1', [email]);
    expect(await list({ ...search, method: 'password' })).toMatchObject([{ methods: ['password'] }]);
  });
});

describe('among 20,000 tries of two organizations', () => {
  let organizationId: string;
  let start: Date;
  beforeAll(async () => {
    ({ org: organizationId } = place);
    const [owner] = await rowsOf<{ id: string }>(
      app,
      `select account_id as id from memberships where organization_id = $1 limit 1`,
      [organizationId],
    );
    start = app.clock.now();
    const events = Array.from({ length: 20_000 }, (_, n) => ({ n, id: newId('sie', after(start, n * 1000)) }));
    await rowsOf(
      app,
      `insert into sign_in_events (id, organization_id, account_id, identifier, at, method, methods, result, reason, ip, user_agent)
       select id, case when n % 2 = 0 then $2 else $3 end, case when n = 4000 then $4 end, 'guest' || n || '@urs.example',
         now(), case when n = 6000 then 'rare' else 'password' end,
         case n when 5000 then array['password', 'app'] when 7000 then array['password', 'sms', 'app'] when 5001 then array['password', 'app'] end, case when n % 500 = 0 then 'failure' else 'success' end,
         case when n % 500 = 0 then case when n = 8000 then 'CODE-WRONG' else 'CRED-WRONG' end end,
         '10.0.' || n / 250 || '.' || n % 250, 'Firefox/141.0'
       from json_to_recordset($1) as e (id text, n int)`,
      [
        JSON.stringify(events),
        organizationId,
        (await rowsOf<{ id: string }>(app, `select id from organizations where id <> $1`, [organizationId]))[0]?.id,
        owner?.id,
      ],
    );
    await rowsOf(app, 'analyze sign_in_events');
  });

  it.each<[string, () => SignInEventFilters]>([
    ['nothing', () => ({})],
    ['what was typed', () => ({ q: 'guest4002@' })],
    ['a person', () => ({ person: 'acc_nobody' })],
    ['a rare way', () => ({ method: 'rare' })],
    ['a way that was the second of some', () => ({ method: 'app' })],
    ['a way that most have', () => ({ method: 'password' })],
    ['failures', () => ({ result: 'failure' })],
    ['a rare reason', () => ({ reason: 'CODE-WRONG' })],
    ['a network', () => ({ ip: '10.0.16.0/28' })],
    ['an hour', () => ({ from: after(start, 3_600_000).toISOString(), to: after(start, 3_700_000).toISOString() })],
  ])('%s is found without reading the rest', async (_what, filters) => {
    const { database, readings } = explaining(app.services.database.pool);
    const rows = await listSignInEvents(database, organizationId, filters(), { before: null, limit: 51 });
    expect(rows.length).toBeLessThanOrEqual(51);
    expect(readings.filter((reading) => reading.rows > 1000)).toEqual([]);
  });
});

it('ids are cut by time to the millisecond', () => {
  const at = new Date('2026-11-26T10:00:00.123Z');
  const bound = firstIdAt('sie', at);
  for (let round = 0; round < 200; round++) {
    expect(newId('sie', at) >= bound).toBe(true);
    expect(newId('sie', after(at, -1)) < bound).toBe(true);
  }
  expect(new Set(DEVICE_NAMES).size).toBe(DEVICE_NAMES.length);
});
