import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type TestApp } from '../../../test/app.ts';
import { begin, foundCompany, invite, mailsTo, type Place, walkTo } from '../../../test/journey.ts';
import { buildPng } from '../../../test/pictures.ts';

describe('mails in the brand of whom they are of', () => {
  let app: TestApp;
  let place: Place;
  let guest: Place;
  beforeAll(async () => {
    app = await createTestApp();
    place = await app.setUp();
    await brand({ productName: 'Machine Room', senderName: 'Northwind Service', accent: '#ffe14d', corner: 0 });
    guest = await foundCompany(app, place);
  });
  afterAll(() => app.close());

  async function brand(values: object, of = place): Promise<void> {
    const answer = await of.owner.patch(`/api/v1/organizations/${of.org}/branding`, values);
    expect(answer.statusCode, answer.body).toBe(200);
  }

  async function invited(email: string, over: object = {}) {
    await invite(app, place, { kind: 'member', to: { email }, ...over });
    return mailsTo(app, email).at(-1);
  }

  /** The code mail of a sign-in of the company's owner. */
  async function codeMail(over: object = {}) {
    const visit = await begin(app.client(), 'willy@urs.example', {
      kind: 'sign-in',
      identifier: 'willy@urs.example',
      ...over,
    });
    await visit.step('choose-method', { method: 'email-code' });
    await app.deliver();
    return { mail: mailsTo(app, 'willy@urs.example').at(-1), visit };
  }

  it('sender, colours that can be read, corners; the words stay', async () => {
    const mail = await invited('a@customer.example');
    expect(mail?.from.name).toBe('Northwind Service via Machine Room');
    expect(mail?.html).toContain('background:#ffe14d');
    expect(mail?.html).toContain('border:1px solid #');
    expect(mail?.html).toMatch(/prefers-color-scheme: dark\) \{\n\.button/);
    expect(mail?.html).toContain('border-radius:0');
    expect(mail?.html).not.toContain('<img');
    expect(mail?.images).toEqual([]);
  });

  it('the logo travels with the mail: nothing is loaded from anywhere', async () => {
    const logo = buildPng(120, 30);
    const uploaded = await app.http.inject({
      method: 'POST',
      url: `/api/v1/organizations/${place.org}/branding/images`,
      payload: logo,
      headers: {
        'content-type': 'application/octet-stream',
        cookie: [...place.owner.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
    });
    await brand({ logoLight: uploaded.json().name });
    const mail = await invited('b@customer.example');
    expect(mail?.images).toMatchObject([{ cid: 'logo@gatehouse' }]);
    expect(mail?.images?.[0]?.content.equals(logo)).toBe(true);
    expect(mail?.html).toContain('src="cid:logo@gatehouse" alt="Machine Room" width="160" height="40"');
    expect(mail?.html).not.toMatch(/src="(?!cid:)/);
  });

  it('a language that is not offered gives way to the organization’s own, in its own words', async () => {
    await brand({ languages: ['pl', 'en'], locale: 'pl' });
    await place.owner.patch(`/api/v1/organizations/${place.org}/message-texts/M01/pl`, {
      texts: { 'mail.M01.subject': 'Zapraszamy do {productName}!' },
    });
    expect((await invited('c@customer.example', { locale: 'ru' }))?.subject).toBe('Zapraszamy do Machine Room!');
    expect((await invited('d@customer.example', { locale: 'en' }))?.subject).toMatch(/invited you to/);
    await brand({ languages: ['en', 'zh-TW', 'zh-CN', 'pl', 'ru'], locale: 'en' });
  });

  it('what is of no organization speaks as the house does, in its words, and never as Gatehouse', async () => {
    await place.owner.patch(`/api/v1/organizations/${place.org}/message-texts/M04/en`, {
      texts: { 'mail.M04.title': 'Type this at our door' },
    });
    const { mail, visit } = await codeMail();
    expect(mail).toMatchObject({ from: { name: 'Northwind Service via Machine Room' } });
    expect(mail?.subject).toMatch(/^\d{6} is your Machine Room code$/);
    expect(mail?.text).toContain('Type this at our door');
    expect(JSON.stringify(mail)).not.toContain('"Gatehouse');
    await walkTo(app, visit, 'code');
    expect(visit.flow.step).toMatchObject({ name: 'code', sender: 'Northwind Service' });
  });

  it('at the door of an organization it speaks as that one does', async () => {
    await brand({ productName: 'URS Hall', accent: '#7c3aed' }, guest);
    app.clock.advance(2 * 60 * 60 * 1000);
    const { mail } = await codeMail({ organization: 'urs-machining' });
    expect(mail?.from.name).toBe('URS Machining via URS Hall');
    expect(mail?.subject).toMatch(/^\d{6} is your URS Hall code$/);
    const { rows } = await app.services.database.pool.query(
      `select organization_id from messages where template = 'M04' order by id desc limit 1`,
    );
    expect(rows).toEqual([{ organization_id: null }]); // nothing of it stands in anybody's figures
  });

  it('a notice after a changed password too', async () => {
    const changed = await guest.owner.post('/api/v1/session/password', {
      current: PASSWORD,
      password: 'another horse entirely',
    });
    expect(changed.statusCode, changed.body).toBe(204);
    await app.deliver();
    expect(mailsTo(app, 'willy@urs.example').at(-1)).toMatchObject({ from: { name: 'URS Machining via URS Hall' } });
  });
});
