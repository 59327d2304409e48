import type { Overview } from '@gatehouse/contract/overview';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestClient } from '../../../test/app.ts';
import { foundCompany, leaveOnlyPhone, type Place, rowsOf, textsTo } from '../../../test/journey.ts';
import { after, DAY, HOUR, MINUTE } from '../../kernel/clock.ts';

let app: TestApp;
let place: Place;
let other: Place;
let flow: string;
beforeAll(async () => {
  app = await createTestApp();
  place = await app.setUp();
  other = await foundCompany(app, place);
  const begun = await app.client().post('/api/v1/flows', { kind: 'sign-in' });
  flow = begun.json().id;
});
afterAll(() => app.close());
beforeEach(async () => {
  await rowsOf(app, "delete from one_time_codes where channel = 'sms'");
  await rowsOf(app, 'delete from alert_mails');
  app.logs.length = 0;
});

let made = 0;
type Codes = { sent: number; typed?: number; to?: string; org?: string | null; state?: string; ago?: number };

/** Codes by text message that left some minutes ago. */
async function codes({ sent, typed = 0, to = '+48512', org = place.org, state = 'sent', ago = 10 * MINUTE }: Codes) {
  const at = after(app.clock.now(), -ago);
  for (let index = 0; index < sent; index++) {
    const id = `${++made}`.padStart(8, '0');
    const number = to + id.slice(-(12 - to.length));
    await rowsOf(
      app,
      `insert into messages (id, organization_id, channel, template, locale, to_address, params, state, created_at, updated_at)
       values ($1, $2, 'sms', 'S01', 'en', $3, '{}', $4, $5, $5)`,
      [`msg_code${id}`, org, number, state, at],
    );
    await rowsOf(
      app,
      `insert into one_time_codes (id, flow_id, purpose, channel, destination, code_hash, message_id, created_at, expires_at, consumed_at, superseded_at)
       values ($1, $2, 'sign-in', 'sms', $3, '\\x00', $4, $5, $5, $6, $7)`,
      [`otc_${id}`, flow, number, `msg_code${id}`, at, index < typed ? at : null, index < typed ? null : at],
    );
  }
}

const seenBy = async (owner: TestClient, org: string): Promise<Overview['needsAttention']> =>
  (await owner.get(`/api/v1/organizations/${org}/overview`)).json().needsAttention;
const alerts = async ({ owner, org }: Place) =>
  (await seenBy(owner, org)).filter(({ kind }) => kind === 'codes-unverified');

/** The job that looks every minute. */
async function look() {
  app.clock.advance(MINUTE);
  const mails = await app.deliver();
  return mails.filter(({ subject }) => subject.includes('codes by text message'));
}
const warnings = () => app.logs.filter((line) => line.includes('hardly any is typed'));

describe('codes by text message that nobody types (A36)', () => {
  it('are a matter for the overview of their organization, with where it is looked into', async () => {
    await codes({ sent: 25, typed: 1, org: other.org });
    expect(await alerts(other)).toMatchObject([
      {
        count: 24,
        room: 'sign-in-log',
        params: { country: 'PL', window: 'hour', sent: 25, verified: 1, scope: 'organization' },
      },
    ]);
    expect(await alerts(place)).toMatchObject([{ params: { scope: 'installation', sent: 25 } }]);
  });

  it('as usual are none', async () => {
    await codes({ sent: 40, typed: 28 });
    expect(await alerts(place)).toEqual([]);
    expect(await look()).toEqual([]);
    expect(warnings()).toEqual([]);
  });

  it('count once they have left, and when there was time to type them', async () => {
    await codes({ sent: 30, state: 'abandoned' });
    await codes({ sent: 30, state: 'queued' });
    await codes({ sent: 30, ago: MINUTE });
    expect(await alerts(place)).toEqual([]);
    app.clock.advance(2 * MINUTE);
    expect(await alerts(place)).toHaveLength(1);
  });

  it('of one country do not hide behind another', async () => {
    await codes({ sent: 100, typed: 70, to: '+48512' });
    await codes({ sent: 20, to: '+8869120' });
    expect((await alerts(place)).map(({ params }) => params?.country)).toEqual(['TW']);
  });

  it('of no organization, or a few of each, are a matter of the whole installation', async () => {
    await codes({ sent: 12, org: null });
    await codes({ sent: 12, org: other.org });
    expect(await alerts(other)).toEqual([]);
    expect(await alerts(place)).toMatchObject([{ params: { sent: 24, scope: 'installation' } }]);
  });

  it('are mailed to the owners of the installation, once a day, and logged once an hour', async () => {
    await codes({ sent: 30 });
    const [mail, ...more] = await look();
    expect(mail).toMatchObject({ to: { address: 'owner@northwind.example' } });
    expect(mail?.text).toContain('Poland');
    expect(mail?.text).toContain('30 sent in the last hour, 0 entered');
    expect(mail?.text).toContain('/sign-in-log');
    expect(more).toEqual([]);
    expect(await look()).toEqual([]);
    expect(warnings()).toHaveLength(1);
    expect(warnings()[0]).not.toMatch(/48512\d/);
    app.clock.advance(HOUR);
    await codes({ sent: 30 });
    expect(await look()).toEqual([]);
    expect(warnings()).toHaveLength(2);
    app.clock.advance(DAY);
    await codes({ sent: 30 });
    expect(await look()).toHaveLength(1);
  });

  it('are figures for whoever watches the installation', async () => {
    await codes({ sent: 30, typed: 2 });
    const { body } = await app.client().get('/metrics');
    expect(body).toMatch(/gatehouse_sms_codes_sent_hour 30\n/);
    expect(body).toMatch(/gatehouse_sms_codes_verified_hour 2\n/);
    expect(body).toMatch(/gatehouse_sms_code_alerts 1\n/);
  });

  it('are told an owner with nothing but a phone by text message (S20)', async () => {
    await leaveOnlyPhone(app, 'owner@northwind.example', '+48512345678');
    await codes({ sent: 30 });
    expect(await look()).toEqual([]);
    expect(textsTo(app, '+48512345678')).toEqual([
      'Gatehouse: codes by text message are sent, and hardly any is entered. Find out why: http://localhost:3000/console/sign-in-log',
    ]);
  });
});
