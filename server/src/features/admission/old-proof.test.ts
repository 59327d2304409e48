import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type TestApp } from '../../../test/app.ts';
import { appCode } from '../../../test/authenticator-app.ts';
import { begin, codeOfProblem, join, newestCode, type Place, type Visit } from '../../../test/journey.ts';
import { MINUTE } from '../../kernel/clock.ts';

const VERA = 'vera@northwind.example';
const CHANGE = '/api/v1/session/identifiers';

describe('what was proven on the way in', () => {
  let app: TestApp;
  let place: Place;
  beforeEach(async () => {
    app = await createTestApp();
    place = await app.setUp();
    await join(app, place, ['member'], VERA);
    await place.owner.patch(`/api/v1/organizations/${place.org}/policies`, { secondFactor: 'asked' });
  });
  afterEach(() => app.close());

  const byPassword = async (): Promise<Visit> => {
    const visit = await begin(app.client(), VERA, { kind: 'sign-in', identifier: VERA });
    expect(await visit.step('password', { password: PASSWORD })).toBe('add-factor');
    return visit;
  };
  /** Comes in by a code to the mailbox; answers the page after it. */
  const byMail = async () => {
    const visit = await begin(app.client(), VERA, { kind: 'sign-in', identifier: VERA });
    await visit.step('choose-method', { method: 'email-code' });
    return { visit, page: await visit.step('code', { code: await newestCode(app, VERA) }) };
  };
  const addApp = async (visit: Visit) => {
    await visit.step('begin-factor', { factor: 'totp' });
    const secret = visit.flow.step.name === 'add-factor' ? (visit.flow.step.totp?.secret ?? '') : '';
    const code = appCode(app, secret);
    expect(await visit.step('add-factor', { code })).toBe('recovery-codes');
    expect(await visit.step('keep-codes')).toBe('done');
  };
  const mayChange = async ({ client }: Visit) => {
    const answer = await client.post(CHANGE, { identifier: `other-${Math.random()}@home.example`.replace('0.', '') });
    return answer.statusCode === 201 || codeOfProblem(answer);
  };

  it.each([
    [1, true],
    [14, true],
    [16, 'PROOF-NEEDED'],
  ])('is as old as it is, however late the last page is pressed: after %i minutes [S22]', async (minutes, expected) => {
    const visit = await byPassword();
    app.clock.advance(minutes * MINUTE);
    expect(await visit.step('postpone-factor')).toBe('done');
    expect(await mayChange(visit)).toBe(expected);
  });

  it('is good for an hour: whoever comes to the browser later begins anew [A38]', async () => {
    const [soon, late] = [await byPassword(), await byPassword()];
    app.clock.advance(59 * MINUTE);
    expect(await soon.step('postpone-factor')).toBe('done');
    app.clock.advance(2 * MINUTE);
    expect(codeOfProblem(await late.submit('postpone-factor'))).toBe('FLOW-EXPIRED');
    expect((await late.client.get('/api/v1/session')).statusCode).toBe(401);
  });

  it('a code to the mailbox alone sets no second step up: where it is asked, nobody is asked [D3, S22]', async () => {
    const { visit, page } = await byMail();
    expect(page).toBe('done');
    expect(await mayChange(visit)).toBe('PROOF-NEEDED');
  });

  it('and where it is required, the password comes first [D3, S22]', async () => {
    await place.owner.patch(`/api/v1/organizations/${place.org}/policies`, { secondFactor: 'required' });
    const { visit, page } = await byMail();
    expect(page).toBe('password');
    expect(codeOfProblem(await visit.submit('begin-factor', { factor: 'totp' }))).toBe('FLOW-STEP-WRONG');
    expect((await visit.submit('identify', { identifier: 'owner@northwind.example' })).statusCode).toBe(409);
    expect(visit.flow.step).toMatchObject({ name: 'password', identifier: VERA });
    expect((await visit.client.get('/api/v1/session')).statusCode).toBe(401);
    expect(codeOfProblem(await visit.submit('password', { password: 'not the password at all' }))).toBe('CRED-WRONG');
    expect(await visit.step('password', { password: PASSWORD })).toBe('add-factor');
    await addApp(visit);
    expect((await visit.client.get('/api/v1/session')).json().methods).toEqual(['email-code', 'password', 'totp']);
    expect(await mayChange(visit)).toBe(true);
  });

  it('set up after the password, it is a proof', async () => {
    const typed = await byPassword();
    await addApp(typed);
    expect(await mayChange(typed)).toBe(true);
  });
});
