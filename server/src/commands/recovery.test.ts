import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type TestApp } from '../../test/app.ts';
import { appCode } from '../../test/authenticator-app.ts';
import { begin, join, mailsTo, type Place, rowsOf } from '../../test/journey.ts';
import { runCommandLine } from '../cli.ts';
import { DAY, MINUTE } from '../kernel/clock.ts';

const OWNER = 'owner@northwind.example';

describe('gatehouse recovery', () => {
  let app: TestApp;
  let place: Place;
  beforeAll(async () => {
    app = await createTestApp();
    place = await app.setUp();
  });
  afterAll(() => app.close());

  async function gatehouse(...words: string[]) {
    const said: string[] = [];
    const remarked: string[] = [];
    const environment = {
      DATABASE_URL: app.databaseUrl,
      GATEHOUSE_URL: 'http://localhost:3000',
      GATEHOUSE_SECRET: Buffer.alloc(32, 7).toString('base64'),
    };
    const output = { answer: (line: string) => said.push(line), remark: (line: string) => remarked.push(line) };
    const code = await runCommandLine(words, environment, output);
    return { code, answer: said.join('\n'), remark: remarked.join('\n') };
  }
  const atSecondStep = async () => {
    const visit = await begin(app.client(), OWNER, { kind: 'sign-in', identifier: OWNER });
    expect(await visit.step('password', { password: PASSWORD })).toBe('second-factor');
    return visit;
  };
  const page = async ({ client, flow }: Awaited<ReturnType<typeof atSecondStep>>) =>
    (await client.get(`/flow/${flow.id}`)).body;

  it('lets the only owner in again, whom nobody of the organization may decide about', async () => {
    const support = await join(app, place, ['support'], 'sue@northwind.example');
    const admin = await join(app, place, ['administrator'], 'adam@northwind.example');
    const { secret } = (await place.owner.post('/api/v1/session/factors/totp')).json();
    const code = appCode(app, secret);
    expect((await place.owner.post('/api/v1/session/factors/totp/confirm', { code })).statusCode).toBe(200);

    const visit = await atSecondStep();
    expect(visit.flow.step).toMatchObject({ recovery: { askable: 'Northwind Machines', decider: 'operator' } });
    expect(await page(visit)).toContain('nobody else of Northwind Machines may decide about you');
    await visit.step('ask-recovery', { note: 'The phone fell into the river' });
    expect(visit.flow.step).toMatchObject({ recovery: { state: 'waiting', decider: 'operator' } });
    expect(await page(visit)).toContain('Whoever runs this installation decides');
    expect(app.logs.some((line) => line.includes('gatehouse recovery list'))).toBe(true);
    const diagnosis = `/api/v1/organizations/${place.org}/diagnosis?identifier=${encodeURIComponent(OWNER)}`;
    expect((await support.get(diagnosis)).json()).toMatchObject({ verdict: { code: 'lost-factor-outside' } });

    const queue = (await admin.get(`/api/v1/organizations/${place.org}/recovery-requests`)).json();
    expect(queue.items).toMatchObject([{ decidable: false, mayDecide: false }]);

    const listed = await gatehouse('recovery', 'list');
    expect(listed).toMatchObject({ code: 0, remark: '' });
    expect(listed.answer).toContain('Olga Owner <owner@northwind.example>, owner of Northwind Machines');
    expect(listed.answer).toContain('nobody there may decide');
    const [{ id, decidable, warnings }] = JSON.parse((await gatehouse('recovery', 'list', '--json')).answer);
    expect({ decidable, warnings }).toEqual({
      decidable: false,
      warnings: expect.arrayContaining(['runs-organization']),
    });

    expect((await gatehouse('recovery', 'approve', id)).code).toBe(2);
    expect((await gatehouse('recovery', 'approve', 'rec_unknown', '--reason', 'Seen in person')).code).toBe(1);
    const approved = await gatehouse('recovery', 'approve', id, '--reason', 'Seen in person, with passport');
    expect(approved).toMatchObject({ code: 0, remark: '' });
    expect((await gatehouse('recovery', 'reject', id, '--reason', 'Too late')).code).toBe(1);
    expect((await gatehouse('recovery', 'list')).answer).toBe('Nobody waits.');
    const acts = await rowsOf(
      app,
      `select actor_type, organization_id, change from audit_events where action = 'account.recovery-approved'`,
    );
    expect(acts).toMatchObject([{ actor_type: 'operator', organization_id: place.org }]);
    await app.deliver();
    expect(mailsTo(app, OWNER).at(-1)?.text).toContain('Seen in person, with passport');

    const waiting = await atSecondStep();
    expect(waiting.flow.step).toMatchObject({ recovery: { state: 'approved' } });
    expect((await waiting.submit('finish-recovery')).statusCode).toBe(409);
    app.clock.advance(DAY + MINUTE);
    const ready = await atSecondStep();
    expect(await ready.step('finish-recovery')).toBe('done');
    place = { ...place, owner: ready.client };
  });

  it('one that an owner may decide says so, and can be turned down', async () => {
    const mia = await join(app, place, ['member'], 'mia@northwind.example');
    const { secret } = (await mia.post('/api/v1/session/factors/totp')).json();
    const code = appCode(app, secret);
    await mia.post('/api/v1/session/factors/totp/confirm', { code });
    const visit = await begin(app.client(), '', { kind: 'sign-in', identifier: 'mia@northwind.example' });
    await visit.step('password', { password: PASSWORD });
    await visit.step('ask-recovery');
    const [{ id, decidable }] = JSON.parse((await gatehouse('recovery', 'list', '--json')).answer);
    expect(decidable).toBe(true);
    expect((await gatehouse('recovery', 'reject', id, '--reason', 'Not on the phone')).code).toBe(0);
    expect(await rowsOf(app, 'select state, decided_by from recovery_requests where id = $1', [id])).toEqual([
      { state: 'rejected', decided_by: null },
    ]);
  });
});
