import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import {
  COMPANY,
  codeOfProblem,
  type Invited,
  invite,
  join,
  mailsTo,
  open,
  type Place,
  rowsOf,
  signIn,
  type Visit,
  walkTo,
} from '../../../test/journey.ts';
import { DAY, HOUR } from '../../kernel/clock.ts';
import { findStops } from './index.ts';

describe('a company that the inviting organization has to approve', () => {
  let app: TestApp;
  let place: Place;
  let invited: Invited;
  let visit: Visit;
  beforeEach(async () => {
    app = await createTestApp();
    place = await app.setUp();
    const policies = { companyApproval: true };
    expect((await place.owner.patch(`/api/v1/organizations/${place.org}/settings`, { policies })).statusCode).toBe(200);
    invited = await invite(app, place);
    visit = await walkTo(app, await open(app, invited), 'company');
    expect(await visit.step('company', COMPANY)).toBe('waiting');
  });
  afterEach(() => app.close());

  const queue = async (by = place.owner, state = 'waiting') =>
    (await by.get(`/api/v1/organizations/${place.org}/company-approvals?state=${state}`)).json().items;
  const decide = (id: string, body: unknown, by = place.owner) =>
    by.post(`/api/v1/organizations/${place.org}/company-approvals/${id}/decision`, body);
  const flow = async (of = visit) => (await of.client.get(`/api/v1/flows/${of.flow.id}`)).json();
  const reject = { decision: 'reject', reason: 'The number is of your parent company.' };
  const companies = async () => (await place.owner.get(`/api/v1/organizations/${place.org}/companies`)).json().items;
  const secondAt = async (email = 'mei@urs.example') =>
    walkTo(app, await open(app, await invite(app, place, { to: { email }, name: 'Mei' })), 'company');

  it('waits, and gives nothing to anybody until it is approved', async () => {
    expect(visit.flow.step).toMatchObject({
      name: 'waiting',
      request: 'company',
      organizationName: 'Northwind Machines',
      companyName: 'URS Machining',
      usualSeconds: null,
      sent: COMPANY,
      tellAt: 'w••••@urs.example',
    });
    expect((await visit.client.get('/api/v1/session')).statusCode).toBe(401);
    expect((await signIn(app, 'willy@urs.example', undefined, visit.client)).statusCode).toBe(200);
    const session = (await visit.client.get('/api/v1/session')).json();
    expect(session.memberships).toEqual([]);
    expect((await visit.client.get('/api/v1/organizations/urs-machining/members')).statusCode).toBe(404);
    const welcome = await visit.client.get('/welcome/urs-machining');
    expect([welcome.statusCode, welcome.headers.location]).toEqual([303, '/portal']);
    expect(await companies()).toEqual([]);
    expect(
      await rowsOf(
        app,
        "select from memberships m join organizations o on o.id = m.organization_id where o.name = 'URS Machining'",
      ),
    ).toEqual([]);
    expect((await findStops(app.services, [invited.id])).get(invited.id)).toBe('approved');
  });

  it('the queue tells who asks, what they have proven, who invited them; only to those who decide', async () => {
    const [request, ...others] = await queue();
    expect(others).toEqual([]);
    expect(request).toMatchObject({
      state: 'waiting',
      company: COMPANY,
      person: { name: 'Willy Wu', proofs: [{ kind: 'email', shown: 'willy@urs.example' }] },
      invitation: { id: invited.id, invitedBy: 'Olga Owner' },
      warnings: [{ kind: 'new-domain', names: [] }],
    });
    const effects = await place.owner.get(`/api/v1/organizations/${place.org}/policy-effects`);
    expect(effects.json()).toMatchObject({ companyApproval: { openInvitations: 0, waiting: 1 } });
    const count = await place.owner.get(`/api/v1/organizations/${place.org}/waiting-requests`);
    expect(count.json()).toEqual({ companies: 1, joinRequests: 0, recoveries: 0 });
    const inviter = await join(app, place, ['inviter'], 'inviter@northwind.example');
    expect((await inviter.get(`/api/v1/organizations/${place.org}/company-approvals`)).statusCode).toBe(403);
    expect((await decide(request.id, { decision: 'approve' }, inviter)).statusCode).toBe(403);
  });

  it('the diagnosis says so, with the button that lets them in', async () => {
    const path = `/api/v1/organizations/${place.org}/diagnosis`;
    const found = await place.owner.post(path, { identifier: 'willy@urs.example' });
    expect(found.json(), found.body).toMatchObject({
      verdict: { code: 'waiting-company' },
      fix: { action: 'approve-company' },
    });
    const { href, body } = found.json().fix;
    expect((await place.owner.post(href, body)).json()).toMatchObject({ state: 'approved' });
  });

  it('approved, it opens, and whoever created it owns it: from the page that waited with one press', async () => {
    const [request] = await queue();
    app.clock.advance(2 * HOUR);
    await signIn(app, 'owner@northwind.example', undefined, place.owner);
    const answer = await decide(request.id, { decision: 'approve' });
    expect([answer.statusCode, answer.json().state], answer.body).toEqual([200, 'approved']);
    await app.deliver();
    const welcome = mailsTo(app, 'willy@urs.example').at(-1);
    expect(welcome?.text).toContain('URS Machining is ready');
    expect(await flow()).toMatchObject({ state: 'done', step: { name: 'done', canEnter: true } });
    expect((await visit.client.get('/api/v1/session')).statusCode).toBe(401);
    expect((await app.client().post(`/api/v1/flows/${visit.flow.id}/enter`, {})).statusCode).toBe(404);
    expect(await visit.step('enter')).toBe('done');
    expect(visit.flow.redirectTo).toBe('/welcome/urs-machining');
    const { memberships } = (await visit.client.get('/api/v1/session')).json();
    expect(memberships).toMatchObject([{ organization: { slug: 'urs-machining' }, roles: ['owner'] }]);
    expect(await companies()).toMatchObject([{ name: 'URS Machining', members: 1, invitationId: invited.id }]);
    const after = (await place.owner.get(`/api/v1/organizations/${place.org}/invitations/${invited.id}`)).json();
    expect(after).toMatchObject({
      state: 'accepted',
      stoppedAt: null,
      acceptedOrganization: { name: 'URS Machining' },
    });
    const words = after.timeline.map(({ event }: { event: string }) => event);
    expect(words).toEqual(expect.arrayContaining(['approval-asked', 'company-approved', 'accepted']));
    const audited = await rowsOf(app, "select action from audit_events where action like 'company.%' order by id");
    expect(audited.map(({ action }) => action)).toEqual(['company.approval-asked', 'company.approved']);
    const next = await secondAt('anna@kowalski.example');
    const body = { name: 'Kowalski', country: 'TW', registrationNumber: '04595257' };
    expect(await next.step('company', body)).toBe('waiting');
    expect(next.flow.step).toMatchObject({ usualSeconds: expect.closeTo(2 * 3600, -2) });
  });

  it('turned down with a reason, the form is theirs again with what they typed, and they ask again', async () => {
    const [request] = await queue();
    expect(codeOfProblem(await decide(request.id, { decision: 'reject' }))).toBe('REQUEST-INVALID');
    expect((await decide(request.id, reject)).json()).toMatchObject({ state: 'rejected', reason: reject.reason });
    expect(await flow()).toMatchObject({
      state: 'open',
      problem: { code: 'COMPANY-REJECTED' },
      step: { name: 'company', company: COMPANY, rejection: { reason: reject.reason } },
    });
    const page = await visit.client.get(`/flow/${visit.flow.id}`);
    expect(page.body).toContain(reject.reason);
    expect(page.body).toContain('value="URS Machining"');
    expect((await findStops(app.services, [invited.id])).get(invited.id)).toBe('company-created');
    const corrected = { ...COMPANY, registrationNumber: '04595257' };
    expect(await visit.step('company', corrected)).toBe('waiting');
    const [again] = await queue();
    expect(again.company).toMatchObject({ ...corrected });
    expect(again.id).not.toBe(request.id);
    expect(await queue(place.owner, 'decided')).toMatchObject([{ id: request.id, reason: reject.reason }]);
    await decide(again.id, { decision: 'approve' });
    expect(await visit.step('enter')).toBe('done');
    expect(visit.flow.redirectTo).toBe('/welcome/urs-machining');
  });

  it('the number of one that waits is taken, and free again once it is turned down [scenario 28]', async () => {
    const second = await secondAt();
    const refused = await second.submit('company', { ...COMPANY, name: 'URS 2' });
    expect([codeOfProblem(refused), refused.json().params]).toEqual(['COMPANY-EXISTS', { name: 'URS Machining' }]);
    expect(await second.step('join-company')).toBe('waiting');
    const [request] = await queue();
    await decide(request.id, reject);
    expect(await flow(second)).toMatchObject({
      problem: { code: 'JOIN-COMPANY-GONE' },
      step: { name: 'company', company: { name: 'URS 2' }, duplicate: null },
    });
    expect(await second.step('company', { ...COMPANY, name: 'URS 2' })).toBe('waiting');
    const late = await visit.submit('company', COMPANY);
    expect([codeOfProblem(late), late.json().params]).toEqual(['COMPANY-EXISTS', { name: 'URS 2' }]);
  });

  it('who asked to join while it waited is decided about by its owner, once it is open', async () => {
    const second = await secondAt();
    await second.submit('company', COMPANY);
    await second.step('join-company');
    const [request] = await queue();
    await decide(request.id, { decision: 'approve' });
    await visit.step('enter');
    const requests = '/api/v1/organizations/urs-machining/join-requests';
    const [asking] = (await visit.client.get(requests)).json().items;
    expect((await visit.client.post(`${requests}/${asking.id}/decision`, { decision: 'approve' })).statusCode).toBe(
      200,
    );
    expect(await second.step('enter')).toBe('done');
  });

  it('a note reaches whoever decides; taking it back gives the form back and takes it from the queue', async () => {
    await visit.client.form(`/flow/${visit.flow.id}/note-approver`, { note: 'Please call me' });
    expect((await flow()).step).toMatchObject({ note: 'Please call me', notify: false });
    expect((await queue())[0].note).toBe('Please call me');
    expect(await visit.step('withdraw-request')).toBe('company');
    expect(visit.flow).toMatchObject({ step: { company: COMPANY, rejection: null } });
    expect(visit.flow.problem).toBeUndefined();
    expect(await queue()).toEqual([]);
    const [gone] = await queue(place.owner, 'decided');
    const late = await decide(gone.id, { decision: 'approve' });
    expect([codeOfProblem(late), late.json().params.decision]).toEqual(['CONFLICT', 'withdrawn']);
    expect(codeOfProblem(await visit.submit('withdraw-request'))).toBe('FLOW-STEP-WRONG');
    expect(await visit.step('company', COMPANY)).toBe('waiting');
  });

  it('revoked or corrected while it waits, it is gone', async () => {
    const path = `/api/v1/organizations/${place.org}/invitations/${invited.id}`;
    await place.owner.post(`${path}/revoke`);
    expect(await queue()).toEqual([]);
    expect(await flow()).toMatchObject({ state: 'stopped', problem: { code: 'INV-REVOKED' } });
    const [gone] = await queue(place.owner, 'decided');
    expect(codeOfProblem(await decide(gone.id, { decision: 'approve' }))).toBe('CONFLICT');
    const second = await secondAt();
    expect(await second.step('company', COMPANY)).toBe('waiting');
  });

  it('waiting outlasts the invitation’s own end; a suspended organization decides nothing', async () => {
    app.clock.advance(40 * DAY);
    await signIn(app, 'owner@northwind.example', undefined, place.owner);
    expect(
      (await place.owner.get(`/api/v1/organizations/${place.org}/invitations/${invited.id}`)).json(),
    ).toMatchObject({
      state: 'consented',
      stoppedAt: 'approved',
    });
    const again = await walkTo(app, await open(app, invited), 'waiting');
    await rowsOf(app, "update organizations set state = 'suspended' where id = $1", [place.org]);
    expect(await flow(again)).toMatchObject({ state: 'stopped', problem: { code: 'ORG-SUSPENDED' } });
    expect((await place.owner.get(`/api/v1/organizations/${place.org}/company-approvals`)).statusCode).toBe(404);
    await rowsOf(app, "update organizations set state = 'active' where id = $1", [place.org]);
    const [request] = await queue();
    expect((await decide(request.id, { decision: 'approve' })).statusCode).toBe(200);
  });

  it('of two who decide one wins, and the other is told who', async () => {
    const administrator = await join(app, place, ['administrator'], 'adam@northwind.example');
    const [request] = await queue();
    const answers = await Promise.all([
      decide(request.id, { decision: 'approve' }),
      decide(request.id, reject, administrator),
    ]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
    const lost = answers.find(({ statusCode }) => statusCode === 409);
    expect(lost?.json().params).toMatchObject({
      by: expect.any(String),
      decision: expect.stringMatching(/^(approved|rejected)$/),
    });
  });

  it('several at once, each on its own', async () => {
    const other = await secondAt('anna@kowalski.example');
    await other.step('company', { name: 'Kowalski', country: 'TW', registrationNumber: '04595257' });
    const ids = (await queue()).map(({ id }: { id: string }) => id);
    await decide(ids[0], reject);
    const path = `/api/v1/organizations/${place.org}/company-approvals/decisions`;
    const answer = await place.owner.post(path, { ids: [...ids, 'org_unknown'], decision: 'approve' });
    expect(answer.json().items).toMatchObject([
      {
        id: ids[0],
        result: 'refused',
        problem: { code: 'CONFLICT', params: { decision: 'rejected', by: 'Olga Owner' } },
      },
      { id: ids[1], result: 'done' },
      { id: 'org_unknown', result: 'refused', problem: { code: 'NOT-FOUND' } },
    ]);
  });

  it('warns of a name like it', async () => {
    const [request] = await queue();
    await decide(request.id, { decision: 'approve' });
    const other = await secondAt();
    await other.step('company', { name: 'URS Machining Co', country: 'TW', registrationNumber: '04595257' });
    const [next] = await queue();
    expect(next.warnings).toEqual([{ kind: 'similar-name', names: ['URS Machining'] }]);
  });
});
