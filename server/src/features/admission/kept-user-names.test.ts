import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type TestApp } from '../../../test/app.ts';
import {
  begin,
  codeOfProblem,
  join,
  memberIdOf,
  newestCode,
  type Place,
  rowsOf,
  signIn,
  walkTo,
} from '../../../test/journey.ts';
import { DAY } from '../../kernel/clock.ts';

describe('a user name that is given while somebody is added', () => {
  let app: TestApp;
  let place: Place;
  let short: string;
  let members: string;
  let count = 0;
  beforeAll(async () => {
    app = await createTestApp();
    place = await app.setUp();
    short = (await place.owner.get('/api/v1/session')).json().memberships[0].organization.slug;
    members = `/api/v1/organizations/${place.org}/members`;
  });
  beforeEach(() => app.services.database.pool.query('truncate rate_limits'));
  afterAll(() => app.close());

  const add = (username: string, email = `added-${++count}@northwind.example`) =>
    place.owner.post(members, { name: '李明', to: { email }, username });
  const check = async (username: string) => (await place.owner.post(`${members}/check`, { username })).json();
  const fieldsOf = (answer: { json(): unknown }) =>
    (answer.json() as { errors: { path: string; code: string }[] }).errors.map(({ path, code }) => [path, code]);
  const invitation = (id: string) => `/api/v1/organizations/${place.org}/invitations/${id}`;
  const idOf = (email: string) => memberIdOf(app, place.org, email);
  /** Longer than a session is kept that nobody uses. */
  async function eightDays() {
    app.clock.advance(8 * DAY);
    const owner = app.client();
    expect((await signIn(app, 'owner@northwind.example', PASSWORD, owner)).json().step.name).toBe('done');
    place = { ...place, owner };
  }
  async function arrive(email: string) {
    await app.deliver();
    const visit = await begin(app.client(), email, { kind: 'sign-in', identifier: email });
    if (visit.flow.step.name === 'password') await visit.step('choose-method', { method: 'email-code' });
    await app.deliver();
    expect(await visit.step('code', { code: await newestCode(app, email) })).toBe('set-password');
    await walkTo(app, visit, 'done');
    return visit.client;
  }

  it('is theirs with their first sign-in, and signs them in from then on', async () => {
    const email = 'li.ming@northwind.example';
    const added = await add('Li.Ming', email);
    expect(added.json()).toMatchObject({ added: true, username: 'Li.Ming' });
    expect(codeOfProblem(await signIn(app, `li.ming@${short}`))).toBe('CRED-WRONG');
    const client = await arrive(email);
    expect((await client.get('/api/v1/session/identifiers')).json().usernames).toEqual([
      { shown: `Li.Ming@${short}`, organizationName: 'Northwind Machines' },
    ]);
    const record = (await place.owner.get(`${members}/${await idOf(email)}`)).json();
    expect(record).toMatchObject({ username: 'Li.Ming', state: 'active' });
    expect((await signIn(app, `li.ming@${short}`)).json().step.name).toBe('done');
    expect((await place.owner.get(`${members}?q=li.ming`)).json().items).toHaveLength(1);
    const sql = `select change->>'username' as username from audit_events where action in ('invitation.created', 'membership.created') order by id`;
    expect((await rowsOf(app, sql)).slice(-2)).toEqual([{ username: 'Li.Ming' }, { username: 'Li.Ming' }]);
    expect(await rowsOf(app, 'select name from user_names where invitation_id is not null')).toEqual([]);
  });

  it('is nobody else’s from the moment of adding, in whatever case, and others like it are offered', async () => {
    const { id } = (await add('Wang.Wei')).json();
    expect(await check('wang.WEI')).toEqual({
      taken: [{ field: 'username', name: '李明', memberId: null, invitationId: id }],
      suggestions: ['w.WEI', 'wang.WEI2', 'wang.WEI3'],
    });
    const second = await add('WANG.wei');
    expect([second.statusCode, fieldsOf(second)]).toEqual([400, [['username', 'USERNAME-TAKEN']]]);
    // Whoever was refused is not there: the same address is added under another name.
    expect((await add('w.wei', `added-${count}@northwind.example`)).statusCode).toBe(201);
    expect((await check('wang.wei')).suggestions).toEqual(['wang.wei2', 'wang.wei3', 'wang-wei']);
    await join(app, place, ['member'], 'member@northwind.example');
    const member = await idOf('member@northwind.example');
    const renamed = await place.owner.patch(`${members}/${member}`, { username: 'wang.wei' });
    expect(fieldsOf(renamed)).toEqual([['username', 'USERNAME-TAKEN']]);
    await place.owner.patch(`${members}/${member}`, { username: 'mine' });
    expect(fieldsOf(await add('Mine'))).toEqual([['username', 'USERNAME-TAKEN']]);
    expect((await check('MINE')).taken).toMatchObject([{ field: 'username', memberId: member, invitationId: null }]);
    expect(await check('free')).toEqual({ taken: [], suggestions: [] });
  });

  it.each(['1234', 'a b', 'a'.repeat(21), 'willy@urs'])('%o is none', async (username) => {
    expect(fieldsOf(await add(username))).toEqual([['username', 'USERNAME-INVALID']]);
    const looked = await place.owner.post(`${members}/check`, { username });
    expect(fieldsOf(looked)).toEqual([['username', 'USERNAME-INVALID']]);
  });

  it('is free again once they are withdrawn, or their time is over', async () => {
    const { id } = (await add('leaver')).json();
    await place.owner.post(`${invitation(id)}/revoke`, {});
    expect((await check('leaver')).taken).toEqual([]);
    const late = (await add('Leaver')).json();
    await eightDays();
    expect((await check('leaver')).taken).toEqual([]);
    expect((await add('leaver')).statusCode).toBe(201);
    // Whoever is told again afterwards comes without a name.
    expect((await place.owner.post(`${invitation(late.id)}/resend`, {})).json()).toMatchObject({ username: null });
    await arrive(late.to.email);
    expect((await place.owner.get(`${members}/${await idOf(late.to.email)}`)).json()).toMatchObject({ username: null });
    // Whoever is told again in time keeps it.
    const kept = (await add('patient')).json();
    await eightDays();
    expect((await place.owner.post(`${invitation(kept.id)}/resend`, {})).json()).toMatchObject({ username: 'patient' });
    expect(fieldsOf(await add('patient'))).toEqual([['username', 'USERNAME-TAKEN']]);
  });

  it('stays theirs when their address is corrected', async () => {
    const { id } = (await add('moved')).json();
    const to = { email: 'corrected@northwind.example' };
    const corrected = await place.owner.post(`${invitation(id)}/correct`, { to, name: '李明' });
    expect(corrected.json()).toMatchObject({ username: 'moved' });
    await arrive(to.email);
    expect((await signIn(app, `moved@${short}`)).json().step.name).toBe('done');
  });

  it('is found in the diagnosis, alone and with the short name', async () => {
    const email = 'sought@northwind.example';
    const { id } = (await add('Zz-Sought', email)).json();
    for (const identifier of ['zz-sought', `ZZ-sought@${short}`]) {
      const answer = await place.owner.post(`/api/v1/organizations/${place.org}/diagnosis`, { identifier, lang: 'en' });
      expect(answer.json(), identifier).toMatchObject({ identifier: email });
    }
    await place.owner.post(`${invitation(id)}/revoke`, {});
    const gone = await place.owner.post(`/api/v1/organizations/${place.org}/diagnosis`, {
      identifier: `zz-sought@${short}`,
      lang: 'en',
    });
    expect(gone.body).not.toContain(email);
  });

  it('of many who want it at the same time, added or renamed, one gets it', async () => {
    await join(app, place, ['member'], 'racer@northwind.example');
    const racer = await idOf('racer@northwind.example');
    for (const round of [1, 2, 3]) {
      const name = `race-${round}`;
      const answers = await Promise.all([
        ...[1, 2, 3, 4, 5].map(() => add(name)),
        place.owner.patch(`${members}/${racer}`, { username: name.toUpperCase() }),
      ]);
      expect(answers.filter(({ statusCode }) => statusCode < 300)).toHaveLength(1);
      for (const refused of answers.filter(({ statusCode }) => statusCode >= 300))
        expect(fieldsOf(refused)).toEqual([['username', 'USERNAME-TAKEN']]);
    }
  });
});
