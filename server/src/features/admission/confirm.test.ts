import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type TestApp, type TestClient } from '../../../test/app.ts';
import { begin, codeOfProblem, join, newestCode, type Place, rowsOf } from '../../../test/journey.ts';
import { HOUR, MINUTE } from '../../kernel/clock.ts';

const MIA = 'mia@northwind.example';
const NEW = { identifier: 'other@northwind.example' };

/** NIST SP 800-63B-4 s. 3.1.3.1: a mailbox is no second device; but whoever has nothing else is not kept from their own data. */
describe('a fresh proof of whoever has neither password nor passkey', () => {
  let app: TestApp;
  let place: Place;
  let mia: TestClient;
  beforeEach(async () => {
    app = await createTestApp();
    place = await app.setUp();
    mia = await join(app, place, ['member'], MIA);
    await rowsOf(
      app,
      'delete from passwords where account_id in (select account_id from identifiers where canonical = $1)',
      [MIA],
    );
    app.clock.advance(HOUR);
  });
  afterEach(() => app.close());

  const strong = { kind: 'confirm', strong: true };
  const prove = async () => {
    const visit = await begin(mia, MIA, { kind: 'confirm' });
    expect(visit.flow.step).toMatchObject({ name: 'code', channel: 'email' });
    return visit.step('code', { code: await newestCode(app, MIA) });
  };

  it('is a code to the mailbox, for a quarter of an hour: enough for one’s data, never for addresses and second steps [D3]', async () => {
    expect(codeOfProblem(await mia.post('/api/v1/session/data'))).toBe('PROOF-NEEDED');
    expect(await prove()).toBe('done');
    expect((await mia.post('/api/v1/session/data')).statusCode).toBe(202);
    for (const answer of [
      await mia.post('/api/v1/session/identifiers', NEW),
      await mia.post('/api/v1/session/factors/totp'),
      await mia.post('/api/v1/session/passkeys/options'),
    ]) {
      expect(codeOfProblem(answer)).toBe('PROOF-NEEDED');
    }
    const asked = await begin(mia, MIA, strong);
    expect(asked.flow.step.name).toBe('password');
    app.clock.advance(16 * MINUTE);
    expect(codeOfProblem(await mia.post('/api/v1/session/data'))).toBe('PROOF-NEEDED');
  });

  it('with a second step it is both, and enough for everything', async () => {
    const [account] = await rowsOf<{ id: string }>(
      app,
      'select account_id as id from identifiers where canonical = $1',
      [MIA],
    );
    await rowsOf(
      app,
      `insert into second_factors (account_id, kind, secret, created_at, confirmed_at) values ($1, 'totp', '\\x00', $2, $2)`,
      [account?.id, app.clock.now()],
    );
    expect(await prove()).toBe('second-factor');
    expect((await begin(mia, MIA, strong)).flow.step).toMatchObject({ name: 'code', channel: 'email' });
    expect(codeOfProblem(await mia.post('/api/v1/session/data'))).toBe('PROOF-NEEDED');
  });

  it('whoever has a password is asked for that, and no mailed code stands in for it', async () => {
    const owner = await begin(place.owner, 'owner@northwind.example', { kind: 'confirm' });
    expect(owner.flow.step.name).toBe('password');
    expect(codeOfProblem(await owner.submit('choose-method', { method: 'email-code' }))).toBe('FLOW-STEP-WRONG');
    expect(await owner.step('password', { password: PASSWORD })).toBe('done');
    expect((await place.owner.post('/api/v1/session/identifiers', NEW)).statusCode).toBe(201);
  });
});
