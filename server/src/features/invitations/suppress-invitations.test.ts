import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestClient, tokenOf } from '../../../test/app.ts';
import { MINUTE } from '../../kernel/clock.ts';

describe('"do not invite me again" [S79, RFC 8058]', () => {
  let app: TestApp;
  let owner: TestClient;
  let path: string;
  beforeAll(async () => {
    app = await createTestApp();
    ({ owner, path } = await app
      .setUp()
      .then(({ owner, org }) => ({ owner, path: `/api/v1/organizations/${org}/invitations` })));
  });
  afterAll(() => app.close());

  const invite = (email: string) => owner.post(path, { kind: 'member', to: { email } });
  const unsubscribeOf = (headers: Readonly<Record<string, string>>) =>
    new URL((headers['List-Unsubscribe'] ?? '').slice(1, -1)).pathname;

  it('an invitation says where; opening that changes nothing; one POST without cookies, in either encoding, does it', async () => {
    const { id } = (await invite('tired@customer.example')).json();
    const [mail] = await app.deliver();
    expect(mail?.headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click');
    const address = unsubscribeOf(mail?.headers ?? {});
    const program = app.client();
    const page = await program.get(`${address}?lang=pl`);
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain('tired@customer.example');
    expect((await owner.post(`${path}/${id}/revoke`)).statusCode).toBe(200);
    expect((await invite('tired@customer.example')).statusCode).toBe(201);

    const body = '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n';
    const done = await app.http.inject({
      method: 'POST',
      url: address,
      payload: body,
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
    });
    expect(done.statusCode, done.body).toBe(200);
    const again = await app.http.inject({
      method: 'POST',
      url: address,
      payload: 'List-Unsubscribe=One-Click',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(again.statusCode).toBe(200);

    const [open] = (await owner.get(`${path}?state=queued`)).json().items;
    expect((await owner.post(`${path}/${open.id}/resend`)).json().code).toBe('INV-SUPPRESSED');
    const ids = async (query: string) =>
      (await owner.get(`${path}?${query}`)).json().items.map((item: { id: string }) => item.id);
    expect(open.suppressed).toBe(true);
    expect(await ids('suppressed=true')).toEqual([open.id]);
    expect(await ids('suppressed=false')).toContain(id); // it has come to its end
    expect(await ids('suppressed=false')).not.toContain(open.id);
    await owner.post(`${path}/${open.id}/revoke`);
    const refused = await invite('Tired@Customer.example');
    expect(refused.statusCode).toBe(409);
    expect(refused.json().code).toBe('INV-SUPPRESSED');
    expect((await invite('other@customer.example')).statusCode).toBe(201);
    const { timeline } = (await owner.get(`${path}/${id}`)).json();
    expect(timeline.map(({ event }: { event: string }) => event)).toContain('suppressed');
  });

  it('the invitation that is there stays good, for whoever changes their mind', async () => {
    await invite('undecided@customer.example');
    const mail = (await app.deliver()).find(({ to }) => to.address === 'undecided@customer.example');
    await app.http.inject({ method: 'POST', url: unsubscribeOf(mail?.headers ?? {}) });
    const started = await app.client().post('/api/v1/flows', { kind: 'invitation', token: tokenOf(mail) });
    expect(started.json().step.name).toBe('accept');
  });

  it('whoever had an invitation before it was corrected refuses for themselves, and learns nothing of whom it is for now', async () => {
    const { id } = (await invite('wrong@stranger.example')).json();
    const first = (await app.deliver()).at(-1);
    app.clock.advance(2 * MINUTE);
    const corrected = await owner.post(`${path}/${id}/correct`, { to: { email: 'right@customer.example' } });
    expect(corrected.statusCode, corrected.body).toBe(200);
    const second = (await app.deliver()).at(-1);
    const [old, now] = [unsubscribeOf(first?.headers ?? {}), unsubscribeOf(second?.headers ?? {})];
    expect(now).not.toBe(old);
    const page = await app.client().get(old);
    expect(page.body).toContain('wrong@stranger.example');
    expect(page.body).not.toContain('right@customer.example');
    expect((await app.http.inject({ method: 'POST', url: old })).statusCode).toBe(200);
    expect((await invite('wrong@stranger.example')).json().code).toBe('INV-SUPPRESSED');
    app.clock.advance(2 * MINUTE);
    expect((await owner.get(`${path}/${id}`)).json().suppressed).toBe(false);
    expect((await owner.post(`${path}/${id}/resend`)).statusCode).toBe(200);
    expect((await app.http.inject({ method: 'POST', url: now })).statusCode).toBe(200);
    expect((await owner.get(`${path}/${id}`)).json().suppressed).toBe(true);
    app.clock.advance(2 * MINUTE);
    expect((await owner.post(`${path}/${id}/resend`)).json().code).toBe('INV-SUPPRESSED');
  });

  it('a mail of an earlier release, whose address names nobody, counts while there was only one', async () => {
    const { id } = (await invite('early@customer.example')).json();
    const secretBox = app.services.secretBox;
    const proof = secretBox.keyedHash(id, 'suppress-invitations').toString('base64url');
    app.clock.advance(2 * MINUTE);
    expect((await app.http.inject({ method: 'GET', url: `/unsubscribe/${id}/${proof}` })).statusCode).toBe(200);
    await owner.post(`${path}/${id}/correct`, { to: { email: 'later@customer.example' } });
    expect((await app.http.inject({ method: 'POST', url: `/unsubscribe/${id}/${proof}` })).statusCode).toBe(404);
  });

  it('nobody does it for somebody else: a wrong proof is no address', async () => {
    const { id } = (await invite('safe@customer.example')).json();
    const forged = await app.http.inject({ method: 'POST', url: `/unsubscribe/${id}/${'A'.repeat(43)}` });
    expect(forged.statusCode).toBe(404);
    expect((await owner.post(`${path}/${id}/revoke`)).statusCode).toBe(200);
    expect((await invite('safe@customer.example')).statusCode).toBe(201);
  });
});
