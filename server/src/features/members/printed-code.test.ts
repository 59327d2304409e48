import { LOCALES } from '@gatehouse/contract/locales';
import type { PrintedSheet } from '@gatehouse/contract/printed-sheets';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type TestApp, type TestClient } from '../../../test/app.ts';
import {
  begin,
  codeOfProblem,
  foundCompany,
  invite,
  join,
  mailsTo,
  open,
  type Place,
  rowsOf,
  signIn,
  walkTo,
} from '../../../test/journey.ts';
import { DAY, HOUR, MINUTE } from '../../kernel/clock.ts';
import { translator } from '../../platform/i18n/translate.ts';

const ANOTHER = 'seven quiet herons over the weir';
const OWNER = 'owner@northwind.example';

describe('a code on paper', () => {
  let app: TestApp;
  let place: Place;
  let count = 0;
  beforeAll(async () => {
    app = await createTestApp();
    place = await app.setUp();
    await policies({ temporaryPassword: true });
  });
  beforeEach(async () => {
    await app.services.database.pool.query('truncate rate_limits');
    await (await begin(place.owner, OWNER, { kind: 'confirm' })).step('password', { password: PASSWORD });
  });
  afterAll(() => app.close());

  const policies = (decided: object) =>
    place.owner.patch(`/api/v1/organizations/${place.org}/settings`, { policies: decided });
  const memberOf = async (client: TestClient, at = place) => {
    const accountId = (await client.get('/api/v1/session')).json().account.id;
    const sql = 'select id from memberships where account_id = $1 and organization_id = $2';
    const [row] = await rowsOf<{ id: string }>(app, sql, [accountId, at.org]);
    return `/api/v1/organizations/${at.org}/members/${row?.id}`;
  };
  async function member() {
    const email = `printed-${++count}@northwind.example`;
    const client = await join(app, place, ['member'], email);
    return { email, client, path: await memberOf(client) };
  }
  const print = (path: string, over: object = {}) =>
    place.owner.post(`${path}/password-reset`, {
      way: 'printed',
      reason: 'Lost phone and mailbox',
      lost: true,
      ...over,
    });
  const sheetOf = async (path: string): Promise<PrintedSheet> => {
    const answer = await print(path);
    expect(answer.statusCode, answer.body).toBe(200);
    return answer.json().sheet;
  };
  const atDoor = (identifier: string, client = app.client()) =>
    begin(client, identifier, { kind: 'recovery', identifier });

  it('is offered by policy, after a fresh proof, with a reason, and only where no message would arrive or all is lost', async () => {
    const { path, email, client } = await member();
    const ways = async () => (await place.owner.get(`${path}/password-reset`)).json().ways;
    expect(await ways()).toEqual([
      { way: 'email-link', to: 'p••••@northwind.example', reachable: true },
      { way: 'printed', to: 'p••••@northwind.example', reachable: true },
    ]);
    expect(codeOfProblem(await print(path, { lost: false }))).toBe('RESET-IMPOSSIBLE');
    const unsaid = await print(path, { reason: '  ' });
    expect(unsaid.json().errors).toMatchObject([{ path: 'reason', code: 'FIELD-REQUIRED' }]);
    await policies({ temporaryPassword: false });
    expect(codeOfProblem(await print(path))).toBe('RESET-IMPOSSIBLE');
    await policies({ temporaryPassword: true });
    await rowsOf(app, `update messages set state = 'bounced' where to_address = $1`, [email]);
    expect((await ways())[0]).toMatchObject({ way: 'email-link', reachable: false });
    app.clock.advance(HOUR);
    expect(codeOfProblem(await print(path, { lost: false }))).toBe('PROOF-NEEDED');
    await (await begin(place.owner, OWNER, { kind: 'confirm' })).step('password', { password: PASSWORD });
    expect((await print(path, { lost: false })).statusCode).toBe(200);
    expect((await client.get('/api/v1/session')).statusCode).toBe(401);
    expect((await signIn(app, email)).statusCode).toBe(401);
  });

  it('leads to setting a password and to nothing else, once; who, why and that it was paper are noted', async () => {
    const { path, email, client } = await member();
    const sheet = await sheetOf(path);
    expect(sheet).toMatchObject({
      code: expect.stringMatching(/^[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{2}$/),
      identifier: email,
      url: `${app.services.publicUrl}/forgot`,
      locale: 'en',
      organizationName: 'Northwind Machines',
    });
    const life = new Date(sheet.expiresAt).getTime() - app.clock.now().getTime();
    expect(Math.abs(life - DAY)).toBeLessThan(MINUTE);
    expect((await client.get('/api/v1/session')).statusCode).toBe(401);
    const visit = await atDoor(email);
    expect(visit.flow.step.name).toBe('link-sent');
    expect(await visit.step('printed-code', { code: ` ${sheet.code.toLowerCase().replaceAll('-', ' ')} ` })).toBe(
      'set-password',
    );
    expect(codeOfProblem(await visit.client.get('/api/v1/session'))).toBe('PASSWORD-NEEDED');
    const second = await atDoor(email);
    expect(codeOfProblem(await second.submit('printed-code', { code: sheet.code }))).toBe('PRINTED-CODE-WRONG');
    expect(await visit.step('set-password', { password: ANOTHER })).toBe('done');
    expect((await signIn(app, email, ANOTHER)).json().step.name).toBe('done');
    const record = (await place.owner.get(path)).json();
    expect(record.timeline[0]).toMatchObject({
      event: 'membership.password-reset',
      reason: 'Lost phone and mailbox',
      detail: { way: 'printed' },
    });
    expect(record.signIns.map(({ method, result }: Record<string, string>) => [method, result])).toEqual(
      expect.arrayContaining([
        ['printed-code', 'failure'],
        ['printed-code', 'success'],
      ]),
    );
    const kept = await rowsOf(
      app,
      `select change::text as t from audit_events union all select params::text from messages`,
    );
    expect(JSON.stringify([record, kept])).not.toContain(sheet.code);
    await app.deliver();
    expect(
      mailsTo(app, email)
        .map(({ subject }) => subject)
        .join(),
    ).toMatch(/password/i);
  });

  it('sends nobody a link to what is lost while it is good', async () => {
    const { path, email } = await member();
    await sheetOf(path);
    await app.deliver();
    const links = () => mailsTo(app, email).filter(({ text }) => /\/r\/[\w-]{43}/.test(text)).length;
    const visit = await atDoor(email);
    await app.worker.runDue();
    await app.deliver();
    expect([visit.flow.step.name, links()]).toEqual(['link-sent', 0]);
    app.clock.advance(DAY + MINUTE);
    await atDoor(email);
    await app.worker.runDue();
    await app.deliver();
    expect(links()).toBe(1);
  });

  it('is for whoever has a number alone, too, once a text message has failed', async () => {
    const phone = '+8613800138990';
    const invited = await invite(app, place, { kind: 'member', to: { phone }, name: '李明', locale: 'zh-CN' });
    const { client } = await walkTo(app, await open(app, invited), 'done');
    const path = await memberOf(client);
    expect(codeOfProblem(await print(path, { lost: false }))).toBe('RESET-IMPOSSIBLE');
    // What was held back, or taken back, says nothing of the number.
    await rowsOf(app, `update messages set state = 'abandoned', response = '' where to_address = $1`, [phone]);
    expect(codeOfProblem(await print(path, { lost: false }))).toBe('RESET-IMPOSSIBLE');
    await rowsOf(app, `update messages set response = '513 no such number' where to_address = $1`, [phone]);
    const { sheet } = (await print(path, { lost: false })).json();
    expect(sheet).toMatchObject({ identifier: '+86 138 0013 8990', name: '李明' });
    const visit = await atDoor(sheet.identifier);
    expect(visit.flow.step).toMatchObject({ name: 'link-sent', channel: 'sms' });
    expect(await visit.step('printed-code', { code: sheet.code })).toBe('set-password');
  });

  it('dies with “This wasn’t me” of an earlier notice, which takes all that was begun', async () => {
    const { path, email } = await member();
    await signIn(app, email);
    const { code } = await sheetOf(path);
    await app.deliver();
    const { text } = mailsTo(app, email).findLast((mail) => mail.text.includes('/not-me/')) ?? { text: '' };
    const link = /\/not-me\/[\w-]{43}/.exec(text)?.[0] ?? '';
    expect((await app.client({ headers: { accept: 'text/html' } }).form(link, {})).statusCode).toBeLessThan(400);
    const visit = await atDoor(email);
    expect(codeOfProblem(await visit.submit('printed-code', { code }))).toBe('PRINTED-CODE-WRONG');
  });

  it('ends after a day, and with the next one', async () => {
    const { path, email } = await member();
    const first = await sheetOf(path);
    const next = await sheetOf(path);
    const visit = await atDoor(email);
    expect(codeOfProblem(await visit.submit('printed-code', { code: first.code }))).toBe('PRINTED-CODE-WRONG');
    app.clock.advance(DAY + MINUTE);
    const late = await atDoor(email);
    expect(codeOfProblem(await late.submit('printed-code', { code: next.code }))).toBe('PRINTED-CODE-WRONG');
    const pressed = await app.client().post('/api/v1/flows', { kind: 'recovery', token: next.code });
    expect(codeOfProblem(pressed)).toBe('PASSWORD-LINK-ENDED');
  });

  it('cannot be guessed, tells nobody who is there, and is not kept from its person by tries of before [A34]', async () => {
    const { path, email } = await member();
    for (let n = 0; n < 5; n += 1) await signIn(app, email, 'wrong password');
    const { code } = await sheetOf(path);
    const tries = async (identifier: string) => {
      const visit = await atDoor(identifier);
      const answers = [];
      for (let n = 0; n < 11; n += 1) {
        const {
          requestId: _,
          params: __,
          detail: ___,
          ...problem
        } = (await visit.submit('printed-code', { code: 'AAAA-AAAA-AA' })).json();
        answers.push(problem.code);
      }
      return answers;
    };
    const known = await tries(email);
    expect(known).toEqual([...Array(10).fill('PRINTED-CODE-WRONG'), 'CODE-TOO-MANY']);
    await app.services.database.pool.query('truncate rate_limits');
    expect(await tries('nobody-at-all@northwind.example')).toEqual(known);
    const held = await atDoor(email);
    expect(codeOfProblem(await held.submit('printed-code', { code }))).toBe('CODE-TOO-MANY');
    app.clock.advance(16 * MINUTE);
    const later = await atDoor(email);
    expect(await later.step('printed-code', { code })).toBe('set-password');
  });

  it('of somebody whom another organization trusts too is never made', async () => {
    const { path, email } = await member();
    const guest = await foundCompany(app, place);
    await join(app, { ...place, ...guest }, ['member'], email);
    expect(
      (await place.owner.get(`${path}/password-reset`)).json().ways.map(({ way }: { way: string }) => way),
    ).toEqual(['email-link']);
    expect(codeOfProblem(await print(path))).toBe('RESET-IMPOSSIBLE');
  });

  it('of many who type it at the same time lets one through', async () => {
    const { path, email } = await member();
    const { code } = await sheetOf(path);
    const visits = await Promise.all([1, 2, 3, 4].map(() => atDoor(email)));
    const answers = await Promise.all(visits.map((visit) => visit.submit('printed-code', { code })));
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
  });

  it.each(LOCALES)('the sheet in %s names what stands on the page of the door', (locale) => {
    const t = translator(locale);
    expect(t('people.sheet.step-code')).toContain(t('door.printed-code.summary'));
  });
});
