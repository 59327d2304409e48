import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { codeOfProblem, invite, mailsTo, open, type Place, rowsOf, signIn, walkTo } from '../../../test/journey.ts';

describe('one mailbox, several spellings', () => {
  let app: TestApp;
  let place: Place;
  beforeAll(async () => {
    app = await createTestApp();
    place = await app.setUp();
  });
  afterAll(() => app.close());

  const create = (email: string) =>
    place.owner.post(`/api/v1/organizations/${place.org}/invitations`, { kind: 'member', to: { email } });

  it('is one invitation, one account and one membership [scenario 4, A24, A30]', async () => {
    const invited = await invite(app, place, { kind: 'member', to: { email: 'User@Firma.PL' }, name: undefined });
    for (const spelling of ['user@firma.pl', 'USER@FIRMA.PL.', ' User@firma.pl ']) {
      const again = await create(spelling);
      expect(codeOfProblem(again)).toBe('INV-ALREADY-INVITED');
      expect(again.json().params).toEqual({ invitationId: invited.id });
    }
    await walkTo(app, await open(app, { ...invited, email: 'user@firma.pl' }), 'done');
    expect(codeOfProblem(await create('uSER@firma.pl'))).toBe('INV-ALREADY-MEMBER');
    expect((await signIn(app, 'USER@firma.PL')).statusCode).toBe(200);
    expect(await rowsOf(app, `select from identifiers where canonical = 'user@firma.pl'`)).toHaveLength(1);
  });

  it('an internationalized domain in both its forms', async () => {
    expect((await create('иван@пример.испытание')).statusCode).toBe(201);
    expect(codeOfProblem(await create('ИВАН@xn--e1afmkfd.xn--80akhbyknj4f'))).toBe('INV-ALREADY-INVITED');
  });

  it.each(['user+key@firma.pl', 'ser@firma.pl', 'user@firma.pl.example', '_ser@firma.pl', 'us%r@firma.pl'])(
    '%s is another mailbox',
    async (email) => {
      expect((await create(email)).statusCode).toBe(201);
    },
  );

  it.each(['admın@firma.pl', 'ADMİN@firma.pl'])('%s is never folded into admin@', async (email) => {
    const answer = await create(email);
    expect([201, 400]).toContain(answer.statusCode);
    await app.deliver();
    expect(mailsTo(app, 'admin@firma.pl')).toEqual([]);
    expect(await rowsOf(app, `select from invitations where address_canonical = 'admin@firma.pl'`)).toHaveLength(0);
  });

  it.each([
    'v@corp.test,a@evil.test',
    'v@corp.test;a@evil.test',
    'v@corp.test<a@evil.test>',
    '<a@evil.test>v@corp.test',
    'v@corp.test\r\nBcc: a@evil.test',
    'v@corp.test%0aBcc:a@evil.test',
    'group:a@evil.test,v@corp.test;',
    'a@evil.test@corp.test',
    'a@evil.test\0@corp.test',
    '=?utf-8?q?test=40attacker.test=3e?=@corp.test',
    'a＠x.test',
    'a@x。test',
    'ﬁn@corp.test',
    'v\u200b@corp.test',
  ])('%j is refused, not repaired [S77, A4, A5]', async (email) => {
    const sent = app.mailbox.mails.length;
    const answer = await create(email);
    expect(answer.statusCode).toBe(400);
    expect(answer.json().errors).toMatchObject([{ path: 'to.email', code: 'EMAIL-INVALID' }]);
    await app.deliver();
    expect(app.mailbox.mails).toHaveLength(sent);
  });

  const local = (length: number) => 'a'.repeat(length);
  it.each([
    [`${local(64)}@firma.example`, 201],
    [`${local(65)}@firma.example`, 400],
    [`${local(64)}@${`${local(61)}.`.repeat(3)}abc`, 201],
    [`${local(64)}@${`${local(61)}.`.repeat(3)}abcd`, 400],
  ])('at the limits of RFC 5321: %# [S78]', async (email, status) => {
    expect((await create(email)).statusCode).toBe(status);
  });

  it.each([[['v@corp.test', 'x@evil.test']], [{ 0: 'v@corp.test' }], [null], [''], [7], [true]])(
    '%j instead of an address is refused [A29]',
    async (email) => {
      const answer = await place.owner.post(`/api/v1/organizations/${place.org}/invitations`, {
        kind: 'member',
        to: { email },
      });
      expect(answer.statusCode).toBe(400);
      const request = await app.client().post('/api/v1/link-requests', { identifier: email });
      expect(request.statusCode).toBe(400);
      await app.deliver();
      expect(app.mailbox.mails.filter(({ to }) => to.address.includes('corp.test'))).toEqual([]);
    },
  );
});
