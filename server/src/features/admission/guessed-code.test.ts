import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { codeOfProblem, type Invited, invite, mailsTo, open } from '../../../test/journey.ts';
import { HOUR } from '../../kernel/clock.ts';

/** As many wrong codes as one network may try in an hour. */
const TRIES = 120;

describe('typed codes of invitations cannot be guessed [A20]', () => {
  let app: TestApp;
  let invited: Invited;
  let code: string;
  beforeEach(async () => {
    app = await createTestApp();
    invited = await invite(app, await app.setUp());
    const text = mailsTo(app, invited.email).at(-1)?.text ?? '';
    code = (/\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{2}\b/.exec(text)?.[0] ?? '').replaceAll('-', '');
  });
  afterEach(() => app.close());

  const at = (ip: string) => app.client({ ip });
  const look = (ip: string, typed: string) => at(ip).get(`/i/${typed}`);
  const begin = (ip: string, token: string) => at(ip).post('/api/v1/flows', { kind: 'invitation', token });
  const guesses = Array.from({ length: TRIES }, (_, index) => `22222${String(index + 100).replaceAll(/[01]/g, 'X')}ZZ`);

  it('opening a page costs a point like asking for a flow, and after the last not even the right code is looked at', async () => {
    for (const [index, guess] of guesses.entries()) {
      const answer = index % 2 === 0 ? await look('198.51.100.7', guess) : await begin('198.51.100.7', guess);
      expect(answer.statusCode).toBe(404);
    }
    const page = await look('198.51.100.7', code);
    expect(page.statusCode).toBe(429);
    expect(page.body).not.toContain('Northwind');
    expect(codeOfProblem(await begin('198.51.100.7', code))).toBe('RATE-LIMITED');
    expect((await at('198.51.100.7').form(`/i/${code}`, {})).statusCode).toBe(429);
    // Links are no guess, and others are not held up.
    expect((await look('198.51.100.7', invited.token)).statusCode).toBe(200);
    expect((await look('203.0.113.9', code)).statusCode).toBe(200);
    app.clock.advance(HOUR);
    expect((await look('198.51.100.7', code)).statusCode).toBe(200);
  });

  it('the right code costs nothing, however often its page is opened', async () => {
    for (let time = 0; time < TRIES + 5; time++) expect((await look('198.51.100.8', code)).statusCode).toBe(200);
    expect((await begin('198.51.100.8', code)).statusCode).toBe(201);
    expect((await open(app, { token: code, email: invited.email }, at('198.51.100.8'))).flow.step.name).toBe('accept');
  });
});
