import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, createTestApp, PASSWORD, type TestApp, tokenOf } from './app.ts';

describe('a customer is invited and creates their company', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp();
  });
  afterAll(() => app.close());

  it('walks the whole road by the API', async () => {
    const { owner, org } = await app.setUp();
    const invited = await owner.post(`/api/v1/organizations/${org}/invitations`, {
      kind: 'company',
      to: { email: 'Willy@URS.example' },
      name: 'Willy Wu',
      locale: 'zh-TW',
      company: { name: 'URS Machining', country: 'TW', registrationNumber: '24536806' },
    });
    expect(invited.statusCode, invited.body).toBe(201);
    expect(invited.json()).toMatchObject({
      state: 'queued',
      to: { email: 'Willy@URS.example' },
      stoppedAt: 'message-delivered',
    });

    const [mail] = await app.deliver();
    expect(mail?.to.address).toBe('willy@urs.example');
    const willy = app.client();
    const started = await willy.post('/api/v1/flows', { kind: 'invitation', token: tokenOf(mail) });
    expect(started.statusCode, started.body).toBe(201);
    const { id } = started.json();
    expect(started.json().step.name).toBe('accept');
    const step = async (name: string, body: unknown = {}) => {
      const answer = await willy.post(`/api/v1/flows/${id}/${name}`, body);
      expect(answer.statusCode, `${name}: ${answer.body}`).toBe(200);
      return answer.json();
    };
    expect((await step('accept')).step.name).toBe('code');
    const [codeMail] = await app.deliver();
    expect((await step('code', { code: codeOf(codeMail) })).step.name).toBe('set-password');
    const terms = await step('set-password', { password: PASSWORD });
    expect(terms.step.name).toBe('terms');
    const company = await step('terms', { accepted: true, version: terms.step.version });
    expect(company.step).toMatchObject({ name: 'company', company: { name: 'URS Machining' }, duplicate: null });
    expect(company).toMatchObject({ stepNumber: 4, stepCount: 4 });
    const done = await step('company', { name: 'URS Machining', country: 'TW', registrationNumber: '24536806' });
    expect(done).toMatchObject({ state: 'done', redirectTo: '/welcome/urs-machining' });

    const session = await willy.get('/api/v1/session');
    expect(session.json()).toMatchObject({ account: { name: 'Willy Wu' }, memberships: [{ roles: ['owner'] }] });
    const companies = await owner.get(`/api/v1/organizations/${org}/companies`);
    expect(companies.json().items).toMatchObject([{ name: 'URS Machining', members: 1, createdBy: 'Willy Wu' }]);
    const detail = await owner.get(`/api/v1/organizations/${org}/invitations/${invited.json().id}`);
    expect(detail.json()).toMatchObject({ state: 'accepted', acceptedOrganization: { name: 'URS Machining' } });
    const mails = await app.deliver();
    expect(mails.map((sent) => sent.to.address)).toEqual(['willy@urs.example']);
  });
});
