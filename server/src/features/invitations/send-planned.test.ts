import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { eventually } from '../../../test/eventually.ts';
import { codeOfProblem, join, mailsTo, newestToken, open, type Place, rowsOf } from '../../../test/journey.ts';
import { DAY, HOUR, MINUTE } from '../../kernel/clock.ts';

describe('an invitation that leaves later', () => {
  let app: TestApp;
  let place: Place;
  let path: string;
  beforeEach(async () => {
    app = await createTestApp({ environment: { INVITATIONS_PER_DAY: '2000' } });
    place = await app.setUp();
    path = `/api/v1/organizations/${place.org}/invitations`;
  });
  afterEach(() => app.close());

  const at = (milliseconds: number) => new Date(app.clock.now().getTime() + milliseconds).toISOString();
  const plan = (email: string, sendAt: string, over: Record<string, unknown> = {}) =>
    place.owner.post(path, { kind: 'member', to: { email }, expiresInDays: 2, sendAt, ...over });
  const planned = async (email: string, ahead: number, over: Record<string, unknown> = {}) => {
    const answer = await plan(email, at(ahead), over);
    expect(answer.statusCode, answer.body).toBe(201);
    await app.deliver();
    return answer.json();
  };
  const record = async (id: string) => (await place.owner.get(`${path}/${id}`)).json();
  const wait = async (milliseconds: number) => {
    app.clock.advance(milliseconds);
    await app.deliver();
  };
  const fields = (answer: { json(): { errors?: { path: string; code: string }[] } }) =>
    answer.json().errors?.map((error) => [error.path, error.code]);
  const events = async (id: string) => (await record(id)).timeline.map(({ event }: { event: string }) => event);

  it('nothing of it exists before; then it leaves once, and its time counts from there', async () => {
    const sendAt = at(3 * DAY);
    const { id, ...created } = (await plan('later@urs.example', sendAt)).json();
    expect(created).toMatchObject({ state: 'queued', sendAt, stoppedAt: 'message-delivered' });
    expect(Date.parse(created.expiresAt) - Date.parse(sendAt)).toBe(2 * DAY);
    expect(await rowsOf(app, 'select 1 from invitation_tokens where invitation_id = $1', [id])).toEqual([]);
    const [job] = await rowsOf<{ runAt: Date }>(
      app,
      `select run_at as "runAt" from jobs where payload->>'invitationId' = $1`,
      [id],
    );
    expect(job?.runAt.toISOString()).toBe(sendAt);
    await wait(3 * DAY - HOUR);
    expect(mailsTo(app, 'later@urs.example')).toEqual([]);
    await wait(HOUR + MINUTE);
    await wait(MINUTE);
    expect(mailsTo(app, 'later@urs.example')).toHaveLength(1);
    const left = await record(id);
    expect(left).toMatchObject({ state: 'sent', sendAt: null });
    expect(Math.abs(Date.parse(left.expiresAt) - Date.parse(sendAt) - 2 * DAY)).toBeLessThan(2 * MINUTE);
    const visit = await open(app, { email: 'later@urs.example', token: newestToken(app, 'later@urs.example') });
    expect(visit.flow.step.name).toBe('accept');
  });

  it('reminders count from the sending', async () => {
    await planned('slow@urs.example', 5 * DAY, { expiresInDays: 10 });
    await wait(5 * DAY + MINUTE);
    await wait(2 * DAY);
    expect(mailsTo(app, 'slow@urs.example')).toHaveLength(1);
    await wait(DAY + HOUR);
    await wait(HOUR);
    expect(mailsTo(app, 'slow@urs.example')).toHaveLength(2);
  });

  it('is sent now: at once, once, and by nobody a second time', async () => {
    const { id } = await planned('now@urs.example', 2 * DAY);
    const answers = await Promise.all([
      place.owner.post(`${path}/${id}/send-now`),
      place.owner.post(`${path}/${id}/send-now`),
    ]);
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 409]);
    expect(answers.filter(({ statusCode }) => statusCode === 409).map(codeOfProblem)).toEqual(['INV-LEFT']);
    await app.deliver();
    await wait(3 * DAY);
    expect(mailsTo(app, 'now@urs.example')).toHaveLength(1);
    expect(await events(id)).toContain('sent-now');
    const [audit] = await rowsOf(
      app,
      `select action from audit_events where subject_id = $1 order by id desc limit 1`,
      [id],
    );
    expect(audit?.action).toBe('invitation.sent-now');
  });

  it('takes another time: the earlier one does nothing', async () => {
    const { id, expiresAt, sendAt } = await planned('moved@urs.example', DAY);
    const next = at(4 * DAY);
    const moved = (await place.owner.post(`${path}/${id}/reschedule`, { sendAt: next })).json();
    expect(moved.sendAt).toBe(next);
    expect(Date.parse(moved.expiresAt) - Date.parse(expiresAt)).toBe(Date.parse(next) - Date.parse(sendAt));
    await wait(2 * DAY);
    expect(mailsTo(app, 'moved@urs.example')).toEqual([]);
    await wait(2 * DAY + MINUTE);
    expect(mailsTo(app, 'moved@urs.example')).toHaveLength(1);
    expect(codeOfProblem(await place.owner.post(`${path}/${id}/reschedule`, { sendAt: at(DAY) }))).toBe('INV-LEFT');
  });

  it('is not sent again before it was sent, and not at all once it is withdrawn', async () => {
    const { id } = await planned('back@urs.example', DAY);
    expect(codeOfProblem(await place.owner.post(`${path}/${id}/resend`))).toBe('INV-SCHEDULED');
    expect((await place.owner.post(`${path}/${id}/revoke`)).statusCode).toBe(200);
    for (const press of ['send-now', 'reschedule']) {
      const answer = await place.owner.post(
        `${path}/${id}/${press}`,
        press === 'reschedule' ? { sendAt: at(DAY) } : undefined,
      );
      expect(codeOfProblem(answer)).toBe('INV-NOT-OPEN');
    }
    await wait(2 * DAY);
    expect(mailsTo(app, 'back@urs.example')).toEqual([]);
  });

  it('goes to the address that it is corrected to, at its time', async () => {
    const { id } = await planned('tpyo@urs.example', DAY);
    const corrected = await place.owner.post(`${path}/${id}/correct`, { to: { email: 'typo@urs.example' } });
    expect(corrected.json()).toMatchObject({ state: 'queued', to: { email: 'typo@urs.example' } });
    expect(corrected.json().sendAt).not.toBeNull();
    await app.deliver();
    expect(mailsTo(app, 'typo@urs.example')).toEqual([]);
    await wait(DAY + MINUTE);
    expect([mailsTo(app, 'tpyo@urs.example').length, mailsTo(app, 'typo@urs.example').length]).toEqual([0, 1]);
  });

  it('its link can be handed over before; who asks for one or signs in gets none of it', async () => {
    const member = await join(app, place, ['member'], 'known@urs.example');
    const other = await app.client();
    const { id } = await planned('asks@urs.example', DAY);
    await other.post('/api/v1/link-requests', { identifier: 'asks@urs.example' });
    await app.deliver();
    expect(mailsTo(app, 'asks@urs.example')).toEqual([]);
    expect((await member.get('/api/v1/session/invitations')).json().items).toEqual([]);
    const link = (await place.owner.post(`${path}/${id}/link`)).json();
    const token = new URL(link.url).pathname.slice('/i/'.length);
    expect((await open(app, { email: 'asks@urs.example', token })).flow.step.name).toBe('accept');
  });

  it('whoever wants none is not written to', async () => {
    const email = 'unwanted@urs.example';
    const first = await place.owner.post(path, { kind: 'member', to: { email } });
    await app.deliver();
    const header = mailsTo(app, email)[0]?.headers['List-Unsubscribe'] ?? '';
    await place.owner.post(`${path}/${first.json().id}/revoke`);
    const { id } = await planned(email, DAY);
    await app.http.inject({ method: 'POST', url: new URL(header.slice(1, -1)).pathname });
    expect(codeOfProblem(await place.owner.post(`${path}/${id}/send-now`))).toBe('INV-SUPPRESSED');
    await wait(DAY + MINUTE);
    expect(mailsTo(app, email)).toHaveLength(1);
    expect(await events(id)).toContain('held-back');
    expect((await record(id)).sendAt).toBeNull();
  });

  it('a time that is over or too far away is refused where it was typed', async () => {
    expect(fields(await plan('a@urs.example', at(-MINUTE)))).toEqual([['sendAt', 'SEND-AT-PAST']]);
    expect(fields(await plan('a@urs.example', at(90 * DAY + MINUTE)))).toEqual([['sendAt', 'SEND-AT-TOO-LATE']]);
    expect(fields(await plan('a@urs.example', 'tomorrow'))?.[0]?.[0]).toBe('sendAt');
  });

  it('counts on the day on which it leaves, and says so', async () => {
    const sendAt = at(10 * DAY);
    await rowsOf(
      app,
      `insert into invitation_counts values ('organization', $1, ($2::timestamptz at time zone 'UTC')::date, 2000)
       on conflict (scope, key, day) do update set used = 2000`,
      [place.org, sendAt],
    );
    expect(fields(await plan('full@urs.example', sendAt))).toEqual([['sendAt', 'SEND-DAY-FULL']]);
    expect((await plan('full@urs.example', at(12 * DAY))).statusCode).toBe(201);
  });

  it('waits while its organization is closed', async () => {
    await planned('closed@urs.example', DAY);
    await rowsOf(app, `update organizations set state = 'suspended' where id = $1`, [place.org]);
    await wait(DAY + MINUTE);
    expect(mailsTo(app, 'closed@urs.example')).toEqual([]);
    await rowsOf(app, `update organizations set state = 'active' where id = $1`, [place.org]);
    await wait(HOUR + MINUTE);
    expect(mailsTo(app, 'closed@urs.example')).toHaveLength(1);
  });

  it('is found by its filter, and is nothing that needs attention', async () => {
    const { id } = await planned('listed@urs.example', DAY);
    const ids = async (query: string) =>
      (await place.owner.get(`${path}?${query}`)).json().items.map((item: { id: string }) => item.id);
    expect(await ids('scheduled=true')).toContain(id);
    expect(await ids('scheduled=false')).not.toContain(id);
    expect(await ids('stop=message-delivered')).toContain(id);
  });

  it('the diagnosis says when, and sends it', async () => {
    await planned('asked@urs.example', DAY);
    const look = async () =>
      (await place.owner.get(`/api/v1/organizations/${place.org}/diagnosis?identifier=asked%40urs.example`)).json();
    const found = await look();
    expect(found).toMatchObject({ verdict: { code: 'scheduled', tone: 'info' }, fix: { action: 'send-now' } });
    expect(found.verdict.text).toContain('it is sent on');
    expect((await place.owner.post(found.fix.href)).statusCode).toBe(200);
    await app.deliver();
    expect(mailsTo(app, 'asked@urs.example')).toHaveLength(1);
    expect((await look()).verdict.code).toBe('not-opened');
  });

  it('put off while its job begins, it does not leave', async () => {
    const { id } = await planned('off@urs.example', DAY);
    const { pool } = app.services.database;
    const other = await pool.connect();
    await other.query('begin');
    await other.query('select from invitations where id = $1 for update', [id]);
    app.clock.advance(DAY + MINUTE);
    const leaving = app.deliver();
    await eventually(
      async () =>
        (
          await pool.query(
            `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
          )
        ).rowCount === 1,
    );
    const later = at(DAY);
    await other.query('update invitations set send_at = $2, begins_at = $2 where id = $1', [id, later]);
    await other.query('commit');
    other.release();
    await leaving;
    expect(mailsTo(app, 'off@urs.example')).toEqual([]);
    expect((await record(id)).sendAt).toBe(later);
  });

  it('whoever came in by another way meanwhile is sent nothing, and the timeline says so', async () => {
    const { id } = await planned('in@urs.example', DAY);
    const [{ id: account }] = (await rowsOf<{ id: string }>(app, 'select id from accounts limit 1')) as [
      { id: string },
    ];
    await rowsOf(
      app,
      `with other as (insert into accounts (id, state, name, created_at, updated_at)
         select 'acc_other', 'active', 'Ina', created_at, updated_at from accounts where id = $1 returning id),
       address as (insert into identifiers (id, account_id, kind, canonical, shown, verified_at, verified_by, is_primary, created_at)
         select 'idn_other', id, 'email', 'in@urs.example', 'in@urs.example', now(), 'code', true, now() from other)
       insert into memberships (id, organization_id, account_id, roles, state, created_at)
         select 'mem_other', $2, id, '{member}', 'active', now() from other`,
      [account, place.org],
    );
    await wait(DAY + MINUTE);
    expect(mailsTo(app, 'in@urs.example')).toEqual([]);
    expect(await record(id)).toMatchObject({ state: 'revoked' });
    expect(await events(id)).toContain('not-needed');
  });
});
