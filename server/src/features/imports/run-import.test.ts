import type { Import, ImportRow } from '@gatehouse/contract/imports';
import { afterEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { join, type Place, rowsOf } from '../../../test/journey.ts';

describe('many invitations in one transaction', { timeout: 60_000 }, () => {
  let app: TestApp;
  let place: Place;
  let base: string;
  afterEach(() => app.close());

  async function start(perDay: string): Promise<void> {
    app = await createTestApp({ environment: { INVITATIONS_PER_DAY: perDay } });
    place = await app.setUp();
    base = `/api/v1/organizations/${place.org}/imports`;
  }
  const addresses = (count: number, domain = 'bulk.example') =>
    Array.from({ length: count }, (_, n) => `person${n}@${domain}`);
  const upload = async (lines: readonly string[]): Promise<Import> =>
    (await place.owner.post(base, { text: lines.join('\n') })).json();
  const begin = async (id: string) =>
    expect((await place.owner.post(`${base}/${id}/run`, { kind: 'company' })).statusCode).toBe(202);
  const run = async (lines: readonly string[]): Promise<Import> => {
    const { id } = await upload(lines);
    await begin(id);
    await app.worker.runDue();
    return (await place.owner.get(`${base}/${id}`)).json();
  };
  const failed = async (id: string): Promise<ImportRow[]> =>
    (await place.owner.get(`${base}/${id}/rows?limit=200&state=failed`)).json().items;

  it('the cap of the organization holds to the one, also against others who invite meanwhile [A22, A23]', async () => {
    await start('40');
    const { id } = await upload(addresses(60));
    await begin(id);
    const single = (n: number) =>
      place.owner.post(`/api/v1/organizations/${place.org}/invitations`, {
        kind: 'company',
        to: { email: `single${n}@urs.example` },
      });
    const [, ...answers] = await Promise.all([app.worker.runDue(), ...Array.from({ length: 4 }, (_, n) => single(n))]);
    const singles = answers.filter((answer) => typeof answer === 'object' && answer.statusCode === 201).length;
    expect(singles).toBeGreaterThan(0);
    const { counts } = (await place.owner.get(`${base}/${id}`)).json() as Import;
    expect(counts).toEqual({ created: 40 - singles, failed: 20 + singles });
    expect(await rowsOf(app, `select used from invitation_counts where scope = 'organization'`)).toEqual([
      { used: 40 },
    ]);
    const [first] = await failed(id);
    expect(first?.problem).toMatchObject({ code: 'INV-CAP', params: { scope: 'organization', limit: 40 } });
  });

  it('an address with too many mails or invitations is turned away, its neighbours are not', async () => {
    await start('2000');
    await rowsOf(
      app,
      `insert into invitation_counts values ('recipient', 'person3@bulk.example', ($1::timestamptz at time zone 'UTC')::date, 10)`,
      [app.clock.now()],
    );
    await rowsOf(
      app,
      `with others as (
        insert into organizations (id, slug, name, created_at)
        select 'org_other' || n, 'other' || n, 'Other ' || n, now() from generate_series(1, 5) n returning id)
      insert into invitations (id, organization_id, kind, state, address_canonical, address_shown, roles, created_at, expires_at)
      select 'inv_' || id, id, 'company', 'sent', 'person7@bulk.example', 'x', '{owner}', $1, $1::timestamptz + interval '7 days'
      from others`,
      [app.clock.now()],
    );
    const { id, counts } = await run(addresses(30));
    expect(counts).toEqual({ created: 28, failed: 2 });
    expect((await failed(id)).map(({ row, problem }) => [row, problem?.params.scope])).toEqual([
      [4, 'recipient'],
      [8, 'open'],
    ]);
    expect(await rowsOf(app, `select used from invitation_counts where key = 'person7@bulk.example'`)).toEqual([]);
  });

  it('goes no further for somebody who may not invite many any more [A10, A16]', async () => {
    await start('2000');
    const admin = await join(app, place, ['administrator'], 'ada@northwind.example');
    const text = addresses(3).join('\n');
    const { id } = (await admin.post(base, { text })).json();
    expect((await admin.post(`${base}/${id}/run`, { kind: 'company' })).statusCode).toBe(202);
    const members = `/api/v1/organizations/${place.org}/members`;
    const { items } = (await place.owner.get(`${members}?q=ada`)).json();
    expect((await place.owner.patch(`${members}/${items[0].id}`, { roles: ['inviter'] })).statusCode).toBe(200);
    await app.worker.runDue();
    expect((await place.owner.get(`${base}/${id}`)).json().counts).toEqual({ failed: 3 });
    expect((await failed(id)).map(({ problem }) => problem?.code)).toEqual(Array(3).fill('FORBIDDEN'));
  });

  it('what has changed since the check counts: members, refusals, and invitations that have run out', async () => {
    await start('2000');
    const { id } = await upload(addresses(5));
    await run(['person1@bulk.example', 'person3@bulk.example']);
    await rowsOf(app, `update invitations set expires_at = $1 where address_canonical like 'person1@%'`, [
      app.clock.now(),
    ]);
    await rowsOf(app, `insert into suppressions values ($1, 'person2@bulk.example', now())`, [place.org]);
    await begin(id);
    await app.worker.runDue();
    expect(
      await rowsOf(app, 'select row, state, code from import_rows where import_id = $1 order by row', [id]),
    ).toEqual([
      { row: 1, state: 'created', code: null },
      { row: 2, state: 'created', code: null },
      { row: 3, state: 'skipped', code: 'INV-SUPPRESSED' },
      { row: 4, state: 'skipped', code: 'INV-ALREADY-INVITED' },
      { row: 5, state: 'created', code: null },
    ]);
    expect(
      await rowsOf(app, `select state from invitations where address_canonical = 'person1@bulk.example' order by id`),
    ).toEqual([{ state: 'expired' }, { state: 'sent' }]);
  });

  it('a row that the database does not take fails alone', async () => {
    await start('2000');
    await rowsOf(
      app,
      `create function refuse() returns trigger language plpgsql as $$ begin
        if new.address_canonical = 'person11@bulk.example' then raise exception 'no' using errcode = '22021'; end if;
        return new; end $$`,
    );
    await rowsOf(app, 'create trigger refuse before insert on invitations for each row execute function refuse()');
    const { id, counts } = await run(addresses(20));
    expect(counts).toEqual({ created: 19, failed: 1 });
    expect((await failed(id)).map(({ row, problem }) => [row, problem?.code])).toEqual([[12, 'IMPORT-ROW-FAILED']]);
  });

  it('leaves of each invitation what a single one leaves: secrets, timeline, its own audit event, one mail', async () => {
    await start('2000');
    await run(addresses(3));
    expect(
      await rowsOf(
        app,
        `select i.address_canonical as to, i.state,
          (select count(*)::int from invitation_tokens t where t.invitation_id = i.id) as tokens,
          (select array_agg(e.event order by e.id) from invitation_events e where e.invitation_id = i.id) as events,
          (select count(*)::int from messages m where m.subject_id = i.id) as mails,
          (select a.change ->> 'to' from audit_events a where a.subject_id = i.id and a.action = 'invitation.created'
            and a.actor_id = i.created_by) as audited
         from invitations i order by 1`,
      ),
    ).toEqual(
      addresses(3).map((to) => ({ to, state: 'sent', tokens: 1, events: ['created', 'sent'], mails: 1, audited: to })),
    );
    expect(new Set(app.mailbox.mails.flatMap(({ text }) => /\/i\/[\w-]{43}/.exec(text) ?? [])).size).toBe(3);
    expect(await rowsOf(app, 'select lane from jobs where id not like $1', ['job_recurring_%'])).toEqual([]);
  });
});
