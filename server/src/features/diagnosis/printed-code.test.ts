import type { Diagnosis } from '@gatehouse/contract/diagnosis';
import { LOCALES } from '@gatehouse/contract/locales';
import type { PrintedSheet } from '@gatehouse/contract/printed-sheets';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type TestApp, type TestClient } from '../../../test/app.ts';
import { begin, foundCompany, join, memberIdOf, type Place, rowsOf, signIn } from '../../../test/journey.ts';
import { DAY, HOUR } from '../../kernel/clock.ts';

const ANOTHER = 'seven quiet herons over the weir';
const OWNER = 'owner@northwind.example';

describe('what somebody was given is a code on paper', () => {
  let app: TestApp;
  let place: Place;
  let count = 0;
  beforeAll(async () => {
    app = await createTestApp();
    place = await app.setUp();
    await place.owner.patch(base('/settings'), { policies: { temporaryPassword: true } });
  });
  beforeEach(async () => {
    await rowsOf(app, 'truncate rate_limits');
    await (await begin(place.owner, OWNER, { kind: 'confirm' })).step('password', { password: PASSWORD });
  });
  afterAll(() => app.close());

  const base = (path: string) => `/api/v1/organizations/${place.org}${path}`;
  const diagnose = async (identifier: string, by: TestClient = place.owner, lang = 'en'): Promise<Diagnosis> =>
    (await by.get(`${base('/diagnosis')}?identifier=${encodeURIComponent(identifier)}&lang=${lang}`)).json();
  const methodOf = ({ checks }: Diagnosis) => checks.find(({ name }) => name === 'method');

  async function handed() {
    const email = `paper-${++count}@northwind.example`;
    await join(app, place, ['member'], email);
    const id = await memberIdOf(app, place.org, email);
    return { email, id, sheet: await print(id) };
  }
  async function print(id: string): Promise<PrintedSheet> {
    const body = { way: 'printed', reason: 'Lost phone and mailbox', lost: true };
    const answer = await place.owner.post(base(`/members/${id}/password-reset`), body);
    expect(answer.statusCode, answer.body).toBe(200);
    return answer.json().sheet;
  }
  const type = async (email: string, code: string) => {
    const visit = await begin(app.client(), email, { kind: 'recovery', identifier: email });
    return visit.step('printed-code', { code });
  };

  it('says when it was printed, by whom, until when it is good and that it was not used, and never the code', async () => {
    const { email, id, sheet } = await handed();
    const found = await diagnose(email);
    expect(found.verdict).toMatchObject({ code: 'printed-code', tone: 'info' });
    expect(found.verdict.text).toContain('has not been used');
    const { evidence, state } = methodOf(found) ?? { evidence: '', state: '' };
    expect(state).toBe('ok');
    const [{ name } = { name: '' }] = await rowsOf<{ name: string }>(
      app,
      `select a.name from accounts a join identifiers i on i.account_id = a.id where i.canonical = $1`,
      [OWNER],
    );
    expect(evidence).toMatch(/^A one-time code was printed on .+ by .+, valid until .+, not used\.$/);
    expect(evidence).toContain(`by ${name},`);
    const href = expect.stringMatching(new RegExp(`/people/${id}\\?tab=sign-in$`));
    expect(found.fix).toMatchObject({ action: 'open-person' });
    expect(found.fixes).toMatchObject([{ action: 'reset-password', method: 'GET', href }]);
    for (const lang of LOCALES) {
      const answer = JSON.stringify(await diagnose(email, place.owner, lang));
      for (const secret of [sheet.code, sheet.code.replaceAll('-', '')]) expect(answer, lang).not.toContain(secret);
      expect(answer).not.toMatch(/[0-9a-f]{64}/);
    }
  });

  it('typed, or replaced by another way in, nothing is said of it any more', async () => {
    const { email, sheet } = await handed();
    const visit = await begin(app.client(), email, { kind: 'recovery', identifier: email });
    await visit.step('printed-code', { code: sheet.code });
    expect(await visit.step('set-password', { password: ANOTHER })).toBe('done');
    const found = await diagnose(email);
    expect(found).toMatchObject({ verdict: { code: 'fine' } });
    expect(methodOf(found)?.evidence).toContain('Password set');
  });

  it('run out: that is what stands in the way, and a new one, or a text, is the way on', async () => {
    const { email, id, sheet } = await handed();
    app.clock.advance(DAY + HOUR);
    const found = await diagnose(email);
    expect(found).toMatchObject({ verdict: { code: 'printed-code-over', tone: 'warning' } });
    expect(methodOf(found)).toMatchObject({ state: 'problem', evidence: expect.stringContaining('It ran out on') });
    expect(found.fix).toMatchObject({ action: 'reset-password', label: 'Print a new code or send a text' });
    await (await begin(place.owner, OWNER, { kind: 'confirm' })).step('password', { password: PASSWORD });
    const again = await print(id);
    expect(again.code).not.toBe(sheet.code);
    expect(await diagnose(email)).toMatchObject({ verdict: { code: 'printed-code' } });
    expect(await type(email, again.code)).toBe('set-password');
  });

  it('whoever may not reset reads who can', async () => {
    const { email } = await handed();
    const support = await join(app, place, ['support'], 'helper@northwind.example');
    const found = await diagnose(email, support);
    expect(found.verdict.code).toBe('printed-code');
    expect([found.fix, ...found.fixes].map((each) => each?.action)).not.toContain('reset-password');
    expect(found.nobody).toContain('administrator');
  });

  it('tries from before it was printed are why it was, and no reason of their own; what holds the place comes first', async () => {
    const { email, id } = await handed();
    await rowsOf(
      app,
      `insert into sign_in_events (id, organization_id, account_id, identifier, method, result, reason, ip, user_agent, at)
       select 'sie_' || n, $1, (select account_id from memberships where id = $2), $3, 'password', 'failure', 'CRED-WRONG', '', '',
         $4::timestamptz - n * interval '1 minute' from generate_series(10, 14) n`,
      [place.org, id, email, app.clock.now()],
    );
    const found = await diagnose(email);
    expect([found.verdict.code, ...found.also.map(({ code }) => code)]).toEqual(['printed-code']);
    await place.owner.post(base(`/members/${id}/suspend`), { reason: 'Left for the summer' });
    expect((await diagnose(email)).verdict.code).toBe('suspended');
  });

  it('nothing is told to another organization', async () => {
    const { email } = await handed();
    const other = await foundCompany(app, place);
    const path = `/api/v1/organizations/${other.org}/diagnosis?identifier=${encodeURIComponent(email)}`;
    const found: Diagnosis = (await other.owner.get(path)).json();
    expect(JSON.stringify(found)).not.toContain('printed');
    expect((await signIn(app, email)).statusCode).toBe(401);
  });
});
