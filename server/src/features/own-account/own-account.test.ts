import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type TestApp, type TestClient } from '../../../test/app.ts';
import {
  begin,
  codeOfProblem,
  join,
  mailsTo,
  type Place,
  rowsOf,
  signIn,
  textsTo,
  walkTo,
} from '../../../test/journey.ts';
import { DAY, HOUR, MINUTE } from '../../kernel/clock.ts';
import { measureSms } from '../../platform/sms/segments.ts';

const MIA = 'mia@northwind.example';

describe('what is known of me, and the end of it', () => {
  let app: TestApp;
  let place: Place;
  let mia: TestClient;
  beforeEach(async () => {
    app = await createTestApp();
    place = await app.setUp();
    mia = await join(app, place, ['member'], MIA);
  });
  afterEach(() => app.close());

  it('my tries to sign in, page by page, and nobody else’s', async () => {
    for (let n = 0; n < 3; n++) await signIn(app, MIA, 'not the right password at all');
    await signIn(app, MIA, PASSWORD, mia);
    await signIn(app, 'owner@northwind.example', PASSWORD);
    const first = (await mia.get('/api/v1/session/sign-ins?limit=2')).json();
    expect(first.items.map(({ result }: { result: string }) => result)).toEqual(['success', 'failure']);
    const next = (await mia.get(`/api/v1/session/sign-ins?limit=50&cursor=${first.nextCursor}`)).json();
    const all = [...first.items, ...next.items];
    expect(all).toHaveLength(new Set(all.map(({ id }) => id)).size);
    expect(all.filter(({ reason }) => reason === 'CRED-WRONG')).toHaveLength(3);
    expect(new Set(all.map(({ identifier }) => identifier))).toEqual(new Set([MIA]));
  });

  it('what I agreed to', async () => {
    const { items } = (await mia.get('/api/v1/session/consents')).json();
    expect(items).toMatchObject([{ organization: 'Northwind Machines', version: '1', locale: 'en' }]);
  });

  it('how I am called, and my time zone', async () => {
    const answer = await mia.patch('/api/v1/session', { callName: 'Mimi', timeZone: 'Asia/Taipei' });
    expect(answer.json().account).toMatchObject({ callName: 'Mimi', timeZone: 'Asia/Taipei' });
    expect((await mia.get('/api/v1/session')).json().account).toMatchObject({ callName: 'Mimi' });
    const wrong = await mia.patch('/api/v1/session', { timeZone: 'Mars/Olympus' });
    expect(wrong.json().errors).toMatchObject([{ path: 'timeZone', code: 'TIME-ZONE-INVALID' }]);
    await mia.patch('/api/v1/session', { callName: '' });
    expect((await mia.get('/api/v1/session')).json().account).toMatchObject({ callName: '', name: 'Willy Wu' });
  });

  it('my data comes as a file for a day, after a fresh proof, for me alone, and a mail says so', async () => {
    expect(codeOfProblem(await mia.get('/api/v1/session/data/file'))).toBe('EXPORT-GONE');
    expect((await mia.post('/api/v1/session/data')).json()).toMatchObject({ state: 'writing', until: null });
    await app.deliver();
    expect(mailsTo(app, MIA).at(-1)?.subject).toBe('Your data is ready');
    expect((await mia.get('/api/v1/session/data')).json().file).toMatchObject({ state: 'ready' });
    const file = await mia.get('/api/v1/session/data/file');
    expect([file.statusCode, file.headers['content-type']]).toEqual([200, 'application/zip']);
    expect(file.rawPayload.subarray(0, 2).toString()).toBe('PK');
    const { content } = (await rowsOf<{ content: Buffer }>(app, 'select content from own_data_files'))[0] ?? {};
    expect(content?.equals(file.rawPayload)).toBe(true);
    expect((await place.owner.get('/api/v1/session/data')).json()).toEqual({ file: null });
    expect(codeOfProblem(await place.owner.get('/api/v1/session/data/file'))).toBe('EXPORT-GONE');
    app.clock.advance(16 * MINUTE);
    for (const answer of [await mia.get('/api/v1/session/data/file'), await mia.post('/api/v1/session/data')]) {
      expect(codeOfProblem(answer)).toBe('PROOF-NEEDED');
    }
    app.clock.advance(DAY);
    await signIn(app, MIA, PASSWORD, mia);
    expect(codeOfProblem(await mia.get('/api/v1/session/data/file'))).toBe('EXPORT-GONE');
  });

  it('deletion signs everybody out, waits seven days, and whoever signs in keeps the account', async () => {
    expect((await mia.get('/api/v1/session/deletion')).json()).toMatchObject({
      organizations: [{ name: 'Northwind Machines', lastOwner: false }],
      days: 7,
    });
    expect((await mia.post('/api/v1/session/deletion')).statusCode).toBe(200);
    expect((await mia.get('/api/v1/session')).statusCode).toBe(401);
    await app.deliver();
    expect(mailsTo(app, MIA).at(-1)?.subject).toBe('Your account will be deleted');
    app.clock.advance(7 * DAY - HOUR);
    expect((await signIn(app, MIA, PASSWORD, mia)).statusCode).toBe(200);
    app.clock.advance(2 * HOUR);
    await app.deliver();
    expect(mailsTo(app, MIA).at(-1)?.subject).toBe('Your account stays');
    expect((await mia.get('/api/v1/session')).statusCode).toBe(200);
  });

  it('after that nothing tells who it was, the log keeps its chain, and the address is free [A63]', async () => {
    await mia.patch('/api/v1/session', { name: 'Mia Unmistakable' });
    await signIn(app, MIA, PASSWORD); // from a browser that is not known: told with a link
    const [who] = await rowsOf<{ id: string }>(app, `select id from accounts where name = 'Mia Unmistakable'`);
    await rowsOf(
      app,
      `insert into alerts (id, organization_id, rule, subject_type, subject_id, count, first_at, last_at, evidence, opened_at)
       values ('alt_mia', $1, 'failures-account', 'account', $2, 10, $3, $3, '{"by": "Mia Unmistakable"}', $3)`,
      [place.org, who?.id, app.clock.now()],
    );
    await rowsOf(
      app,
      `insert into webhook_deliveries (id, organization_id, type, body, state, created_at)
       values ('whd_mia', $1, 'alert.opened', $2, 'delivered', $3)`,
      [place.org, JSON.stringify({ subject: { id: who?.id, name: 'Mia Unmistakable' } }), app.clock.now()],
    );
    await mia.post('/api/v1/session/deletion');
    app.clock.advance(7 * DAY + HOUR);
    await app.deliver();
    app.clock.advance(HOUR);
    await app.deliver();
    expect(mailsTo(app, MIA).at(-1)?.subject).toBe('Your account is deleted');
    const traces = [
      'accounts',
      'identifiers',
      'sign_in_events',
      'sessions',
      'invitations',
      'consents',
      'devices',
      'disavowals',
      'alerts',
    ];
    for (const table of traces) {
      const rows = await rowsOf(app, `select row_to_json(t)::text as row from ${table} t`);
      const found = rows.filter(({ row }) => /mia@northwind|Unmistakable/.test(String(row)));
      expect(found, table).toEqual([]);
    }
    expect(codeOfProblem(await signIn(app, MIA))).toBe('CRED-WRONG');
    expect(await rowsOf(app, `select state from memberships where not 'owner' = any(roles)`)).toEqual([
      { state: 'removed' },
    ]);
    expect(await rowsOf(app, `select 1 from audit_events where action = 'account.deleted'`)).toHaveLength(1);
    await signIn(app, 'owner@northwind.example', PASSWORD, place.owner);
    const again = await join(app, place, ['member'], MIA);
    expect((await again.get('/api/v1/session/sign-ins')).json().items).toEqual([]);
  });

  it('whoever has nothing but a number hears of it by text message, in one part, in the name of their organization', async () => {
    const phone = '+48512345678';
    await place.owner.patch(`/api/v1/organizations/${place.org}/settings`, {
      legal: { termsUrl: '', privacyUrl: '', version: '1' },
    });
    const to = { name: 'Ola Maj', to: { phone }, locale: 'pl', roles: ['member'] };
    expect((await place.owner.post(`/api/v1/organizations/${place.org}/members`, to)).statusCode).toBe(201);
    const enter = async () => {
      const visit = await begin(app.client(), phone, { kind: 'sign-in', identifier: phone });
      if (visit.flow.step.name === 'password') await visit.step('choose-method', { method: 'email-code' });
      return (await walkTo(app, visit, 'done')).client;
    };
    await app.deliver();
    const ola = await enter();
    expect((await ola.patch('/api/v1/session', { locale: 'pl' })).statusCode).toBe(200);
    await ola.post('/api/v1/session/data');
    await app.deliver();
    expect(textsTo(app, phone).at(-1)).toMatch(/^Gatehouse: plik z Twoimi danymi .*\/portal\/data$/);
    await rowsOf(app, `update organizations set product_name = 'Machine Room'`);
    expect((await ola.post('/api/v1/session/deletion')).statusCode).toBe(200);
    await app.deliver();
    expect(textsTo(app, phone).at(-1)).toMatch(/^Machine Room: Twoje konto zostanie usuniete za 7 dni\. .*\/sign-in$/);
    app.clock.advance(DAY);
    await enter();
    await app.deliver();
    expect(textsTo(app, phone).join('\n')).toMatch(/konto nie zostanie usuniete\. To nie Ty\? /);
    expect(textsTo(app, phone).map((text) => measureSms(text).parts)).toEqual(textsTo(app, phone).map(() => 1));
  });

  it('the last owner of an organization is told what to do first [A26]', async () => {
    const { organizations } = (await place.owner.get('/api/v1/session/deletion')).json();
    expect(organizations).toMatchObject([{ lastOwner: true }]);
    expect(codeOfProblem(await place.owner.post('/api/v1/session/deletion'))).toBe('LAST-OWNER');
    const second = await join(app, place, ['owner'], 'second@northwind.example');
    const both = await Promise.all([place.owner, second].map((owner) => owner.post('/api/v1/session/deletion')));
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
  });
});
