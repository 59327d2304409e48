import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { invite, type Place, rowsOf } from '../../../test/journey.ts';
import { explaining } from '../../../test/plans.ts';
import { readWords } from '../../platform/database/pages.ts';
import { type AuditListFilters, listAuditEvents } from './audit-event-read-model.ts';

/** A log of 30 000 events of the organization and as many of another one. */
let app: TestApp;
let place: Place;
beforeAll(async () => {
  app = await createTestApp();
  place = await app.setUp();
  await invite(app, place, { to: { email: 'first@urs.example' } });
  await rowsOf(
    app,
    `insert into organizations (id, slug, name, created_at) values ('org_other', 'other', 'Other', now())`,
  );
  await rowsOf(
    app,
    `insert into audit_events (organization_id, at, actor_type, actor_id, action, subject_type, subject_id, change, ip, request_id)
     select case when n % 2 = 0 then $1 else 'org_other' end, now() - interval '1 day' - n * interval '1 second', 'account',
       'acc_' || n % 500, 'membership.created', 'account', 'acc_' || n % 700,
       jsonb_build_object('address', 'guest' || n || '@urs.example'), '10.0.' || n / 250 || '.' || n % 250, 'req_' || n
     from generate_series(1, 60000) n`,
    [place.org],
  );
  await rowsOf(app, 'vacuum analyze audit_events');
});
afterAll(() => app.close());

const read = async (filters: AuditListFilters) => {
  const { database, readings } = explaining(app.services.database.pool);
  const rows = await listAuditEvents(database, place.org, filters, 51);
  return { rows, most: readings.filter(({ rows: read }) => read > 3000) };
};
const words = (q: string) => ({ words: readWords(q) ?? undefined });

it.each<[string, AuditListFilters, number]>([
  ['nothing', {}, 51],
  ['a rare word', words('guest40002@'), 1],
  ['a word of every event', words('urs.example'), 51],
  ['a word of none', words('nothing-like-it'), 0],
  ['a reference', words('req_59998'), 1],
  ['two letters of nobody', words('ur'), 0],
  ['two letters of none', words('qx'), 0],
  ['a Chinese name of nobody', words('龘龘'), 0],
  ['a word and an action', { ...words('guest40002@'), action: 'membership.created' }, 1],
  ['a person', { actor: 'acc_2' }, 51],
])('%s is found without walking through the log', async (_what, filters, found) => {
  const { rows, most } = await read(filters);
  expect(rows).toHaveLength(found);
  expect(most).toEqual([]);
});

describe('a search by name', () => {
  it('finds what a person did and what was done to them, newest first, each once', async () => {
    const { rows, most } = await read(words('olga owner'));
    expect(rows.length).toBeGreaterThan(1);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    expect(rows.map(({ action }) => action)).toContain('invitation.created');
    expect(most).toEqual([]);
    const [first, second] = rows;
    const next = await listAuditEvents(
      app.services.database,
      place.org,
      { ...words('olga owner'), before: { micros: first?.micros ?? '', id: first?.id ?? '' } },
      51,
    );
    expect(next[0]?.id).toBe(second?.id);
  });

  it('of two letters finds what people did whose name begins so', async () => {
    const { rows, most } = await read(words('Ol'));
    expect(rows.length).toBeGreaterThan(1);
    expect(rows.map(({ actorName }) => actorName)).toContain('Olga Owner');
    expect(most).toEqual([]);
  });

  it('each event says where the console shows what it is about', async () => {
    const list = async (q: string) =>
      (await place.owner.get(`/api/v1/organizations/${place.org}/audit-events?q=${q}`)).json().items;
    const [invitation] = await list('first@urs.example');
    expect(invitation.leadsTo).toEqual({ memberId: null, invitationId: invitation.subject.id, address: null });
    await place.owner.get(`/api/v1/organizations/${place.org}/diagnosis?identifier=owner@northwind.example`);
    const [diagnosis] = (
      await place.owner.get(`/api/v1/organizations/${place.org}/audit-events?action=diagnosis.viewed`)
    ).json().items;
    expect(diagnosis.leadsTo).toMatchObject({
      memberId: expect.stringMatching(/^mem_/),
      address: 'owner@northwind.example',
    });
  });
});
