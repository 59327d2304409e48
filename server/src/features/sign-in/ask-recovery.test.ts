import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type TestApp, type TestClient } from '../../../test/app.ts';
import { appCode } from '../../../test/authenticator-app.ts';
import { begin, codeOfProblem, join, mailsTo, type Place, rowsOf, textsTo, type Visit } from '../../../test/journey.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../kernel/clock.ts';

const MIA = 'mia@northwind.example';
const NUMBER = '+48512345678';

describe('somebody has lost every second step', () => {
  let app: TestApp;
  let place: Place;
  let mia: TestClient;
  let secret: string;
  beforeEach(async () => {
    app = await createTestApp();
    place = await app.setUp();
    mia = await join(app, place, ['member'], MIA);
    secret = (await mia.post('/api/v1/session/factors/totp')).json().secret;
    await mia.post('/api/v1/session/factors/totp/confirm', { code: codeNow() });
    app.clock.advance(30 * SECOND);
    await rowsOf(
      app,
      `insert into identifiers (id, account_id, kind, canonical, shown, verified_at, verified_by, is_primary, created_at)
       select 'idn_test', account_id, 'phone', $1, '+48 512 345 678', now(), 'code', true, now()
       from memberships where not 'owner' = any(roles)`,
      [NUMBER],
    );
  });
  afterEach(() => app.close());

  const codeNow = () => appCode(app, secret);
  const atSecondStep = async (client = app.client()): Promise<Visit> => {
    const visit = await begin(client, MIA, { kind: 'sign-in', identifier: MIA });
    expect(await visit.step('password', { password: PASSWORD })).toBe('second-factor');
    return visit;
  };
  const recoveryOf = ({ flow: { step } }: Visit) => (step.name === 'second-factor' ? step.recovery : null);
  const ask = async () => {
    const visit = await atSecondStep();
    expect(recoveryOf(visit)).toEqual({
      askable: 'Northwind Machines',
      decider: 'organization',
      state: 'none',
      readyAt: null,
    });
    expect(await visit.step('ask-recovery', { note: 'It fell into the river' })).toBe('second-factor');
    await app.deliver();
    return visit;
  };
  const requestsPath = () => `/api/v1/organizations/${place.org}/recovery-requests`;
  const fresh = async (client: TestClient, email: string) =>
    (await begin(client, email, { kind: 'confirm' })).step('password', { password: PASSWORD });
  const decide = async (decision: string, client = place.owner) => {
    const { items } = (await client.get(requestsPath())).json();
    return client.post(`${requestsPath()}/${items[0].id}/decision`, { decision, reason: 'Seen at the office' });
  };
  const stopPath = (text: string | undefined) => /\/stop\/[2-9A-Z]{10}\b/.exec(text ?? '')?.[0] ?? 'no link';

  it('asks once, and everybody who can reach them is told at once, and whoever decides [A37]', async () => {
    const visit = await ask();
    expect(recoveryOf(visit)).toMatchObject({ state: 'waiting', askable: null });
    await visit.step('ask-recovery');
    await app.deliver();
    const told = mailsTo(app, MIA).filter(
      ({ subject }) => subject === 'Somebody asks to get in without your second step',
    );
    expect(told).toHaveLength(1);
    expect(textsTo(app, NUMBER).at(-1)).toContain('/stop/');
    expect(mailsTo(app, 'owner@northwind.example').at(-1)?.subject).toBe('Willy Wu has lost every second step');
    const { items } = (await place.owner.get(requestsPath())).json();
    expect(items).toMatchObject([
      { name: 'Willy Wu', address: MIA, state: 'waiting', note: 'It fell into the river', mayDecide: true },
    ]);
    const waiting = await place.owner.get(`/api/v1/organizations/${place.org}/waiting-requests`);
    expect(waiting.json()).toEqual({ companies: 0, joinRequests: 0, recoveries: 1 });
  });

  it('nothing changes by approval alone, nor by time alone; by both, with the next first step [A37]', async () => {
    await ask();
    app.clock.advance(25 * HOUR);
    let visit = await atSecondStep();
    expect(recoveryOf(visit)?.state).toBe('waiting');
    expect(codeOfProblem(await visit.submit('finish-recovery'))).toBe('FLOW-STEP-WRONG');
    await rowsOf(app, `update recovery_requests set ready_at = $1`, [new Date(app.clock.now().getTime() + DAY)]);
    await fresh(place.owner, 'owner@northwind.example');
    expect((await decide('approve')).statusCode).toBe(204);
    visit = await atSecondStep();
    expect(recoveryOf(visit)?.state).toBe('approved');
    expect(codeOfProblem(await visit.submit('finish-recovery'))).toBe('FLOW-STEP-WRONG');
    app.clock.advance(DAY + MINUTE);
    visit = await atSecondStep();
    expect(recoveryOf(visit)?.state).toBe('ready');
    expect(await visit.step('finish-recovery')).toBe('done');
    expect((await mia.get('/api/v1/session')).statusCode).toBe(401);
    expect((await visit.client.get('/api/v1/session')).statusCode).toBe(200);
    expect(await rowsOf(app, 'select 1 from second_factors union all select 1 from recovery_codes')).toEqual([]);
    await app.deliver();
    expect(mailsTo(app, MIA).map(({ subject }) => subject)).toContain('Every second step of your account is removed');
    const acts = await rowsOf(
      app,
      `select action from audit_events where action ~ 'account.recovery-(asked|approved|done)' order by id`,
    );
    expect(acts.map(({ action }) => action)).toEqual([
      'account.recovery-asked',
      'account.recovery-approved',
      'account.recovery-done',
    ]);
  });

  it('where it is required, the next page sets one up', async () => {
    await place.owner.patch(`/api/v1/organizations/${place.org}/settings`, {
      policies: { secondFactor: 'required', recoveryHours: 1 },
    });
    await ask();
    expect((await decide('approve')).statusCode).toBe(204);
    app.clock.advance(HOUR + MINUTE);
    const visit = await atSecondStep();
    expect(await visit.step('finish-recovery')).toBe('add-factor');
  });

  it('"this was not me" stops it, once, by a press [S64, A49]', async () => {
    await ask();
    const path = stopPath(mailsTo(app, MIA).at(-1)?.text);
    expect((await app.client().get(path)).statusCode).toBe(200);
    expect((await rowsOf(app, 'select state from recovery_requests'))[0]?.state).toBe('waiting');
    const all = await Promise.all(Array.from({ length: 16 }, () => app.client().form(path, {})));
    expect(all.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
    expect((await mia.get('/api/v1/session')).statusCode).toBe(401);
    expect(codeOfProblem(await decide('approve'))).toBe('CONFLICT');
    const [event] = await rowsOf(app, `select 1 from audit_events where action = 'account.recovery-stopped'`);
    expect(event).toBeDefined();
  });

  it('"this was not me" of any other notice stops it as well', async () => {
    await ask();
    await rowsOf(
      app,
      `insert into disavowals (token_hash, account_id, kind, since, expires_at)
       select sha256('known-token'), account_id, 'new-sign-in', now() - interval '1 hour', now() + interval '7 days'
       from recovery_requests`,
    );
    expect((await app.client().form('/not-me/known-token', {})).statusCode).toBe(200);
    expect((await rowsOf(app, 'select state from recovery_requests'))[0]?.state).toBe('stopped');
  });

  it('whoever finds the app after all has lost nothing: the request ends', async () => {
    const visit = await ask();
    await visit.step('second-factor', { code: codeNow() });
    expect((await rowsOf(app, 'select state from recovery_requests'))[0]?.state).toBe('stopped');
  });

  it('is decided once, by whoever may, after a fresh proof, never by the person themselves', async () => {
    const admin = await join(app, place, ['administrator'], 'adam@northwind.example');
    await ask();
    await rowsOf(app, `update memberships set roles = '{administrator}' where roles = '{member}'`);
    expect(codeOfProblem(await decide('approve', admin))).toBe('ROLE-TOO-HIGH');
    expect(codeOfProblem(await decide('approve', mia))).toBe('FORBIDDEN');
    await rowsOf(app, `update recovery_requests set state = 'waiting'`);
    app.clock.advance(16 * MINUTE);
    expect(codeOfProblem(await decide('approve'))).toBe('PROOF-NEEDED');
    await fresh(place.owner, 'owner@northwind.example');
    const both = await Promise.all([decide('approve'), decide('reject')]);
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([204, 409]);
  });

  it('turned down, the person reads why, and can ask again', async () => {
    await ask();
    expect((await decide('reject')).statusCode).toBe(204);
    await app.deliver();
    expect(mailsTo(app, MIA).at(-1)?.text).toContain('Seen at the office');
    const visit = await atSecondStep();
    expect(recoveryOf(visit)).toMatchObject({ state: 'none', askable: 'Northwind Machines' });
    await visit.step('ask-recovery');
    expect(recoveryOf(visit)?.state).toBe('waiting');
  });

  it('the diagnosis says so, and leads to the queue', async () => {
    await ask();
    const look = async () =>
      (
        await place.owner.get(`/api/v1/organizations/${place.org}/diagnosis?identifier=${encodeURIComponent(MIA)}`)
      ).json();
    expect(await look()).toMatchObject({ verdict: { code: 'lost-factor' }, fix: { action: 'decide-recovery' } });
    await decide('approve');
    expect(await look()).toMatchObject({ verdict: { code: 'lost-factor-approved' } });
  });

  it('nothing of it before the first step, nor for a fresh proof', async () => {
    const visit = await begin(app.client(), MIA, { kind: 'sign-in', identifier: MIA });
    expect(codeOfProblem(await visit.submit('ask-recovery'))).toBe('FLOW-STEP-WRONG');
    const confirm = await begin(mia, MIA, { kind: 'confirm' });
    await confirm.step('password', { password: PASSWORD });
    expect(recoveryOf(confirm)?.askable).toBeNull();
    expect(codeOfProblem(await confirm.submit('ask-recovery'))).toBe('FLOW-STEP-WRONG');
  });
});
