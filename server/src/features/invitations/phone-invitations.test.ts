import type { InvitationDetail } from '@gatehouse/contract/invitations';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { codeOfProblem, invite, mailsTo, type Place, rowsOf, textedCode, textsTo } from '../../../test/journey.ts';
import { DAY } from '../../kernel/clock.ts';
import { measureSms } from '../../platform/sms/segments.ts';

let app: TestApp;
let place: Place;
let base: string;
let count = 0;
/** A number of its own for each test. */
let number: string;
beforeAll(async () => {
  app = await createTestApp({ environment: { SMS_COUNTRIES: 'CN,TW,PL', INVITATIONS_PER_DAY: '100000' } });
  place = await app.setUp();
  base = `/api/v1/organizations/${place.org}/invitations`;
  await app.services.database.pool.query(`update organizations set country = 'CN' where id = $1`, [place.org]);
});
afterAll(() => app.close());
beforeEach(() => {
  count += 1;
  number = `+861380013${8000 + count}`;
});

const create = (to: Record<string, string>) => place.owner.post(base, { kind: 'member', to });
const detail = async (id: string): Promise<InvitationDetail> => (await place.owner.get(`${base}/${id}`)).json();

describe('to a number', () => {
  it('a text message of one part with a link that ends in the typed code, and no mail', async () => {
    const mails = app.mailbox.mails.length;
    const { id } = await invite(app, place, { kind: 'member', to: { phone: number } });
    expect(app.mailbox.mails).toHaveLength(mails);
    const [text = ''] = textsTo(app, number);
    expect(text).toContain(`http://localhost:3000/i/${textedCode(app, number)}`);
    expect(measureSms(text).parts).toBe(1);
    const { to, state, deliveries, timeline } = await detail(id);
    expect(to).toEqual({ email: null, phone: number, phoneShown: expect.stringMatching(/^\+86 138 0013 \d{4}$/) });
    expect([state, deliveries.map(({ channel, to: where }) => [channel, where])]).toEqual(['sent', [['sms', number]]]);
    expect(timeline.find(({ event }) => event === 'sent')?.detail).toMatchObject({ channel: 'sms' });
  });

  it.each([
    ['national', (digits: string) => digits],
    ['with a trunk zero', (digits: string) => `0${digits}`],
    ['without +', (digits: string) => `86${digits}`],
    ['in groups', (digits: string) => `+86 ${digits.slice(0, 3)}-${digits.slice(3, 7)}-${digits.slice(7)}`],
    ['as a link', (digits: string) => `tel:+86${digits}`],
    ['full width', (digits: string) => digits.replace(/\d/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0))],
  ])('however it is spelled it is one number and one invitation: %s [A31]', async (_spelling, spell) => {
    const first = await create({ phone: number });
    expect(first.statusCode, first.body).toBe(201);
    const second = await create({ phone: spell(number.slice(3)) });
    expect([second.statusCode, codeOfProblem(second)]).toEqual([409, 'INV-ALREADY-INVITED']);
    expect(second.json().params).toEqual({ invitationId: first.json().id });
  });

  it.each([
    ['an extension', '+8613800138000;ext=1', 'PHONE-EXTENSION'],
    ['an extension by letter', '13800138000 x5', 'PHONE-EXTENSION'],
    ['premium rate', '+19005550123', 'PHONE-PREMIUM'],
    ['international premium rate', '+979123456789', 'PHONE-PREMIUM'],
    ['a landline', '+886223456789', 'PHONE-LANDLINE'],
    ['a satellite', '+8821612345678', 'PHONE-LANDLINE'],
    ['a country that is not texted', '+79123456789', 'PHONE-COUNTRY'],
    ['no number', 'call me', 'PHONE-INVALID'],
    ['nothing', '  ', 'FIELD-REQUIRED'],
  ])('%s is refused by name', async (_what, phone, code) => {
    const answer = await create({ phone });
    expect(answer.statusCode).toBe(400);
    expect(answer.json().errors).toMatchObject([{ path: 'to.phone', code }]);
  });

  it('neither an address nor a number is refused', async () => {
    const answer = await create({});
    expect(answer.json().errors).toMatchObject([{ path: 'to.email', code: 'ADDRESS-REQUIRED' }]);
  });

  it('is found by any part of it, in the spelling of the country too', async () => {
    const { id } = await invite(app, place, { kind: 'member', to: { phone: number } });
    for (const q of [number, number.slice(-8), `0${number.slice(3)}`, `${number.slice(3, 6)} ${number.slice(6)}`]) {
      const { items } = (await place.owner.get(`${base}?q=${encodeURIComponent(q)}`)).json();
      expect(items.map((item: { id: string }) => item.id)).toContain(id);
    }
  });

  it('of 16 at once one invites', async () => {
    const answers = await Promise.all(Array.from({ length: 16 }, () => create({ phone: number })));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, ...Array(15).fill(409)]);
  });

  it('at most ten messages a day and five open invitations, as for an address [A36]', async () => {
    await invite(app, place, { kind: 'member', to: { phone: number } });
    await rowsOf(app, `update invitation_counts set used = 10 where key = $1`, [number]);
    app.clock.advance(61_000);
    const [row] = await rowsOf<{ id: string }>(app, 'select id from invitations where phone = $1', [number]);
    const answer = await place.owner.post(`${base}/${row?.id}/resend`);
    expect([answer.statusCode, codeOfProblem(answer)]).toEqual([429, 'INV-CAP']);
  });
});

describe('to an address and a number', () => {
  const both = (email: string) => ({ kind: 'member', to: { email, phone: number } });

  it('a mail and a text message with one code; the same by a resend', async () => {
    const email = `both${count}@urs.example`;
    const { id } = await invite(app, place, both(email));
    const typed = /\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{2}\b/.exec(mailsTo(app, email).at(-1)?.text ?? '')?.[0];
    expect(typed?.replaceAll('-', '')).toBe(textedCode(app, number));
    app.clock.advance(61_000);
    expect((await place.owner.post(`${base}/${id}/resend`)).statusCode).toBe(200);
    await app.deliver();
    expect(mailsTo(app, email)).toHaveLength(2);
    expect(textsTo(app, number)).toHaveLength(2);
    const sent = (await detail(id)).deliveries.map(({ channel }) => channel);
    expect(sent.sort()).toEqual(['email', 'email', 'sms', 'sms']);
  });

  it.each([
    ['address', (email: string) => ({ email })],
    ['number', () => ({ phone: number })],
    ['number beside another address', () => ({ email: `other${count}@urs.example`, phone: number })],
  ])('a second one to the same %s is refused', async (_what, to) => {
    const email = `twice${count}@urs.example`;
    const { id } = await invite(app, place, both(email));
    const answer = await create(to(email) as Record<string, string>);
    expect(codeOfProblem(answer)).toBe('INV-ALREADY-INVITED');
    expect(answer.json().params).toEqual({ invitationId: id });
  });

  it('one that was delivered by one of the two is not lost', async () => {
    app.mailbox.outcome = { result: 'bounced', response: '550 no such user' };
    const first = await create({ email: `gone${count}@urs.example`, phone: number });
    await app.deliver();
    app.mailbox.outcome = { result: 'sent', response: '250 ok' };
    expect(await detail(first.json().id)).toMatchObject({ state: 'sent', stoppedAt: 'identity-proven' });
    const [sms] = await rowsOf<{ id: string }>(app, `select id from messages where to_address = $1`, [number]);
    await app.services.notifications.reports.recordReceipt({ id: sms?.id ?? '', state: 'failed' });
    expect(await detail(first.json().id)).toMatchObject({ state: 'bounced', stoppedAt: 'message-delivered' });
  });

  it('is corrected to another number, to an address alone, and not to what it is already', async () => {
    const email = `move${count}@urs.example`;
    const { id } = await invite(app, place, both(email));
    const old = textedCode(app, number);
    const correct = (to: Record<string, string>) => place.owner.post(`${base}/${id}/correct`, { to });
    expect((await correct({ email, phone: number })).json().errors).toMatchObject([{ code: 'ADDRESS-UNCHANGED' }]);
    const other = `+861390013${9000 + count}`;
    expect((await correct({ email, phone: other })).json().to).toMatchObject({ email, phone: other });
    await app.deliver();
    expect((await app.client().post('/api/v1/flows', { kind: 'invitation', token: old })).statusCode).toBe(410);
    expect(textedCode(app, other)).not.toBe(old);
    expect((await correct({ email })).json().to).toEqual({ email, phone: null, phoneShown: null });
    expect((await create({ phone: other })).statusCode).toBe(201);
  });

  it('whoever wants no more invitations gets none by either way', async () => {
    const email = `never${count}@urs.example`;
    await invite(app, place, both(email));
    const url = /http:\/\/localhost:3000(\/unsubscribe\/\S+)/.exec(mailsTo(app, email).at(-1)?.text ?? '')?.[1] ?? '';
    expect((await app.client().form(url, {})).statusCode).toBe(200);
    await place.owner.post(
      `${base}/${(await rowsOf(app, 'select id from invitations where phone = $1', [number]))[0]?.id}/revoke`,
    );
    expect(codeOfProblem(await create({ phone: number }))).toBe('INV-SUPPRESSED');
    expect(codeOfProblem(await create({ email }))).toBe('INV-SUPPRESSED');
  });

  it('is reminded of by mail; a number alone by text message', async () => {
    const email = `remind${count}@urs.example`;
    const alone = `+861370013${7000 + count}`;
    await invite(app, place, both(email));
    await invite(app, place, { kind: 'member', to: { phone: alone } });
    app.clock.advance(3 * DAY + 60_000);
    await app.deliver();
    await app.deliver();
    expect([mailsTo(app, email).length, textsTo(app, number).length, textsTo(app, alone).length]).toEqual([2, 1, 2]);
    expect(textsTo(app, alone).at(-1)).toMatch(/^Reminder: /);
  });
});
