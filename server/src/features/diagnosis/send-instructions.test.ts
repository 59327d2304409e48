import type { Diagnosis } from '@gatehouse/contract/diagnosis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type TestApp, type TestClient } from '../../../test/app.ts';
import {
  codeOfProblem,
  foundCompany,
  invite,
  join,
  mailsTo,
  newestToken,
  open,
  type Place,
  rowsOf,
  signIn,
  walkTo,
} from '../../../test/journey.ts';
import { HOUR } from '../../kernel/clock.ts';

let app: TestApp;
let place: Place;
beforeAll(async () => {
  app = await createTestApp();
  place = await app.setUp();
});
afterAll(() => app.close());

const base = (org = place.org) => `/api/v1/organizations/${org}/diagnosis`;
const instruct = (identifier: string, client: TestClient = place.owner, org = place.org) =>
  client.post(`${base(org)}/instructions`, { identifier });
const member = (email: string, over: Record<string, unknown> = {}) =>
  invite(app, place, { kind: 'member', roles: ['member'], to: { email }, ...over });

async function diagnose(identifier: string): Promise<Diagnosis> {
  return (await place.owner.post(base(), { identifier })).json();
}

async function newestMail(email: string) {
  await app.deliver();
  const mail = mailsTo(app, email).findLast(({ subject }) => /How to get in|Jak wejść/.test(subject));
  if (!mail) throw new Error(`no mail to ${email}`);
  return mail;
}

describe('instructions', () => {
  it('say in their language what is left, with a link that leads on, and are recorded', async () => {
    const email = 'zosia@urs.example';
    const polish = app.client({ headers: { 'accept-language': 'pl' } });
    await walkTo(app, await open(app, await member(email, { locale: 'pl' }), polish), 'set-password');
    app.clock.advance(61_000);
    const answer = await instruct(email);
    expect(answer.json(), answer.body).toEqual({ to: email, channel: 'email' });
    const mail = await newestMail(email);
    expect(mail.subject).toContain('Jak wejść');
    expect(mail.text).toContain('Northwind Machines');
    expect(mail.text).toMatch(/hasł/i); // the step that is left
    const visit = await walkTo(app, await open(app, { token: newestToken(app, email), email }), 'done');
    expect(visit.flow.state).toBe('done');
    const [row] = await rowsOf(
      app,
      `select subject_type, change from audit_events where action = 'diagnosis.instructions-sent'`,
    );
    expect(row).toEqual({ subject_type: 'invitation', change: { instructions: 'steps' } });
  });

  it('go to nobody else: a member’s sign-in page, with no secret of anybody', async () => {
    const email = 'member@urs.example';
    await join(app, place, ['member'], email);
    await app.deliver();
    const before = app.mailbox.mails.length;
    expect((await instruct(email)).statusCode).toBe(200);
    const mail = await newestMail(email);
    expect(app.mailbox.mails.length).toBe(before + 1);
    expect(mail.text).toContain('/sign-in');
    expect(mail.text).not.toMatch(/\/i\/|[\w-]{43}/);
  });

  it('to somebody who is suspended, whom to ask', async () => {
    const email = 'suspended@urs.example';
    await join(app, place, ['member'], email);
    await rowsOf(
      app,
      `update memberships set state = 'suspended' where account_id = (select account_id from identifiers where canonical = $1)`,
      [email],
    );
    expect((await instruct(email)).statusCode).toBe(200);
    expect((await newestMail(email)).text).toContain('suspended your access');
  });

  it('are limited, and refused where there is nothing to tell or no way to tell it', async () => {
    const email = 'often@urs.example';
    await join(app, place, ['member'], email);
    for (const _ of [1, 2, 3]) expect((await instruct(email)).statusCode).toBe(200);
    expect(codeOfProblem(await instruct(email))).toBe('RATE-LIMITED');
    app.clock.advance(HOUR);
    expect((await instruct(email)).statusCode).toBe(200);
    expect(codeOfProblem(await instruct('nobody@urs.example'))).toBe('CONFLICT');
    const { id } = await member('revoked@urs.example');
    await place.owner.post(`/api/v1/organizations/${place.org}/invitations/${id}/revoke`);
    expect(codeOfProblem(await instruct('revoked@urs.example'))).toBe('CONFLICT');
  });

  it('of another organization’s people there is nothing to tell', async () => {
    const other = await foundCompany(app, place, { email: 'founder@urs.example' });
    await member('ours@urs.example');
    expect(codeOfProblem(await instruct('ours@urs.example', other.owner, other.org))).toBe('CONFLICT');
  });

  it('may be sent by those who help, not by every member', async () => {
    const support = await join(app, place, ['support'], 'support@northwind.example');
    const plain = await join(app, place, ['member'], 'plain@northwind.example');
    await member('helped@urs.example');
    app.clock.advance(61_000);
    expect((await instruct('helped@urs.example', support)).statusCode).toBe(200);
    expect(codeOfProblem(await instruct('helped@urs.example', plain))).toBe('FORBIDDEN');
  });
});

describe('a lock after failed tries', () => {
  it('is found with its end, told of, and taken away by one press', async () => {
    const email = 'locked@urs.example';
    await join(app, place, ['member'], email);
    for (let round = 0; round < 11; round++) await signIn(app, email, 'not the password at all');
    const found = await diagnose(email);
    expect(found.verdict.code).toBe('locked');
    expect(found.fix).toMatchObject({ action: 'unlock', method: 'POST' });
    expect(codeOfProblem(await signIn(app, email, PASSWORD))).toBe('ACC-LOCKED');
    expect((await instruct(email)).statusCode).toBe(200);
    expect((await newestMail(email)).text).toContain('no password is accepted until');
    const pressed = await place.owner.post(found.fix?.href ?? '', found.fix?.body);
    expect(pressed.statusCode, pressed.body).toBe(200);
    expect((await signIn(app, email, PASSWORD)).statusCode).toBe(200);
    expect((await diagnose(email)).verdict.code).toBe('fine');
    const [row] = await rowsOf(app, `select actor_type from audit_events where action = 'account.unlocked'`);
    expect(row?.actor_type).toBe('account');
  });

  it('is nobody else’s to take away', async () => {
    const other = await foundCompany(app, place, {
      email: 'second@urs.example',
      company: { name: 'Second', country: 'TW', registrationNumber: '04595257' },
    });
    const answer = await other.owner.post(`${base(other.org)}/unlock`, { identifier: 'locked@urs.example' });
    expect(codeOfProblem(answer)).toBe('NOT-FOUND');
  });
});
