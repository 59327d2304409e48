import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestClient } from '../../../test/app.ts';
import { codeOfProblem, invite, join, mailsTo, open, type Place, rowsOf, walkTo } from '../../../test/journey.ts';

describe('inviting somebody', () => {
  let app: TestApp;
  let place: Place;
  let clients: Record<'owner' | 'administrator' | 'inviter', TestClient>;
  let number = 0;
  beforeAll(async () => {
    app = await createTestApp();
    place = await app.setUp();
    clients = {
      owner: place.owner,
      administrator: await join(app, place, ['administrator'], 'adam@northwind.example'),
      inviter: await join(app, place, ['inviter'], 'ines@northwind.example'),
    };
  });
  afterAll(() => app.close());

  const post = (by: TestClient, over: Record<string, unknown>, headers = {}) =>
    by.post(
      `/api/v1/organizations/${place.org}/invitations`,
      { kind: 'member', to: { email: `someone${++number}@urs.example` }, ...over },
      headers,
    );

  it.each([
    ['administrator', ['owner']],
    ['administrator', ['member', 'owner']],
    ['inviter', ['inviter']],
    ['inviter', ['administrator', 'member']],
  ] as const)('%s cannot give %j [A10]', async (by, roles) => {
    const answer = await post(clients[by], { roles });
    expect([answer.statusCode, codeOfProblem(answer)]).toEqual([403, 'INV-ROLE-TOO-HIGH']);
  });

  it.each([
    ['owner', ['owner']],
    ['administrator', ['administrator']],
    ['inviter', ['member']],
  ] as const)('%s can give %j', async (by, roles) => {
    expect((await post(clients[by], { roles })).json()).toMatchObject({ roles });
  });

  it('whoever creates a company is its owner: roles are not the inviter’s to choose', async () => {
    const answer = await post(clients.owner, { kind: 'company', roles: ['member'] });
    expect(answer.json().errors).toMatchObject([{ path: 'roles', code: 'FIELD-UNKNOWN' }]);
  });

  it('the stored roles are granted, whatever became of the inviter [scenario 15, A11, A16]', async () => {
    const boss = await join(app, place, ['administrator'], 'boss@northwind.example');
    const invited = await invite(
      app,
      { owner: boss, org: place.org },
      { kind: 'member', to: { email: 'late@urs.example' }, roles: ['inviter'] },
    );
    await rowsOf(
      app,
      `update memberships set state = 'removed' where account_id = (select account_id from identifiers where canonical = 'boss@northwind.example')`,
    );
    const { client } = await walkTo(app, await open(app, invited), 'done');
    expect((await client.get('/api/v1/session')).json().memberships).toMatchObject([{ roles: ['inviter'] }]);
  });

  it('no answer holds the token [S20, V71]', async () => {
    const { id, token } = await invite(app, place, { kind: 'member', to: { email: 'quiet@urs.example' } });
    const base = `/api/v1/organizations/${place.org}/invitations`;
    const shown = [await place.owner.get(base), await place.owner.get(`${base}/${id}`)].map(({ body }) => body).join();
    expect(shown).toContain('quiet@urs.example');
    expect(shown).not.toContain(token);
    expect(shown).not.toMatch(/"(token|link|code|secret)"/);
  });

  it('the same Idempotency-Key has one effect and one answer; another body is refused', async () => {
    const headers = { 'idempotency-key': 'a1' };
    const to = { email: 'once@urs.example' };
    const first = await post(place.owner, { to }, headers);
    const again = await post(place.owner, { to }, headers);
    expect([again.statusCode, again.json()]).toEqual([201, first.json()]);
    await app.deliver();
    expect(mailsTo(app, to.email)).toHaveLength(1);
    expect(codeOfProblem(await post(place.owner, { to, note: 'x' }, headers))).toBe('IDEMPOTENCY-REUSED');
    expect((await post(clients.administrator, { to: { email: 'other@urs.example' } }, headers)).statusCode).toBe(201);
  });

  it.each([
    'Your bill is 499$ http://evil.test',
    'www.evil.test',
    'call me at x@evil.test',
    'evil.com',
    'a\r\nBcc: x',
    'x'.repeat(65),
  ])('a name cannot carry an advertisement: %j [A22]', async (name) => {
    const answer = await post(place.owner, { name });
    expect(answer.json().errors).toMatchObject([{ path: 'name' }]);
  });

  it('what was written is text in the mail, not markup, and in no header [A54, S77]', async () => {
    const name = '<img src=x onerror=alert(1)>';
    const note = '<script>alert(1)</script> & "quoted"';
    await invite(app, place, { kind: 'member', to: { email: 'markup@urs.example' }, name, note });
    const mail = mailsTo(app, 'markup@urs.example').at(-1);
    expect(mail?.html).not.toMatch(/<img src=x|<script>/);
    expect(mail?.html).toContain('&lt;script&gt;');
    expect(mail?.text).toContain(note);
    expect(JSON.stringify([mail?.headers, mail?.subject, mail?.from])).not.toMatch(/[\r\n]|<img/);
  });

  it('every mail says that a machine wrote it [S80] and is for the stored address only', async () => {
    await app.deliver();
    for (const mail of app.mailbox.mails) {
      expect(mail.headers['Auto-Submitted']).toBe('auto-generated');
      expect(mail.to.address).toMatch(/^[^\s,;<>]+@[^\s,;<>]+$/);
    }
  });
});
