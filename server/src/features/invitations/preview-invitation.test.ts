import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { invite, join, mailsTo, type Place, rowsOf } from '../../../test/journey.ts';

let app: TestApp;
let place: Place;
let base: string;
beforeAll(async () => {
  app = await createTestApp({ keepTexts: true });
  place = await app.setUp();
  base = `/api/v1/organizations/${place.org}/invitations`;
});
afterAll(() => app.close());

const look = (body: object, by = place.owner) => by.post(`${base}/preview`, { kind: 'member', ...body });

it('is the mail that leaves afterwards, but for link and code, and keeps nothing', async () => {
  const body = { to: { email: 'new@urs.example' }, name: 'Nora New', note: 'See you on Monday.', locale: 'pl' };
  const counted =
    'select (select count(*) from messages) + (select count(*) from jobs) + (select count(*) from invitations) as n';
  const before = await rowsOf(app, counted);
  const answer = await look(body);
  expect(answer.statusCode, answer.body).toBe(200);
  const [shown] = answer.json().messages;
  expect(shown).toMatchObject({ channel: 'email', locale: 'pl', sms: null });
  expect(shown.text).toContain('See you on Monday.');
  expect(await rowsOf(app, counted)).toEqual(before);
  await invite(app, place, { kind: 'member', ...body });
  const [mail] = mailsTo(app, 'new@urs.example');
  expect([shown.sender, shown.subject]).toEqual([mail?.from.name, mail?.subject]);
  const plain = (text = '') =>
    text
      .replaceAll(/\/i\/[\w-]+|\/unsubscribe\/\S+/g, '')
      .replaceAll(/\b[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{2}\b/g, '')
      .replaceAll(/\d{1,2}:\d\d/g, '');
  expect(plain(shown.text)).toBe(plain(mail?.text));
});

it('of an address and a number is both, with what the text message costs', async () => {
  const { messages } = (
    await look({ to: { email: 'both@urs.example', phone: '+8613800138000' }, locale: 'zh-CN' })
  ).json();
  expect(messages.map(({ channel }: { channel: string }) => channel)).toEqual(['email', 'sms']);
  expect(messages[1].sms).toMatchObject({ parts: 1, encoding: 'UCS-2' });
});

it('says who has the address already, and of people of other organizations not even their language', async () => {
  await join(app, place, ['member'], 'inside@urs.example');
  await invite(app, place, { kind: 'member', to: { email: 'waiting@urs.example' } });
  expect((await look({ to: { email: 'INSIDE@urs.example' } })).json().taken).toMatchObject([
    { field: 'email', invitationId: null },
  ]);
  expect((await look({ to: { email: 'waiting@urs.example' } })).json().taken).toMatchObject([
    { field: 'email', memberId: null },
  ]);
  await rowsOf(app, `update accounts set locale = 'ru'`);
  expect((await look({ to: { email: 'inside@urs.example' } })).json().messages[0].locale).toBe('en');
});

it('refuses what an invitation would refuse, and whoever may not invite', async () => {
  expect((await look({ to: { email: 'no address' } })).json().errors).toMatchObject([{ path: 'to.email' }]);
  const inviter = await join(app, place, ['inviter'], 'inga@northwind.example');
  const high = await look({ to: { email: 'x@urs.example' }, roles: ['owner'] }, inviter);
  expect([high.statusCode, high.json().code]).toEqual([403, 'INV-ROLE-TOO-HIGH']);
  const member = await join(app, place, ['member'], 'mo@northwind.example');
  expect((await look({ to: { email: 'x@urs.example' } }, member)).statusCode).toBe(403);
});
