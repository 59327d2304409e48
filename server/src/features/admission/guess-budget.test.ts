import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type TestApp, type TestClient } from '../../../test/app.ts';
import { begin, codeOfProblem, join, mailsTo, newestCode, type Place, rowsOf, signIn } from '../../../test/journey.ts';
import { HOUR, MINUTE } from '../../kernel/clock.ts';

const WRONG = 'this is not the password';
const VERA = 'vera@northwind.example';

let app: TestApp;
let place: Place;
let usual: TestClient;
beforeEach(async () => {
  app = await createTestApp();
  place = await app.setUp();
  usual = await join(app, place, ['member'], VERA);
  await usual.delete('/api/v1/session');
});
afterEach(() => app.close());

let stranger = 0;
const elsewhere = () => app.client({ ip: `203.0.113.${++stranger % 200}` });
const wrong = (email = VERA, client = elsewhere()) => signIn(app, email, WRONG, client);
const minutesUntil = (time: string) => Math.round((new Date(time).getTime() - app.clock.now().getTime()) / MINUTE);
const endsOf = async (tries: readonly Promise<{ statusCode: number; body: string }>[]) =>
  (await Promise.all(tries)).map(({ statusCode, body }) => `${statusCode} ${JSON.parse(body).code ?? 'in'}`);

describe('wrong passwords', () => {
  it('five lock for a quarter of an hour, and the right one is refused too [S17, A13]', async () => {
    for (let time = 0; time < 5; time++) expect(codeOfProblem(await wrong())).toBe('CRED-WRONG');
    const right = await signIn(app, VERA, PASSWORD, elsewhere());
    expect([right.statusCode, codeOfProblem(right)]).toEqual([429, 'ACC-LOCKED']);
    expect(minutesUntil(right.json().params.time)).toBe(15);
    app.clock.advance(15 * MINUTE + 1000);
    expect((await signIn(app, VERA, PASSWORD, elsewhere())).statusCode).toBe(200);
  });

  it('each further lock takes twice as long, up to a day; a sign-in begins anew', async () => {
    const lives: number[] = [];
    for (let lock = 0; lock < 9; lock++) {
      for (let time = 0; time < 5; time++) await wrong();
      const { params } = (await wrong()).json();
      lives.push(minutesUntil(params.time));
      app.clock.advance((lives.at(-1) ?? 0) * MINUTE + 1000);
    }
    expect(lives).toEqual([15, 30, 60, 120, 240, 480, 960, 1440, 1440]);
    expect((await signIn(app, VERA, PASSWORD, elsewhere())).statusCode).toBe(200);
    for (let time = 0; time < 5; time++) await wrong();
    const { params } = (await wrong()).json();
    expect(minutesUntil(params.time)).toBe(15);
  });

  it('are told of an address that is nobody’s in the same words [A34]', async () => {
    const seen = async (email: string) => {
      const answers = [];
      for (let time = 0; time < 7; time++) answers.push(await wrong(email));
      return answers.map(
        (answer) =>
          `${answer.statusCode} ${codeOfProblem(answer)} ${'time' in answer.json().params ? minutesUntil(answer.json().params.time) : ''}`,
      );
    };
    expect(await seen('nobody@northwind.example')).toEqual(await seen(VERA));
  });

  it.each(['VERA@Northwind.example', '  vera@northwind.example', 'vera@NORTHWIND.EXAMPLE'])(
    'count in one budget however the address is written: %s [A35]',
    async (spelling) => {
      for (let time = 0; time < 5; time++) await wrong(time % 2 ? VERA : spelling);
      expect(codeOfProblem(await signIn(app, VERA, PASSWORD, elsewhere()))).toBe('ACC-LOCKED');
    },
  );

  it('sixteen at once are at most ten, and the account is locked once [A13]', async () => {
    const ends = await endsOf(Array.from({ length: 16 }, () => wrong()));
    expect(ends.filter((end) => end === '401 CRED-WRONG' || end === '422 CRED-WRONG').length).toBeLessThanOrEqual(10);
    expect(ends.every((end) => /CRED-WRONG|ACC-LOCKED/.test(end))).toBe(true);
    expect(codeOfProblem(await signIn(app, VERA, PASSWORD, elsewhere()))).toBe('ACC-LOCKED');
    const locked = await rowsOf(app, `select change from audit_events where action = 'account.locked'`);
    expect(locked).toHaveLength(1);
    await app.deliver();
    expect(mailsTo(app, VERA).filter(({ subject }) => subject.includes('paused'))).toHaveLength(1);
  });

  it('sixteen right ones at once lock nobody', async () => {
    await endsOf(Array.from({ length: 16 }, () => signIn(app, VERA, PASSWORD, elsewhere())));
    expect((await signIn(app, VERA, PASSWORD, elsewhere())).statusCode).toBe(200);
  });
});

describe('a lock that somebody else brought about', () => {
  beforeEach(async () => {
    for (let time = 0; time < 8; time++) await wrong();
  });

  it('does not keep the person out of a browser that they used before [S18]', async () => {
    expect((await signIn(app, VERA, PASSWORD, usual)).statusCode).toBe(200);
    expect(codeOfProblem(await signIn(app, VERA, PASSWORD, elsewhere()))).toBe('ACC-LOCKED');
  });

  it('nor does the cookie of that browser give more than five guesses, or any at another account', async () => {
    for (let time = 0; time < 5; time++) expect(codeOfProblem(await wrong(VERA, usual))).toBe('CRED-WRONG');
    expect(codeOfProblem(await signIn(app, VERA, PASSWORD, usual))).toBe('ACC-LOCKED');
    const other = 'otto@northwind.example';
    await join(app, place, ['member'], other);
    for (let time = 0; time < 5; time++) await wrong(other);
    expect(codeOfProblem(await signIn(app, other, PASSWORD, usual))).toBe('ACC-LOCKED');
  });

  it('ends for whoever proves the mailbox', async () => {
    const visit = await begin(elsewhere(), VERA, { kind: 'sign-in', identifier: VERA });
    await visit.step('choose-method', { method: 'email-code' });
    expect(await visit.step('code', { code: await newestCode(app, VERA) })).toBe('done');
    expect((await signIn(app, VERA, PASSWORD, elsewhere())).statusCode).toBe(200);
  });

  it('is seen and taken away by those who help', async () => {
    const support = await join(app, place, ['support'], 'help@northwind.example');
    const base = `/api/v1/organizations/${place.org}`;
    const found = await support.post(`${base}/diagnosis`, { identifier: VERA });
    expect(found.json().verdict.code).toBe('locked');
    await support.post(found.json().fix.href, found.json().fix.body);
    expect((await signIn(app, VERA, PASSWORD, elsewhere())).statusCode).toBe(200);
  });
});

describe('the budget of one account', () => {
  it('is the same for passwords and codes: ten in a quarter of an hour, whatever the number of sessions [A13]', async () => {
    for (let time = 0; time < 5; time++) await wrong();
    const visits = [];
    for (let session = 0; session < 3; session++) {
      app.clock.advance(61 * 1000);
      const visit = await begin(elsewhere(), VERA, { kind: 'sign-in', identifier: VERA });
      await visit.step('choose-method', { method: 'email-code' });
      visits.push(visit);
    }
    const code = await newestCode(app, VERA);
    const off = (by: number) => String((Number(code) + by) % 1_000_000).padStart(6, '0');
    const ends: string[] = [];
    for (const visit of visits) {
      for (let time = 1; time <= 4; time++) ends.push(codeOfProblem(await visit.submit('code', { code: off(time) })));
    }
    expect(ends.filter((end) => end === 'CODE-WRONG')).toHaveLength(5);
    const last = await visits.at(-1)?.submit('code', { code });
    expect(last && codeOfProblem(last)).toBe('CODE-TOO-MANY');
    app.clock.advance(16 * MINUTE);
    expect((await signIn(app, VERA, PASSWORD, elsewhere())).statusCode).toBe(200);
  });

  it('a fewer number of tries locks where an organization asks for it, and the page tells nobody', async () => {
    const settings = { policies: { lockTries: 3 } };
    expect((await place.owner.patch(`/api/v1/organizations/${place.org}/settings`, settings)).statusCode).toBe(200);
    for (let time = 0; time < 3; time++) await wrong();
    expect(codeOfProblem(await signIn(app, VERA, PASSWORD, elsewhere()))).toBe('CRED-WRONG');
    expect(codeOfProblem(await wrong())).toBe('CRED-WRONG');
    expect(codeOfProblem(await wrong())).toBe('ACC-LOCKED');
    app.clock.advance(HOUR);
    expect((await signIn(app, VERA, PASSWORD, elsewhere())).statusCode).toBe(200);
  });
});

describe('one guess at each of many accounts', () => {
  it('is noticed, told to the owners’ log, and slows every network of strangers down [A13]', async () => {
    await wrong('somebody@northwind.example');
    await rowsOf(app, `update rate_limits set points = 999 where key like 'guess.installation:%'`);
    await wrong('somebody-else@northwind.example');
    const [event] = await rowsOf(app, `select change from audit_events where action = 'sign-in.guessing-noticed'`);
    expect(event?.change).toMatchObject({ tries: 1000, minutes: 15 });
    const network = () => app.client({ ip: '198.51.100.77' });
    for (let time = 0; time < 10; time++) await wrong(`person${time}@northwind.example`, network());
    expect(codeOfProblem(await wrong('one-more@northwind.example', network()))).toBe('RATE-LIMITED');
    expect((await signIn(app, VERA, PASSWORD, usual)).statusCode).toBe(200);
    expect(
      await rowsOf(app, `select 1 as one from audit_events where action = 'sign-in.guessing-noticed'`),
    ).toHaveLength(1);
  });
});
