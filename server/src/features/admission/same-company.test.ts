import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import {
  COMPANY,
  codeOfProblem,
  foundCompany,
  invite,
  open,
  type Place,
  rowsOf,
  type Visit,
  walkTo,
} from '../../../test/journey.ts';

describe('two people create one company', () => {
  let app: TestApp;
  let place: Place;
  let company: Place;
  let second: Visit;
  beforeEach(async () => {
    app = await createTestApp();
    place = await app.setUp();
    company = await foundCompany(app, place);
    second = await walkTo(
      app,
      await open(app, await invite(app, place, { to: { email: 'mei@urs.example' }, name: 'Mei' })),
      'company',
    );
  });
  afterEach(() => app.close());

  const requests = async () =>
    (await company.owner.get(`/api/v1/organizations/${company.org}/join-requests`)).json().items;
  const decide = (id: string, decision: string) =>
    company.owner.post(`/api/v1/organizations/${company.org}/join-requests/${id}/decision`, { decision });

  it('with one number, however it is written, there is one company [scenario 28]', async () => {
    for (const registrationNumber of ['24536806', ' 2453-6806 ', '２４５３６８０６']) {
      const answer = await second.submit('company', { ...COMPANY, name: 'URS 2', registrationNumber });
      expect([answer.statusCode, codeOfProblem(answer)]).toEqual([409, 'COMPANY-EXISTS']);
      expect(answer.json().params).toEqual({ name: 'URS Machining' });
    }
    expect(await rowsOf(app, 'select from organizations')).toHaveLength(2);
  });

  it('what was typed is kept, and joining is offered', async () => {
    await second.submit('company', { ...COMPANY, name: 'URS Typed', address: 'No. 1' });
    const again = await second.client.get(`/api/v1/flows/${second.flow.id}`);
    expect(again.json().step).toMatchObject({
      name: 'company',
      company: { name: 'URS Typed', address: 'No. 1' },
      duplicate: { name: 'URS Machining' },
    });
  });

  it('the second asks to join, waits, and comes in as a member once an administrator says yes', async () => {
    await second.submit('company', COMPANY);
    expect(await second.step('join-company')).toBe('waiting');
    await second.submit('join-company'); // once more changes nothing
    const [request, ...others] = await requests();
    expect(others).toEqual([]);
    expect(request).toMatchObject({ name: 'Mei', email: 'mei@urs.example', state: 'requested' });
    expect((await second.client.get('/api/v1/session')).statusCode).toBe(401);
    expect((await decide(request.id, 'approve')).json()).toMatchObject({ state: 'approved' });
    expect(codeOfProblem(await decide(request.id, 'reject'))).toBe('CONFLICT');
    const members = (await company.owner.get(`/api/v1/organizations/${company.org}/members`)).json().items;
    expect(members).toMatchObject([{ email: 'mei@urs.example', roles: ['member'] }, { roles: ['owner'] }]);
    const flow = (await second.client.get(`/api/v1/flows/${second.flow.id}`)).json();
    expect(flow).toMatchObject({ state: 'done' });
  });

  it('turned down, they are in nothing, and the company form is theirs again', async () => {
    await second.submit('company', COMPANY);
    await second.step('join-company');
    const [request] = await requests();
    expect((await decide(request.id, 'reject')).statusCode).toBe(200);
    const flow = (await second.client.get(`/api/v1/flows/${second.flow.id}`)).json();
    expect(flow).toMatchObject({ state: 'open', step: { name: 'company' }, problem: { code: 'JOIN-REJECTED' } });
    expect((await second.client.get('/api/v1/session')).statusCode).toBe(401);
  });

  it('"no, ours is another company" creates it, with the reason for support to see', async () => {
    const short = await second.submit('company', { ...COMPANY, name: 'URS 2', differentCompanyReason: 'no' });
    expect(short.json().errors).toMatchObject([{ path: 'differentCompanyReason', code: 'FIELD-TOO-SHORT' }]);
    const body = { ...COMPANY, name: 'URS 2', differentCompanyReason: 'The number was typed wrong by the first' };
    expect(await second.step('company', body)).toBe('done');
    const { items } = (await place.owner.get(`/api/v1/organizations/${place.org}/companies`)).json();
    expect(items[0]).toMatchObject({ name: 'URS 2', flaggedDuplicate: 'The number was typed wrong by the first' });
  });

  it('looking beside the form changes nothing and is only for whoever stands there', async () => {
    const path = `/api/v1/flows/${second.flow.id}/check-company`;
    const typed = { country: 'TW', registrationNumber: '24536806', name: 'URS Machining' };
    const found = await second.client.post(path, typed);
    expect(found.json()).toMatchObject({ duplicate: { name: 'URS Machining' } });
    expect((await app.client().post(path, typed)).statusCode).toBe(404);
    const early = await open(app, await invite(app, place, { to: { email: 'early@urs.example' } }));
    const tooEarly = await early.client.post(`/api/v1/flows/${early.flow.id}/check-company`, typed);
    expect(codeOfProblem(tooEarly)).toBe('FLOW-STEP-WRONG');
  });
});
