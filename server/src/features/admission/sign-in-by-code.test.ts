import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, createTestApp, PASSWORD, type TestApp, type TestClient } from '../../../test/app.ts';
import { join, newestCode, signIn } from '../../../test/journey.ts';

describe('signing in by a code', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp();
    await app.setUp();
  });
  afterAll(() => app.close());

  async function askForCode(client: TestClient, identifier: string) {
    const flow = (await client.post('/api/v1/flows', { kind: 'sign-in', identifier })).json();
    const asked = await client.post(`/api/v1/flows/${flow.id}/choose-method`, { method: 'email-code' });
    expect(asked.statusCode, asked.body).toBe(200);
    return asked.json();
  }

  it('lets in whoever reads the mailbox, and writes it into the log', async () => {
    const browser = app.client();
    const asked = await askForCode(browser, 'Owner@Northwind.example');
    expect(asked.step).toMatchObject({
      name: 'code',
      to: 'O••••@Northwind.example',
      otherMethods: ['password'],
      delivery: null,
    });
    const [mail] = await app.deliver();
    const done = await browser.post(`/api/v1/flows/${asked.id}/code`, { code: codeOf(mail) });
    expect(done.json()).toMatchObject({ state: 'done', redirectTo: '/portal' });
    const session = (await browser.get('/api/v1/session')).json();
    expect(session).toMatchObject({ methods: ['email-code'], account: { email: 'owner@northwind.example' } });
    const org = session.memberships[0].organization.id;
    const log = (await browser.get(`/api/v1/organizations/${org}/sign-in-events`)).json();
    expect(log.items[0]).toMatchObject({ method: 'email-code', result: 'success' });
  });

  it('answers the same for an address that nobody has, and sends it nothing [A34, V17]', async () => {
    const [known, unknown] = [app.client(), app.client()];
    const shape = ({ step, ...flow }: Awaited<ReturnType<typeof askForCode>>) => ({
      ...flow,
      id: '',
      expiresAt: '',
      step: { ...step, to: '', sentAt: '', expiresAt: '', resendAt: '' },
    });
    app.clock.advance(61_000);
    await app.deliver();
    const first = await askForCode(known, 'owner@northwind.example');
    expect((await app.deliver()).length).toBe(1);
    const second = await askForCode(unknown, 'nobody@elsewhere.example');
    expect(shape(second)).toEqual(shape(first));
    expect(await app.deliver()).toEqual([]);
    const wrong = await unknown.post(`/api/v1/flows/${second.id}/code`, { code: '123456' });
    expect(wrong.json()).toMatchObject({ code: 'CODE-WRONG', params: { left: 4 } });
    const soon = await unknown.post(`/api/v1/flows/${second.id}/resend-code`, {});
    expect(soon.json().code).toBe('SEND-LIMIT');
    const back = await unknown.post(`/api/v1/flows/${second.id}/choose-method`, { method: 'password' });
    expect(back.json().step.name).toBe('password');
  });

  it('takes a code only for the address that it was sent to, whoever the flow names afterwards [S16]', async () => {
    app.clock.advance(24 * 60 * 60_000);
    await app.deliver();
    const place = { owner: app.client(), org: '' };
    await signIn(app, 'owner@northwind.example', PASSWORD, place.owner);
    place.org = (await place.owner.get('/api/v1/session')).json().memberships[0].organization.id;
    const mallory = 'mallory@northwind.example';
    await join(app, place, ['member'], mallory);
    app.clock.advance(2 * 60 * 60_000);
    // The owner has had as many codes this hour as anybody may have: none is sent in the flow below.
    for (let count = 0; count < 5; count += 1) await askForCode(app.client(), 'owner@northwind.example');
    await app.deliver();
    const browser = app.client();
    const own = await askForCode(browser, mallory);
    const code = await newestCode(app, mallory);
    const step = (name: string, body: unknown) => browser.post(`/api/v1/flows/${own.id}/${name}`, body);
    await step('identify', { identifier: 'owner@northwind.example' });
    expect((await step('choose-method', { method: 'email-code' })).json().step.name).toBe('code');
    expect((await app.deliver()).length).toBe(0);
    expect((await step('code', { code })).json().code).toBe('CODE-EXPIRED');
    expect((await browser.get('/api/v1/session')).statusCode).toBe(401);
    // It is still good for what it was sent for.
    await step('identify', { identifier: mallory });
    await step('choose-method', { method: 'email-code' });
    expect((await step('code', { code })).json().state).toBe('done');
    expect((await browser.get('/api/v1/session')).json().account.email).toBe(mallory);
  });
});
