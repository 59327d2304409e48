import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../../../test/app.ts';
import {
  codeOfProblem,
  type Invited,
  invite,
  mailsTo,
  newestCode,
  open,
  rowsOf,
  type Visit,
} from '../../../../../test/journey.ts';
import { MINUTE, SECOND } from '../../../../kernel/clock.ts';

describe('one-time codes by e-mail', () => {
  let app: TestApp;
  let invited: Invited;
  beforeEach(async () => {
    app = await createTestApp();
    invited = await invite(app, await app.setUp(), { kind: 'member' });
  });
  afterEach(() => app.close());

  const atCode = async (): Promise<Visit> => {
    const visit = await open(app, invited);
    expect(await visit.step('accept')).toBe('code');
    return visit;
  };
  const right = () => newestCode(app, invited.email);
  const wrongOf = (code: string, by = 1) => String((Number(code) + by) % 1_000_000).padStart(6, '0');

  it('after five wrong ones the code is dead, the person is not [scenario 13]', async () => {
    const visit = await atCode();
    const code = await right();
    for (let left = 4; left > 0; left--) {
      const answer = await visit.submit('code', { code: wrongOf(code, left) });
      expect([answer.statusCode, codeOfProblem(answer)]).toEqual([422, 'CODE-WRONG']);
      expect(answer.json().params).toEqual({ left });
    }
    const last = await visit.submit('code', { code: wrongOf(code, 9) });
    expect([last.statusCode, codeOfProblem(last)]).toEqual([429, 'CODE-TOO-MANY']);
    expect((await visit.submit('code', { code })).statusCode).toBe(429);
    app.clock.advance(61 * SECOND);
    await visit.step('resend-code');
    expect(await visit.step('code', { code: await right() })).toBe('set-password');
  });

  it('more than ten wrong ones for one mailbox, over any number of browsers, are too many [A13]', async () => {
    const codes: string[] = [];
    for (let browser = 0; browser < 2; browser++) {
      const visit = await atCode();
      codes.push(await right());
      for (let time = 1; time <= 5; time++) await visit.submit('code', { code: wrongOf(codes.at(-1) ?? '', time) });
    }
    const third = await atCode();
    const answer = await third.submit('code', { code: await right() });
    expect([answer.statusCode, codeOfProblem(answer)]).toEqual([429, 'CODE-TOO-MANY']);
    app.clock.advance(16 * MINUTE);
    await third.step('resend-code');
    expect(await third.step('code', { code: await right() })).toBe('set-password');
  });

  it.each([
    ['9:30', 9.5 * MINUTE, 200],
    ['10:30', 10.5 * MINUTE, 410],
  ])('at %s of its ten minutes [S14]', async (_when, time, status) => {
    const visit = await atCode();
    const code = await right();
    app.clock.advance(time);
    expect((await visit.submit('code', { code })).statusCode).toBe(status);
  });

  it('work once [S15]', async () => {
    const visit = await atCode();
    const code = await right();
    await visit.step('code', { code });
    const [row] = await rowsOf(app, 'select count(*)::int as used from one_time_codes where consumed_at is not null');
    expect(row).toEqual({ used: 1 });
    const other = await open(app, invited);
    await other.submit('accept');
    expect((await other.submit('code', { code })).statusCode).not.toBe(200);
  });

  it('belong to the browser that asked: typed in another one they are wrong [S16]', async () => {
    const one = await atCode();
    const code = await right();
    app.clock.advance(61 * SECOND);
    const other = await atCode();
    expect((await other.submit('code', { code })).statusCode).toBe(422);
    const foreign = await app.client().post(`/api/v1/flows/${one.flow.id}/code`, { code });
    expect(codeOfProblem(foreign)).toBe('FLOW-NOT-FOUND');
    expect(await one.step('code', { code })).toBe('set-password');
  });

  it('a newer one takes the place of the older, which says so', async () => {
    const visit = await atCode();
    const old = await right();
    app.clock.advance(61 * SECOND);
    await visit.step('resend-code');
    const answer = await visit.submit('code', { code: old });
    expect([answer.statusCode, codeOfProblem(answer)]).toEqual([410, 'CODE-SUPERSEDED']);
    expect(await visit.step('code', { code: await right() })).toBe('set-password');
  });

  it('another only after a minute, five an hour for one mailbox, however many browsers ask', async () => {
    const visit = await atCode();
    const early = await visit.submit('resend-code');
    expect([early.statusCode, codeOfProblem(early)]).toEqual([429, 'SEND-LIMIT']);
    for (let time = 0; time < 8; time++) {
      app.clock.advance(61 * SECOND);
      await (await atCode()).submit('resend-code');
    }
    await app.deliver();
    expect(mailsTo(app, invited.email).filter(({ subject }) => /\d{6}/.test(subject))).toHaveLength(5);
  });

  it('may be typed with spaces, dashes and full-width digits', async () => {
    const visit = await atCode();
    const code = await right();
    const wide = [...code].map((digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
    expect(await visit.step('code', { code: ` ${wide.slice(0, 3).join('')}-${wide.slice(3).join('')} ` })).toBe(
      'set-password',
    );
  });

  it('what is no code costs no try', async () => {
    const visit = await atCode();
    for (const typed of ['12345', '1234567', 'abcdef', '']) {
      expect((await visit.submit('code', { code: typed })).statusCode).toBe(400);
    }
    expect(await rowsOf(app, 'select tries from one_time_codes')).toEqual([{ tries: 0 }]);
  });
});
