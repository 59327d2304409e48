import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type TestApp } from '../../../test/app.ts';
import {
  begin,
  codeOfProblem,
  foundCompany,
  invite,
  join,
  mailsTo,
  newestCode,
  open,
  type Place,
  rowsOf,
  signIn,
  textsTo,
  walkTo,
} from '../../../test/journey.ts';
import { DAY, MINUTE } from '../../kernel/clock.ts';

describe('a member whom an administrator adds', () => {
  let app: TestApp;
  let place: Place;
  let number = 138_0013_8100;
  beforeAll(async () => {
    app = await createTestApp();
    place = await app.setUp();
    await place.owner.patch(`/api/v1/organizations/${place.org}/settings`, {
      legal: { termsUrl: 'https://northwind.example/terms', privacyUrl: '', version: '1' },
    });
  });
  afterAll(() => app.close());

  const members = (at = place) => `/api/v1/organizations/${at.org}/members`;
  const nextNumber = () => `+86${++number}`;
  const add = async (to: Record<string, string>, over = {}, at = place) => {
    const answer = await at.owner.post(members(at), { name: '李明', to, locale: 'zh-CN', roles: ['member'], ...over });
    expect(answer.statusCode, answer.body).toBe(201);
    await app.deliver();
    return answer.json();
  };
  const atCode = async (identifier: string, client = app.client()) => {
    const visit = await begin(client, identifier, { kind: 'sign-in', identifier });
    if (visit.flow.step.name === 'password') await visit.step('choose-method', { method: 'email-code' });
    expect(visit.flow.step.name).toBe('code');
    return visit;
  };

  it('is told where to sign in, and needs nothing but a code', async () => {
    const phone = nextNumber();
    const added = await add({ phone });
    expect(added).toMatchObject({ added: true, kind: 'member', to: { phone }, stoppedAt: 'message-delivered' });
    expect(textsTo(app, phone).at(-1)).toMatch(/^【Gatehouse】Northwi…已为您开通账号，请用本机号码登录：/);
    const visit = await atCode(phone);
    expect(await visit.step('code', { code: await newestCode(app, phone) })).toBe('set-password');
    expect(visit.flow.step).toMatchObject({ reason: 'first', canPostpone: true });
    expect(await visit.step('postpone-password')).toBe('terms');
    await walkTo(app, visit, 'done');
    const me = (await visit.client.get('/api/v1/session')).json();
    expect(me).toMatchObject({ account: { name: '李明' }, memberships: [{ roles: ['member'] }] });
    expect((await place.owner.get(`/api/v1/organizations/${place.org}/invitations/${added.id}`)).json()).toMatchObject({
      state: 'accepted',
      stoppedAt: null,
    });
    const log = (await place.owner.get(`/api/v1/organizations/${place.org}/sign-in-events?limit=1`)).json().items;
    expect(log).toMatchObject([
      { name: '李明', method: 'sms-code', result: 'success', identifier: added.to.phoneShown },
    ]);
    const again = await atCode(phone);
    app.clock.advance(MINUTE);
    expect(await again.step('code', { code: await newestCode(app, phone) })).toBe('done');
  });

  it('sets a password at once, and signs in with it', async () => {
    const phone = nextNumber();
    await add({ phone });
    const visit = await walkTo(app, await atCode(phone), 'done');
    const signed = await begin(app.client(), phone, { kind: 'sign-in', identifier: phone });
    await signed.step('choose-method', { method: 'password' });
    expect(await signed.step('password', { password: PASSWORD })).toBe('done');
    expect((await visit.client.get('/api/v1/session')).statusCode).toBe(200);
  });

  it('a password is refused as if it were wrong, as for anybody', async () => {
    const email = 'pending@northwind.example';
    await add({ email });
    expect(mailsTo(app, email).at(-1)?.subject).toBe('激活您的账号');
    const [one, other] = [await signIn(app, email), await signIn(app, 'nobody@northwind.example')];
    expect([one.statusCode, codeOfProblem(one)]).toEqual([401, 'CRED-WRONG']);
    expect({ ...one.json(), requestId: '' }).toEqual({ ...other.json(), requestId: '' });
    const visit = await atCode(email);
    await app.deliver();
    expect(await visit.step('code', { code: await newestCode(app, email) })).toBe('set-password');
  });

  it('while a password is required, nothing else answers', async () => {
    await place.owner.patch(`/api/v1/organizations/${place.org}/settings`, { policies: { firstPassword: 'required' } });
    const phone = nextNumber();
    await add({ phone });
    const visit = await atCode(phone);
    expect((await visit.client.get('/api/v1/session')).statusCode).toBe(401);
    await visit.step('code', { code: await newestCode(app, phone) });
    expect(visit.flow.step).toMatchObject({ name: 'set-password', canPostpone: false });
    for (const path of ['/session', '/sessions', '/session/invitations', `/organizations/${place.org}/members`]) {
      const answer = await visit.client.get(`/api/v1${path}`);
      expect([answer.statusCode, codeOfProblem(answer)]).toEqual([403, 'PASSWORD-NEEDED']);
      expect(answer.json().params).toEqual({ flow: visit.flow.id });
    }
    app.clock.advance(16 * MINUTE);
    expect((await visit.client.get('/api/v1/session')).statusCode).toBe(401);
    expect(codeOfProblem(await visit.submit('postpone-password'))).toBe('FLOW-STEP-WRONG');
    await walkTo(app, visit, 'done');
    expect((await visit.client.get('/api/v1/session')).statusCode).toBe(200);
    await place.owner.patch(`/api/v1/organizations/${place.org}/settings`, { policies: { firstPassword: 'asked' } });
  });

  it('by the link of the message it is the same', async () => {
    const phone = nextNumber();
    await add({ phone });
    const token = /\/i\/([2-9A-Z]{10})\b/.exec(textsTo(app, phone).at(-1) ?? '')?.[1] ?? '';
    const page = await app.client().get(`/i/${token}`, { 'accept-language': 'zh-CN' });
    expect(page.body).toContain('已为您开通账号');
    const visit = await open(app, { token, email: phone });
    expect(await visit.step('accept')).toBe('code');
    await walkTo(app, visit, 'done');
  });

  it('nobody is entered or learned of who has an account: their own press takes the place [A6, D7]', async () => {
    const email = 'vera@urs.example';
    const other = await foundCompany(app, place, { email });
    const added = await add({ email, phone: nextNumber() }, { name: 'Somebody else' });
    const free = await add({ email: 'free@urs.example' });
    const shape = ({ id: _, to: __, createdAt: ___, changedAt: ____, expiresAt: _____, ...rest }: typeof added) => ({
      ...rest,
      name: '',
    });
    expect(shape(added)).toEqual(shape(free));
    expect((await signIn(app, email)).json()).toMatchObject({ state: 'done' });
    expect((await other.owner.get('/api/v1/session')).json().memberships).toHaveLength(1);
    const waiting = (await other.owner.get('/api/v1/session/invitations')).json().items;
    expect(waiting).toMatchObject([{ id: added.id, added: true }]);
    expect((await other.owner.get('/api/v1/session')).json().account.name).not.toBe('Somebody else');
  });

  it('a number of the same form gives nobody else the mailbox beside it [A6]', async () => {
    const phone = nextNumber();
    const email = 'victim@corp.example';
    await add({ email, phone });
    const attacker = await walkTo(app, await atCode(phone), 'done');
    const [row] = await rowsOf(app, 'select verified_at from identifiers where canonical = $1', [email]);
    expect(row?.verified_at ?? null).toBeNull();
    const victim = await invite(app, place, { kind: 'member', to: { email }, name: undefined });
    const visit = await walkTo(app, await open(app, victim), 'done');
    const ids = await Promise.all(
      [attacker, visit].map(async ({ client }) => (await client.get('/api/v1/session')).json().account.id),
    );
    expect(new Set(ids).size).toBe(2);
  });

  it('is found by who has the address already', async () => {
    const email = 'taken@northwind.example';
    await join(app, place, ['member'], email);
    const phone = nextNumber();
    const { id } = await add({ phone });
    const check = async (to: unknown) => place.owner.post(`${members()}/check`, { to });
    expect((await check({ email, phone })).json().taken).toMatchObject([
      { field: 'phone', name: '李明', memberId: null, invitationId: id },
      { field: 'email', memberId: expect.stringMatching(/^mem_/), invitationId: null },
    ]);
    expect((await check({ phone: '12' })).json().errors).toMatchObject([{ path: 'to.phone' }]);
    expect((await check({ email: 'free2@northwind.example' })).json()).toEqual({ taken: [], suggestions: [] });
    const twice = await place.owner.post(members(), { name: 'Li', to: { phone } });
    expect(codeOfProblem(twice)).toBe('INV-ALREADY-INVITED');
  });

  it('nobody is given more than whoever adds them has [A10]', async () => {
    const administrator = await join(app, place, ['administrator'], 'adm@northwind.example');
    const answer = await administrator.post(members(), { name: 'X', to: { phone: nextNumber() }, roles: ['owner'] });
    expect(codeOfProblem(answer)).toBe('INV-ROLE-TOO-HIGH');
  });

  it('the diagnosis says that they have not signed in yet, and sends the message again', async () => {
    const phone = nextNumber();
    const { id } = await add({ phone });
    app.clock.advance(2 * MINUTE);
    const found = await place.owner.get(
      `/api/v1/organizations/${place.org}/diagnosis?identifier=${encodeURIComponent(phone)}`,
    );
    expect(found.json()).toMatchObject({
      verdict: { code: 'not-activated' },
      fix: { action: 'resend-activation', href: `/api/v1/organizations/${place.org}/invitations/${id}/resend` },
    });
    const sent = textsTo(app, phone).length;
    expect((await place.owner.post(found.json().fix.href, {})).statusCode).toBe(200);
    await app.deliver();
    expect(textsTo(app, phone).slice(sent)[0]).toContain('已为您开通账号');
  });

  it('gets no code once it is withdrawn or its time is over', async () => {
    const [gone, late] = [nextNumber(), nextNumber()];
    const { id } = await add({ phone: gone });
    await add({ phone: late });
    await place.owner.post(`/api/v1/organizations/${place.org}/invitations/${id}/revoke`, {});
    await atCode(gone);
    app.clock.advance(31 * DAY);
    await atCode(late);
    await app.deliver();
    for (const phone of [gone, late]) expect(textsTo(app, phone).filter((text) => /#\d{6}$/.test(text))).toEqual([]);
  });
});
