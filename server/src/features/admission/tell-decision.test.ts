import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import {
  COMPANY,
  invite,
  join,
  mailsTo,
  open,
  type Place,
  rowsOf,
  signIn,
  textsTo,
  walkTo,
} from '../../../test/journey.ts';
import { MINUTE } from '../../kernel/clock.ts';

const NUMBERS = ['24536806', '04595257', '22099131', '84149961'];

describe('who is told of requests and decisions', () => {
  let app: TestApp;
  let place: Place;
  beforeEach(async () => {
    app = await createTestApp();
    place = await app.setUp();
    const policies = { companyApproval: true };
    await place.owner.patch(`/api/v1/organizations/${place.org}/settings`, { policies });
  });
  afterEach(() => app.close());

  async function ask(name: string, index: number) {
    const invited = await invite(app, place, { to: { email: `${name}@${name}.example` }, name: `Person ${name}` });
    const visit = await walkTo(app, await open(app, invited), 'company');
    await visit.step('company', { ...COMPANY, name: `Company ${name}`, registrationNumber: NUMBERS[index] });
    return { ...visit, step: visit.step, invited };
  }
  const digests = (to = 'owner@northwind.example') =>
    mailsTo(app, to).filter(({ text }) => text.includes('/console/northwind-machines/queue'));
  const decide = async (body: unknown) => {
    const path = `/api/v1/organizations/${place.org}/company-approvals`;
    const [request] = (await place.owner.get(path)).json().items;
    expect((await place.owner.post(`${path}/${request.id}/decision`, body)).statusCode).toBe(200);
    await app.deliver();
  };
  const pass = async (minutes: number) => {
    app.clock.advance(minutes * MINUTE);
    await app.deliver();
    await app.deliver();
  };

  it('owners and administrators get one mail in ten minutes, however many ask', async () => {
    await join(app, place, ['administrator'], 'adam@northwind.example');
    await join(app, place, ['inviter'], 'ingrid@northwind.example');
    await ask('one', 0);
    await pass(1);
    expect(digests().map(({ subject }) => subject)).toEqual(['Person one asks for approval: Company one']);
    expect(digests('adam@northwind.example')).toHaveLength(1);
    expect(digests('ingrid@northwind.example')).toHaveLength(0);
    await ask('two', 1);
    await ask('three', 2);
    await pass(2);
    expect(digests()).toHaveLength(1);
    await pass(8);
    expect(digests()).toHaveLength(2);
    expect(digests()[1]?.subject).toBe('2 requests wait for your decision: Northwind Machines');
    expect(digests()[1]?.text).toContain('Company three');
    expect(digests()[1]?.text).not.toContain('Company one');
    await pass(30);
    expect(digests()).toHaveLength(2);
  });

  it('whoever decides with nothing but a phone gets a text message, as seldom', async () => {
    const phone = '+48512345678';
    const invited = await invite(app, place, { kind: 'member', to: { phone }, roles: ['administrator'] });
    await walkTo(app, await open(app, invited), 'done');
    await ask('one', 0);
    await pass(1);
    await ask('two', 1);
    await pass(2);
    const told = () => textsTo(app, phone).filter((text) => text.includes('for your decision'));
    expect(told()).toEqual([expect.stringMatching(/^Northwind Machines: 1 request waits .*\/console\/queue$/)]);
    expect(digests()).toHaveLength(1);
  });

  it('the person is told why they were turned down, with a way back to what they typed', async () => {
    const { invited } = await ask('one', 0);
    await decide({ decision: 'reject', reason: 'Please use the number of the branch.' });
    const mail = mailsTo(app, 'one@one.example').at(-1);
    expect(mail?.subject).toBe('Company one was not approved');
    expect(mail?.text).toContain('Please use the number of the branch.');
    const token = /\/i\/([\w-]{43})/.exec(mail?.text ?? '')?.[1] ?? '';
    const back = await walkTo(app, await open(app, { token, email: invited.email }), 'company');
    expect(back.flow.step).toMatchObject({ rejection: { reason: 'Please use the number of the branch.' } });
  });

  it('whoever does not want to be told is not', async () => {
    const visit = await ask('one', 0);
    await visit.step('note-approver', { note: '', notify: false });
    const before = mailsTo(app, 'one@one.example').length;
    await decide({ decision: 'approve' });
    expect(mailsTo(app, 'one@one.example')).toHaveLength(before);
  });

  it('with nothing but a phone they get a text message', async () => {
    await ask('one', 0);
    await rowsOf(
      app,
      `update identifiers set kind = 'phone', canonical = '+886912345678', shown = '+886 912 345 678' where canonical = 'one@one.example'`,
    );
    await decide({ decision: 'approve' });
    expect(app.phone.texts.at(-1)).toMatchObject({ to: '+886912345678' });
    expect(app.phone.texts.at(-1)?.text).toContain('Company one is approved. Sign in: http');
  });

  it('a wish to join is told of too, and its refusal with the reason', async () => {
    await ask('one', 0);
    await decide({ decision: 'approve' });
    const invited = await invite(app, place, { to: { email: 'mei@one.example' }, name: 'Mei' });
    const second = await walkTo(app, await open(app, invited), 'company');
    await second.submit('company', { ...COMPANY, registrationNumber: NUMBERS[0] });
    await second.step('join-company');
    await second.step('note-approver', { note: 'From purchasing' });
    const owner = app.client();
    expect((await signIn(app, 'one@one.example', undefined, owner)).statusCode).toBe(200);
    await pass(1);
    const told = mailsTo(app, 'one@one.example').find(({ subject }) => subject === 'Mei asks to join Company one');
    expect(told?.text).toContain('/console/company-one/queue');
    const path = '/api/v1/organizations/company-one/join-requests';
    const [request] = (await owner.get(`${path}?state=requested`)).json().items;
    expect(request.note).toBe('From purchasing');
    const reason = 'We do not know you.';
    const answer = await owner.post(`${path}/${request.id}/decision`, { decision: 'reject', reason });
    expect(answer.json()).toMatchObject({ state: 'rejected', reason });
    await app.deliver();
    expect(mailsTo(app, 'mei@one.example').at(-1)?.text).toContain(reason);
    expect((await owner.get(`${path}?state=requested`)).json().items).toEqual([]);
  });
});
