import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WHAT_BECOMES } from '../../src/features/closing/domain/what-becomes.ts';
import { eraseDueOrganizations } from '../../src/features/closing/index.ts';
import { type Press, tally, times } from '../crowd.ts';
import { eventually } from '../eventually.ts';
import { type Answer, must, type Person } from '../person.ts';
import { CALLERS, createRaceWorld, type RaceWorld, RELEASES } from './race-world.ts';

/** Whatever is pressed while an organization goes (security.md A51): no orphan, no failure of ours, no deadlock shown. */
describe.each(RELEASES)('an organization is deleted meanwhile [A51] (%s)', (kind) => {
  let world: RaceWorld;
  let supplier: Person;
  let invitations: string;
  let companies = 0;
  beforeAll(async () => {
    world = await createRaceWorld();
    ({ owner: supplier, invitations } = await world.setUp());
  });
  beforeEach(() => world.rows('truncate rate_limits'));
  afterAll(() => world.close());

  async function found() {
    const address = world.address();
    await world.invite(supplier, invitations, { kind: 'company', to: { email: address } });
    const owner = world.person();
    const { path } = await world.walk(owner, address, 'company');
    const company = { name: `Company ${++companies}`, country: 'JP', registrationNumber: `JP-${kind}-${companies}` };
    const slug = (await must(owner.post(`${path}/company`, company), 200)).body.redirectTo.split('/').at(-1);
    const [{ id }] = await world.rows('select id from organizations where slug = $1', [slug]);
    return { owner, id: id as string, base: `/api/v1/organizations/${id}` };
  }

  const waiting = () => world.count(`pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`);

  /** Its time is over, and it goes: once the first is done, or, amplified, while all stand in the middle of what they do. */
  async function deleteNow(id: string): Promise<void> {
    const done = () => world.count('audit_events where organization_id = $1', [id]);
    const before = await done();
    const begun = async () => (kind === 'amplified' ? (await waiting()) > 0 : (await done()) > before);
    await eventually(begun, 900).catch(() => {});
    const past = new Date(world.app.clock.now().getTime() - 1000);
    await world.rows(
      `update organizations set state = 'suspended', deletion_asked_at = $2, deletion_due_at = $2 where id = $1`,
      [id, past],
    );
    await eraseDueOrganizations(world.app.services).run();
  }

  async function against(id: string, tables: readonly string[], presses: readonly Press[]): Promise<Answer[]> {
    const [answers] = await Promise.all([world.release(kind, tables)(presses), deleteNow(id)]);
    return answers;
  }

  /** By every table that names an organization, and by what only says that something is alive. */
  async function leftOf(id: string): Promise<Record<string, number>> {
    const erased = Object.entries(WHAT_BECOMES).filter(([, becomes]) => becomes === 'erased');
    const sources = [
      ...erased.map(([name]) => `${name.split('.')[0]} where ${name.split('.')[1]} = $1`),
      `memberships where organization_id = $1 and state <> 'removed'`,
      `invitations where organization_id = $1 and (state not in ('accepted', 'declined', 'expired', 'revoked', 'superseded')
        or address_canonical not like '%@erased.invalid')`,
      `messages where organization_id = $1 and state = 'queued' and template <> 'M27'`,
      `import_rows r where not exists (select from imports i where i.id = r.import_id)`,
    ];
    const counts = await Promise.all(
      sources.map(async (source) => [source, await world.count(source, source.includes('$1') ? [id] : [])] as const),
    );
    return Object.fromEntries(counts.filter(([, count]) => count > 0));
  }

  async function expectGone(id: string, answers: readonly Answer[], allowed: RegExp): Promise<void> {
    expect(Object.keys(tally(answers)).filter((answer) => !allowed.test(answer))).toEqual([]);
    expect(
      await world.rows('select state, erased_at is not null as erased from organizations where id = $1', [id]),
    ).toEqual([{ state: 'deleted', erased: true }]);
    expect(await leftOf(id)).toEqual({});
  }

  it('accepting', async () => {
    const { owner, id, base } = await found();
    const walking: { person: Person; path: string; body: unknown }[] = [];
    for (const address of times(4, () => world.address())) {
      await world.invite(owner, `${base}/invitations`, { to: { email: address } });
      const person = world.person();
      const { path, step } = await world.walk(person, address, 'terms');
      walking.push({ person, path: `${path}/terms`, body: { accepted: true, version: step.version } });
    }
    const presses = times(CALLERS, (index) => {
      const { person, path, body } = walking[index % walking.length] as (typeof walking)[number];
      return { by: person, path, body };
    });
    const answers = await against(id, ['memberships', 'audit_events'], presses);
    await expectGone(id, answers, /^(200|403 ORG-SUSPENDED|410 ORG-DELETED)$/);
    for (const { person } of walking) {
      const session = await person.get('/api/v1/session');
      expect(session.status === 200 ? session.body.memberships : []).toEqual([]);
    }
  });

  it('inviting', async () => {
    const { owner, id, base } = await found();
    const presses = times(CALLERS, () => ({
      by: owner,
      path: `${base}/invitations`,
      body: { kind: 'member', to: { email: world.address() } },
    }));
    const answers = await against(id, ['invitations', 'messages'], presses);
    await expectGone(id, answers, /^(201|404 NOT-FOUND|410 ORG-DELETED)$/);
  });

  it('an import at work', async () => {
    const { owner, id, base } = await found();
    const text = ['email', ...times(600, (row) => `row-${companies}-${row}@urs.example`)].join('\n');
    const made = (await must(owner.post(`${base}/imports`, { text }), 201)).body;
    await world.app.worker.runDue();
    const presses = times(CALLERS, () => ({
      by: owner,
      path: `${base}/imports/${made.id}/run`,
      body: { kind: 'member' },
    }));
    const tables = ['invitations', 'messages'];
    const started = await world.release('plain', tables)(presses);
    expect(tally(started)).toMatchObject({ 202: expect.any(Number) });
    const [answers] = await Promise.all([
      world.release(kind, tables)(times(4, () => ({ by: owner, path: `${base}/imports/${made.id}/stop` }))),
      world.app.worker.runDue(),
      deleteNow(id),
    ]);
    world.app.clock.advance(60_000);
    await world.app.worker.runDue();
    await expectGone(id, answers, /^(200|404 NOT-FOUND|409 IMPORT-STATE|410 ORG-DELETED)$/);
    expect(await world.rows(`select kind, last_error from jobs where kind like '%import%'`)).toEqual([]);
  });

  it('changing roles, suspending and restoring', async () => {
    const { owner, id, base } = await found();
    const address = world.address();
    await world.invite(owner, `${base}/invitations`, { to: { email: address } });
    await world.walk(world.person(), address, 'done');
    const [member] = await world.rows(
      `select id from memberships where organization_id = $1 and not 'owner' = any (roles)`,
      [id],
    );
    const path = `${base}/members/${member.id}`;
    const acts = [
      { method: 'PATCH', path, body: { roles: ['administrator'] } },
      { method: 'PATCH', path, body: { roles: ['member'] } },
      { path: `${path}/suspend` },
      { path: `${path}/restore` },
    ] as const;
    const presses = times(CALLERS, (index) => ({ by: owner, ...acts[index % acts.length] })) as Press[];
    const answers = await against(id, ['memberships', 'audit_events'], presses);
    await expectGone(id, answers, /^(200|404 NOT-FOUND|403 FORBIDDEN|409 CONFLICT|410 ORG-DELETED)$/);
  });

  it('asking for it: one of sixteen presses begins it', async () => {
    const { owner, id, base } = await found();
    const [{ slug }] = await world.rows('select slug from organizations where id = $1', [id]);
    await world.rows('update sessions set proven_at = $1', [world.app.clock.now()]);
    const presses = times(CALLERS, () => ({
      by: owner,
      path: `${base}/closing`,
      body: { shortName: slug, reason: 'We move elsewhere' },
    }));
    const answers = await world.release(kind, ['organizations', 'audit_events'])(presses);
    const counts = tally(answers);
    expect(counts[200]).toBe(1);
    expect(Object.keys(counts).filter((answer) => !/^(200|404 NOT-FOUND|409 ORG-STATE)$/.test(answer))).toEqual([]);
    expect(
      await world.count(`audit_events where action = 'organization.deletion-asked' and organization_id = $1`, [id]),
    ).toBe(1);
  });
});
