import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type TestApp, type TestClient } from '../../../test/app.ts';
import { appCode } from '../../../test/authenticator-app.ts';
import {
  begin,
  foundCompany,
  invite,
  join,
  mailsTo,
  open,
  type Place,
  textsTo,
  walkTo,
} from '../../../test/journey.ts';
import { MINUTE } from '../../kernel/clock.ts';
import { measureSms } from '../../platform/sms/segments.ts';

const OWNER = 'owner@northwind.example';
const NUMBER = '+48512345678';

describe('somebody has lost every second step: whoever decides hears of it', () => {
  let app: TestApp;
  let place: Place;
  beforeEach(async () => {
    app = await createTestApp();
    place = await app.setUp();
  });
  afterEach(() => app.close());

  /** Sets an app up in a session, and asks for a new start from another browser. */
  async function lose(client: TestClient, email: string) {
    const { secret } = (await client.post('/api/v1/session/factors/totp')).json();
    const code = appCode(app, secret);
    expect((await client.post('/api/v1/session/factors/totp/confirm', { code })).statusCode).toBe(200);
    app.clock.advance(2 * MINUTE);
    const visit = await begin(app.client(), email, { kind: 'sign-in', identifier: email });
    await visit.step('password', { password: PASSWORD });
    expect(await visit.step('ask-recovery', { note: 'It fell into the river' })).toBe('second-factor');
    await app.deliver();
  }
  const decisionsTo = (email: string) =>
    mailsTo(app, email).filter(({ subject }) => subject.endsWith('has lost every second step'));
  const attentionIn = async ({ owner, org }: Place) =>
    (await owner.get(`/api/v1/organizations/${org}/overview`))
      .json()
      .needsAttention.filter(({ kind }: { kind: string }) => kind === 'waiting-recoveries');

  it('about a member: owners and administrators, by mail or by text message, and in the overview until it is decided', async () => {
    await join(app, place, ['administrator'], 'adam@northwind.example');
    await join(app, place, ['support'], 'sue@northwind.example');
    const byPhone = { kind: 'member', to: { phone: NUMBER }, roles: ['administrator'] };
    await walkTo(app, await open(app, await invite(app, place, byPhone)), 'done');
    await lose(await join(app, place, ['member'], 'mia@northwind.example'), 'mia@northwind.example');
    for (const email of [OWNER, 'adam@northwind.example']) expect(decisionsTo(email), email).toHaveLength(1);
    for (const email of ['sue@northwind.example', 'mia@northwind.example']) expect(decisionsTo(email)).toEqual([]);
    const text = textsTo(app, NUMBER).at(-1) ?? '';
    expect(text).toMatch(
      /^Gatehouse: Willy Wu has lost every second step and waits for your decision: \S+\/console\/queue$/,
    );
    expect(measureSms(text).parts).toBe(1);
    expect(await attentionIn(place)).toMatchObject([{ count: 1, room: 'queue', query: {} }]);
    const badge = await place.owner.get(`/api/v1/organizations/${place.org}/waiting-requests`);
    expect(badge.json()).toEqual({ companies: 0, joinRequests: 0, recoveries: 1 });

    const path = `/api/v1/organizations/${place.org}/recovery-requests`;
    const [{ id }] = (await place.owner.get(path)).json().items;
    await (await begin(place.owner, OWNER, { kind: 'confirm' })).step('password', { password: PASSWORD });
    const decided = await place.owner.post(`${path}/${id}/decision`, { decision: 'reject', reason: 'Not seen' });
    expect(decided.statusCode, decided.body).toBe(204);
    expect(await attentionIn(place)).toEqual([]);
  });

  it('about an administrator: owners alone, for nobody else may', async () => {
    await join(app, place, ['administrator'], 'adam@northwind.example');
    await lose(await join(app, place, ['administrator'], 'eva@northwind.example'), 'eva@northwind.example');
    expect(decisionsTo(OWNER)).toHaveLength(1);
    expect(decisionsTo('adam@northwind.example')).toEqual([]);
  });

  it('about the only owner of a company: the support contact of the house, with what to type; not the company’s overview', async () => {
    const company = await foundCompany(app, place);
    await place.owner.patch(`/api/v1/organizations/${place.org}/branding`, {
      supportContact: 'help@northwind.example',
    });
    await lose(company.owner, 'willy@urs.example');
    const [mail] = mailsTo(app, 'help@northwind.example');
    expect(mail?.subject).toBe('URS Machining: a lost second step waits for you');
    expect(mail?.text).toMatch(/npx gatehouse recovery approve rec_\w+ --reason/);
    expect(mail?.text).not.toContain('Willy Wu');
    expect(mailsTo(app, OWNER).map(({ subject }) => subject)).not.toContain(mail?.subject);
    expect(app.logs.some((line) => line.includes('gatehouse recovery list'))).toBe(true);
    expect(await attentionIn(company)).toEqual([]);
  });

  it('without a mailbox of support the owners of the house, and never whoever asks', async () => {
    const company = await foundCompany(app, place);
    await place.owner.patch(`/api/v1/organizations/${place.org}/branding`, {
      supportContact: 'https://help.northwind.example/',
    });
    await lose(company.owner, 'willy@urs.example');
    const told = (email: string) => mailsTo(app, email).filter(({ subject }) => subject.endsWith('waits for you'));
    expect(told(OWNER)).toHaveLength(1);
    await lose(place.owner, OWNER);
    expect(told(OWNER)).toHaveLength(1);
  });
});
