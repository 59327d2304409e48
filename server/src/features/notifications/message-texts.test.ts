import { LOCALES } from '@gatehouse/contract/locales';
import { messageTextsSchema } from '@gatehouse/contract/message-texts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestClient } from '../../../test/app.ts';
import { invite, type Place } from '../../../test/journey.ts';

describe('an organization words its own messages', () => {
  let app: TestApp;
  let place: Place;
  let owner: TestClient;
  let base: string;
  beforeAll(async () => {
    app = await createTestApp();
    place = await app.setUp();
    owner = place.owner;
    base = `/api/v1/organizations/${place.org}/message-texts`;
  });
  afterAll(() => app.close());

  const save = (which: string, texts: Record<string, string>) => owner.patch(`${base}/${which}`, { texts });

  it('shows every message in every language, with sample data', async () => {
    const { items } = (await owner.get(base)).json();
    expect(items.length).toBeGreaterThan(4);
    const long: string[] = [];
    const unsaid: string[] = [];
    for (const { template, channel } of items) {
      for (const locale of LOCALES) {
        const answer = await owner.get(`${base}/${template}/${locale}`);
        expect(answer.statusCode, `${template} ${locale}: ${answer.body}`).toBe(200);
        const { texts, previews } = messageTextsSchema.parse(answer.json());
        expect(texts.length).toBeGreaterThan(0);
        const said = new Set(previews.flatMap(({ uses }) => uses));
        unsaid.push(...texts.map(({ key }) => key).filter((key) => !said.has(key)));
        for (const { sample, text, sms } of previews) {
          expect(text).not.toMatch(/\b(mail|sms)\.[MS]\d|[\uE000\uE001]/);
          if (channel === 'sms' && sms?.parts !== 1) long.push(`${template} ${sample} ${locale}: ${text}`);
        }
      }
    }
    expect(long).toEqual([]);
    // Whatever can be worded is seen in some case.
    expect([...new Set(unsaid)]).toEqual([]);
  });

  it('says in which cases each text is said', async () => {
    const { previews } = (await owner.get(`${base}/M01/en`)).json();
    const subjects = previews.map(({ uses }: { uses: string[] }) => uses.filter((key) => key.includes('.subject')));
    expect(subjects.every((keys: string[]) => keys.length === 1)).toBe(true);
    expect(new Set(subjects.flat()).size).toBeGreaterThan(1);
  });

  it('the words that are saved are those that leave, in that language only; empty goes back', async () => {
    const saved = await save('M01/pl', { 'mail.M01.subject': 'Zapraszamy do {productName}!' });
    expect(saved.statusCode, saved.body).toBe(200);
    expect(saved.json().previews[0].subject).toMatch(/^Zapraszamy do /);
    await invite(app, place, { to: { email: 'jan@customer.example' }, locale: 'pl' });
    expect(app.mailbox.mails.at(-1)?.subject).toMatch(/^Zapraszamy do /);
    await invite(app, place, { to: { email: 'ivan@customer.example' }, locale: 'ru' });
    expect(app.mailbox.mails.at(-1)?.subject).not.toMatch(/Zapraszamy/);
    expect(
      (await owner.get(base)).json().items.find(({ template }: { template: string }) => template === 'M01'),
    ).toMatchObject({ ownLocales: ['pl'] });
    await save('M01/pl', { 'mail.M01.subject': '' });
    await invite(app, place, { to: { email: 'ewa@customer.example' }, locale: 'pl' });
    expect(app.mailbox.mails.at(-1)?.subject).not.toMatch(/Zapraszamy/);
  });

  it.each([
    ['M04/en', 'mail.M04.subject', 'Your {productName} code', 'TEXT-VARIABLE-MISSING'],
    ['M04/en', 'mail.M04.intro', 'Hello {secret}', 'TEXT-VARIABLE-UNKNOWN'],
    ['M04/en', 'mail.M04.intro', 'Hello {productName', 'TEXT-PATTERN'],
    ['M04/en', 'mail.M04.intro', 'Cheap at https://evil.example', 'NAME-INVALID'],
    ['M04/en', 'mail.M04.never-tell', 'Tell everybody', 'FIELD-UNKNOWN'],
    ['M04/en', 'mail.M01.subject', 'Hello', 'FIELD-UNKNOWN'],
    ['S01/zh-CN', 'sms.S01', `【Gatehouse】{code} ${'很'.repeat(70)}`, 'TEXT-TOO-MANY-PARTS'],
  ])('%s %s %j: %s, and nothing changes', async (which, key, text, code) => {
    const refused = await save(which, { [key]: text });
    expect(refused.statusCode, refused.body).toBe(400);
    expect(refused.json().errors).toMatchObject([{ path: `texts.${key}`, code }]);
    const { texts } = (await owner.get(`${base}/${which}`)).json();
    expect(texts.every(({ own }: { own: string | null }) => own === null)).toBe(true);
  });

  it('a preview changes nothing; a test goes to whoever asks; the change is in the audit log', async () => {
    const texts = { 'mail.M06.title': 'Come in' };
    const preview = await owner.post(`${base}/M06/en/preview`, { texts });
    expect(preview.json().previews[0].text).toContain('Come in');
    expect((await owner.get(`${base}/M06/en`)).json().previews[0].text).not.toContain('Come in');
    await save('M06/en', texts);
    expect((await owner.post(`${base}/M06/en/test`)).json()).toEqual({ to: 'owner@northwind.example' });
    const [mail] = await app.deliver();
    expect(mail?.text).toContain('Come in');
    const { rows } = await app.services.database.pool.query(
      `select change from audit_events where action = 'organization.message-texts-changed' order by id desc limit 1`,
    );
    expect(rows).toEqual([{ change: { texts } }]);
  });

  it('a text message is tried on one’s own proven number, and on nobody else’s', async () => {
    expect((await owner.get(`${base}/S01/en`)).json().testTo).toBeNull();
    expect((await owner.post(`${base}/S01/en/test`)).statusCode).toBe(404);
    await app.services.database.pool.query(
      `insert into identifiers (id, account_id, kind, canonical, shown, verified_at, created_at)
      select 'idn_phone', account_id, 'phone', '+886912345678', '0912 345 678', now(), now() from memberships limit 1`,
    );
    expect((await owner.get(`${base}/S01/en`)).json().testTo).toBe('+886912345678');
    expect((await owner.post(`${base}/S01/en/test`)).statusCode).toBe(202);
    await app.deliver();
    expect(app.phone.texts.at(-1)).toMatchObject({ to: '+886912345678', text: expect.stringContaining('482193') });
  });
});
