import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import {
  COMPANY,
  codeOfProblem,
  type Invited,
  invite,
  join,
  leaveOnlyPhone,
  mailsTo,
  newestToken,
  open,
  type Place,
  rowsOf,
  textsTo,
  type Visit,
  walkTo,
} from '../../../test/journey.ts';

const MEI = 'mei@urs.example';

describe('an invitation is handed over to a colleague [D7s]', () => {
  let app: TestApp;
  let place: Place;
  let invited: Invited;
  let first: Visit;
  beforeEach(async () => {
    app = await createTestApp();
    place = await app.setUp();
    invited = await invite(app, place, { note: 'Machine 42 is ready.' });
    first = await walkTo(app, await open(app, invited), 'company');
  });
  afterEach(() => app.close());

  const detail = async () =>
    (await place.owner.get(`/api/v1/organizations/${place.org}/invitations/${invited.id}`)).json();
  const handOver = async (by: Visit, email: string, over: Record<string, unknown> = {}) => {
    const answer = await by.submit('hand-over', { email, ...over });
    await app.deliver();
    return answer;
  };

  it('the same invitation goes on with the colleague, with what was typed; the first is told so', async () => {
    await first.submit('save-company', { ...COMPANY, address: 'No. 1' });
    const answer = await handOver(first, MEI, { name: 'Mei Chen', note: 'You know our machines.' });
    expect(answer.json(), answer.body).toMatchObject({
      state: 'stopped',
      problem: { code: 'INV-HANDED-OVER', params: { to: 'm••••@urs.example' } },
    });
    const page = await first.client.get(`/flow/${first.flow.id}`);
    expect(page.body).toContain('You handed this invitation over to m••••@urs.example');
    const mail = mailsTo(app, MEI).at(-1);
    expect(mail?.subject).toBe('Willy Wu hands the invitation of Northwind Machines over to you');
    expect(mail?.text).toContain('You know our machines.');
    expect(mail?.text).toContain('Olga Owner (Northwind Machines)');
    expect(mail?.text).not.toContain('Machine 42');
    const landing = await app.client().get(`/i/${newestToken(app, MEI)}`);
    expect(landing.body).toContain('You know our machines.');
    const second = await walkTo(app, await open(app, { token: newestToken(app, MEI), email: MEI }), 'company');
    expect(second.flow.step).toMatchObject({ company: { ...COMPANY, address: 'No. 1' }, handOver: { left: 2 } });
    expect(await second.step('company', COMPANY)).toBe('done');
    expect(await detail()).toMatchObject({ state: 'accepted', to: { email: MEI }, name: 'Mei Chen' });
  });

  it('every link of the first dies, on a page that says why, in any browser', async () => {
    await handOver(first, MEI);
    const asked = await place.owner.post(`/api/v1/organizations/${place.org}/diagnosis`, { identifier: MEI });
    expect(asked.json(), asked.body).toMatchObject({ seenByThem: { step: 'accept' } });
    const old = await app.client().get(`/i/${invited.token}`);
    expect(old.body).toContain('INV-HANDED-OVER');
    expect(old.body).not.toContain(MEI);
    const again = await app.client().post('/api/v1/flows', { kind: 'invitation', token: invited.token });
    expect([codeOfProblem(again), again.json().params.to]).toEqual(['INV-HANDED-OVER', 'm••••@urs.example']);
    for (const [step, body] of [
      ['company', COMPANY],
      ['hand-over', { email: 'other@urs.example' }],
      ['decline', {}],
    ] as const) {
      expect((await first.submit(step, body)).statusCode, step).toBeGreaterThanOrEqual(400);
    }
    // What the inviter corrects later is nothing that the first did.
    const path = `/api/v1/organizations/${place.org}/invitations/${invited.id}`;
    const theirs = newestToken(app, MEI);
    await place.owner.post(`${path}/correct`, { to: { email: 'anna@urs.example' } });
    expect((await app.client().get(`/i/${theirs}`)).body).toContain('INV-SUPERSEDED');
    expect((await app.client().get(`/i/${invited.token}`)).body).toContain('INV-HANDED-OVER');
  });

  it('an inviter with nothing but a phone is told by text message (S19)', async () => {
    await leaveOnlyPhone(app, 'owner@northwind.example', '+48512345678');
    await handOver(first, MEI);
    expect(textsTo(app, '+48512345678')).toEqual([
      'Northwind Machines: Willy Wu handed your invitation to somebody else. See to whom: http://localhost:3000/console/invitations',
    ]);
  });

  it('the inviter is told; timeline and audit log say who did it', async () => {
    await handOver(first, MEI);
    const notice = mailsTo(app, 'owner@northwind.example').at(-1);
    expect(notice?.subject).toBe('Willy Wu handed your invitation over');
    expect(notice?.text).toContain(MEI);
    const after = await detail();
    expect(after).toMatchObject({ state: 'sent', stoppedAt: 'identity-proven' });
    expect(after.timeline.find(({ event }: { event: string }) => event === 'handed-over')).toMatchObject({
      actor: 'Willy Wu',
      detail: { before: 'willy@urs.example', after: MEI },
    });
    const [audited] = await rowsOf(
      app,
      `select change, actor_type from audit_events where action = 'invitation.handed-over'`,
    );
    expect(audited).toMatchObject({
      actor_type: 'account',
      change: { to: { before: 'willy@urs.example', after: MEI } },
    });
  });

  it('whatever concerns others is refused in one way; what concerns the form is said', async () => {
    await join(app, place, ['member'], 'member@urs.example');
    await invite(app, place, { to: { email: 'invited@urs.example' } });
    await rowsOf(app, 'insert into suppressions values ($1, $2, now())', [place.org, 'never@urs.example']);
    const refused = await Promise.all(
      ['member@urs.example', 'invited@urs.example', 'never@urs.example'].map(async (email) => {
        const { title, detail: text, params, errors } = (await handOver(first, email)).json();
        return { title, text, params, errors };
      }),
    );
    expect(new Set(refused.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(codeOfProblem(await handOver(first, 'member@urs.example'))).toBe('HANDOVER-REFUSED');
    const same = await handOver(first, 'WILLY@urs.example');
    expect(same.json().errors).toMatchObject([{ path: 'email', code: 'ADDRESS-UNCHANGED' }]);
    expect((await handOver(first, 'mei')).json().errors).toMatchObject([{ path: 'email', code: 'EMAIL-INVALID' }]);
    expect(await detail()).toMatchObject({ to: { email: 'willy@urs.example' }, stoppedAt: 'company-created' });
  });

  it('an address at another domain is asked about once, and tells nothing before', async () => {
    await join(app, place, ['member'], 'member@home.example');
    for (const email of ['mei@home.example', 'member@home.example']) {
      const asked = await handOver(first, email);
      expect(asked.json().errors).toMatchObject([
        { path: 'email', code: 'ADDRESS-OTHER-DOMAIN', params: { domain: 'urs.example' } },
      ]);
    }
    expect((await handOver(first, 'mei@home.example', { otherDomain: true })).statusCode).toBe(200);
    expect(await detail()).toMatchObject({ to: { email: 'mei@home.example' } });
  });

  it('three times at most, from hand to hand', async () => {
    let holder = first;
    for (const email of ['a@urs.example', 'b@urs.example', 'c@urs.example']) {
      expect((await handOver(holder, email)).statusCode).toBe(200);
      holder = await walkTo(app, await open(app, { token: newestToken(app, email), email }), 'company');
    }
    expect(holder.flow.step).toMatchObject({ handOver: { left: 0 } });
    expect(codeOfProblem(await handOver(holder, 'd@urs.example'))).toBe('HANDOVER-LIMIT');
    // Each is told of their own.
    expect((await first.client.get(`/flow/${first.flow.id}`)).body).toContain('a••••@urs.example');
  });

  it('only whoever has proven the invited address, and stands at the company, hands over', async () => {
    const early = await open(app, await invite(app, place, { to: { email: 'early@urs.example' } }));
    expect(codeOfProblem(await early.submit('hand-over', { email: MEI }))).toBe('FLOW-STEP-WRONG');
    const path = `/api/v1/flows/${first.flow.id}/hand-over`;
    expect((await app.client().post(path, { email: MEI })).statusCode).toBe(404);
    expect(mailsTo(app, MEI)).toEqual([]);
  });

  it('works without script, and loses nothing typed on either page', async () => {
    const flow = `/flow/${first.flow.id}`;
    const company = { ...COMPANY, address: 'No. 7', phone: '', timeZone: '', locale: 'en', differentCompanyReason: '' };
    const left = await first.client.form(`${flow}/to-hand-over`, company);
    expect([left.statusCode, left.headers.location]).toEqual([303, `${flow}/hand-over`]);
    const page = await first.client.get(`${flow}/hand-over`);
    expect(page.body).toContain('Hand over to a colleague');
    expect(page.body).toContain('/unsubscribe/');
    const asked = await first.client.form(`${flow}/hand-over`, { email: 'mei@home.example', name: '', note: 'Hello' });
    expect(asked.body).toContain('value="mei@home.example"');
    expect(asked.body).toContain('name="otherDomain"');
    const done = await first.client.form(`${flow}/hand-over`, { email: MEI, name: '', note: 'Hello' });
    expect([done.statusCode, done.headers.location]).toEqual([303, flow]);
    await app.deliver();
    const second = await walkTo(app, await open(app, { token: newestToken(app, MEI), email: MEI }), 'company');
    expect(second.flow.step).toMatchObject({ company: { address: 'No. 7' } });
    expect((await second.client.get(`/flow/${second.flow.id}/hand-over`)).body).toContain('2 more times');
  });

  it('"do not invite me again" can be reached from the landing page, and from nowhere that others see', async () => {
    const landing = (await app.client().get(`/i/${invited.token}`)).body;
    const path = /\/unsubscribe\/[\w/-]+/.exec(landing)?.[0] ?? '';
    const pressed = await app.client().form(path, {});
    expect(pressed.statusCode, pressed.body).toBe(200);
    expect(await rowsOf(app, 'select from suppressions')).toHaveLength(1);
    expect(
      JSON.stringify((await place.owner.get(`/api/v1/organizations/${place.org}/invitations`)).json()),
    ).not.toContain('unsubscribe');
  });
});
