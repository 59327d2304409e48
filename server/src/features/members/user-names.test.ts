import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type TestApp } from '../../../test/app.ts';
import {
  begin,
  codeOfProblem,
  foundCompany,
  join,
  mailsTo,
  memberIdOf,
  type Place,
  rowsOf,
  signIn,
} from '../../../test/journey.ts';

const HTML = { accept: 'text/html' };

describe('user names', () => {
  let app: TestApp;
  let place: Place;
  let short: string;
  let members: string;
  let count = 0;
  beforeAll(async () => {
    app = await createTestApp();
    place = await app.setUp();
    const { memberships } = (await place.owner.get('/api/v1/session')).json();
    short = memberships[0].organization.slug;
    members = `/api/v1/organizations/${place.org}/members`;
  });
  beforeEach(() => app.services.database.pool.query('truncate rate_limits'));
  afterAll(() => app.close());

  const idOf = (email: string, org = place.org) => memberIdOf(app, org, email);
  const rename = (id: string, username: string | null, client = place.owner) =>
    client.patch(`${members}/${id}`, { username });
  const fieldsOf = (answer: { json(): unknown }) =>
    (answer.json() as { errors: { path: string; code: string }[] }).errors.map(({ path, code }) => [path, code]);
  async function named(username: string) {
    const email = `named-${++count}@northwind.example`;
    const client = await join(app, place, ['member'], email);
    const id = await idOf(email);
    expect((await rename(id, username)).statusCode).toBe(200);
    return { email, id, client };
  }

  it('stand on the record as they were written, are noted, and can be taken away', async () => {
    const { id } = await named('Willy.Wu-1_a');
    const record = (await place.owner.get(`${members}/${id}`)).json();
    expect(record.username).toBe('Willy.Wu-1_a');
    expect(record.timeline[0]).toMatchObject({ event: 'membership.username-changed', actor: 'Olga Owner' });
    await rename(id, 'Willy.Wu-1_a');
    expect((await rename(id, null)).json()).toMatchObject({ username: null });
    const sql = `select change from audit_events where action = 'membership.username-changed' and subject_id = $1 order by id`;
    expect(await rowsOf(app, sql, [id])).toEqual([
      { change: { username: { before: null, after: 'Willy.Wu-1_a' } } },
      { change: { username: { before: 'Willy.Wu-1_a', after: null } } },
    ]);
  });

  it('one is one person in an organization, in whatever case; roles given with it are not given either', async () => {
    await named('same');
    const other = await named('other');
    const refused = await place.owner.patch(`${members}/${other.id}`, { username: 'SAME', roles: ['inviter'] });
    expect([refused.statusCode, fieldsOf(refused)]).toEqual([400, [['username', 'USERNAME-TAKEN']]]);
    expect((await place.owner.get(`${members}/${other.id}`)).json()).toMatchObject({
      username: 'other',
      roles: ['member'],
    });
    const guest = await foundCompany(app, place);
    const there = `/api/v1/organizations/${guest.org}/members/${await idOf('willy@urs.example', guest.org)}`;
    expect((await guest.owner.patch(there, { username: 'same' })).json()).toMatchObject({ username: 'same' });
    expect(codeOfProblem(await signIn(app, `same@${guest.slug}`, 'wrong password'))).toBe('CRED-WRONG');
    expect((await signIn(app, `same@${guest.slug}`)).json().step.name).toBe('done');
  });

  it.each(['1234', '12-34.5', 'willy@urs', 'a b', 'ż', 'a'.repeat(21), ''])('%o is none', async (username) => {
    const { id } = await named(`fine${count}`);
    const refused = await rename(id, username);
    expect([refused.statusCode, fieldsOf(refused)]).toEqual([400, [['username', 'USERNAME-INVALID']]]);
  });

  it('are given by administrators, and by them to nobody above them', async () => {
    const { id } = await named('plain');
    const inviter = await join(app, place, ['inviter'], 'inviter@northwind.example');
    expect((await rename(id, 'taken-over', inviter)).statusCode).toBe(403);
    const administrator = await join(app, place, ['administrator'], 'adm@northwind.example');
    expect((await rename(id, 'Renamed', administrator)).json()).toMatchObject({ username: 'Renamed' });
    const owner = await idOf('owner@northwind.example');
    expect(codeOfProblem(await rename(owner, 'boss', administrator))).toBe('ROLE-TOO-HIGH');
    expect((await place.owner.patch(`${members}/${id}`, {})).statusCode).toBe(400);
  });

  it('sign in as name@short anywhere, in any case, and by the new short name once it changed', async () => {
    const { email } = await named('Anywhere');
    const client = app.client();
    expect((await signIn(app, `aNYWHERE@${short.toUpperCase()}`, PASSWORD, client)).json().step.name).toBe('done');
    expect((await client.get('/api/v1/session')).json().account.email).toBe(email);
    await rowsOf(app, `update organizations set slug = 'renamed' where id = $1`, [place.org]);
    expect((await signIn(app, 'anywhere@renamed')).json().step.name).toBe('done');
    expect(codeOfProblem(await signIn(app, `anywhere@${short}`))).toBe('CRED-WRONG');
    await rowsOf(app, 'update organizations set slug = $2 where id = $1', [place.org, short]);
  });

  it('alone sign in at the door of their organization; elsewhere the page says what is missing and keeps what was typed', async () => {
    await named('doorway');
    const client = app.client();
    const begun = await client.form('/sign-in', { identifier: 'Doorway', organization: short, returnTo: '' }, HTML);
    const flow = String(begun.headers.location);
    expect((await client.get(flow, HTML)).body).toContain(`Doorway@${short}`);
    const done = await client.form(`${flow}/password`, { password: PASSWORD }, HTML);
    expect(done.statusCode).toBe(303);
    expect((await client.get('/api/v1/session')).statusCode).toBe(200);
    const pages = await Promise.all(
      ['doorway', 'nobody1'].map(async (identifier) => {
        const page = await app.client().form('/sign-in', { identifier, returnTo: '' }, HTML);
        expect([page.statusCode, page.body]).toEqual([400, expect.stringContaining(`value="${identifier}"`)]);
        expect(page.body).toContain('name@company');
        return page.body.replaceAll(identifier, '').replaceAll(/req_\w+/g, '');
      }),
    );
    expect(pages[0]).toBe(pages[1]);
  });

  it('are not told from names that nobody has, and nothing is sent to them [A34]', async () => {
    const { email } = await named('known');
    const sent = mailsTo(app, email).length;
    const answers = await Promise.all(
      [`known@${short}`, `nobod@${short}`, 'known@nowhere-at-all'].map(async (identifier) => {
        const visit = await begin(app.client(), identifier, { kind: 'sign-in', identifier });
        expect(visit.flow.step).toMatchObject({ name: 'password', otherMethods: [] });
        for (const method of ['email-code', 'sms-code'])
          expect((await visit.submit('choose-method', { method })).statusCode).toBeGreaterThanOrEqual(400);
        const wrong = await visit.submit('password', { password: 'wrong password' });
        const { requestId: _, ...problem } = wrong.json();
        return [wrong.statusCode, Object.keys(wrong.headers).sort(), problem.code, problem.title];
      }),
    );
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
    const asked = await app.client().post('/api/v1/flows', { kind: 'recovery', identifier: `known@${short}` });
    expect(fieldsOf(asked)).toEqual([['identifier', 'IDENTIFIER-INVALID']]);
    expect(mailsTo(app, email)).toHaveLength(sent);
  });

  it('have no tries of their own: wrong ones by name count against the account [A13]', async () => {
    const { email } = await named('budget');
    const name = `budget@${short}`;
    for (let n = 0; n < 5; n += 1) expect(codeOfProblem(await signIn(app, name, 'wrong password'))).toBe('CRED-WRONG');
    expect(codeOfProblem(await signIn(app, name))).toBe('ACC-LOCKED');
    // The right one by the address is refused too, and says nothing of the name.
    expect(codeOfProblem(await signIn(app, email))).toBe('CRED-WRONG');
    const unlocked = await place.owner.post(`/api/v1/organizations/${place.org}/diagnosis/unlock`, {
      identifier: name,
    });
    expect(unlocked.statusCode).toBe(200);
    expect((await signIn(app, name)).json().step.name).toBe('done');
    expect((await signIn(app, email)).json().step.name).toBe('done');
  });

  it('of the suspended and the removed sign nobody in; of the removed they are free again', async () => {
    const { id, email } = await named('leaver');
    await place.owner.post(`${members}/${id}/suspend`, {});
    expect(codeOfProblem(await signIn(app, `leaver@${short}`))).toBe('CRED-WRONG');
    await place.owner.post(`${members}/${id}/restore`, {});
    expect((await signIn(app, `leaver@${short}`)).json().step.name).toBe('done');
    await place.owner.post(`${members}/${id}/remove`, {});
    expect(codeOfProblem(await signIn(app, `leaver@${short}`))).toBe('CRED-WRONG');
    expect(codeOfProblem(await rename(id, 'leaver'))).toBe('CONFLICT');
    const next = await named('Leaver');
    expect(next.email).not.toBe(email);
    // A new invitation brings the person back, without the name.
    await join(app, place, ['member'], email);
    expect((await place.owner.get(`${members}/${id}`)).json()).toMatchObject({ state: 'active', username: null });
  });

  it('find the person in the list and in the diagnosis, a sign-in of theirs too', async () => {
    const { email, id } = await named('Zz-Finder');
    const listed = (await place.owner.get(`${members}?q=zz-find`)).json().items;
    expect(listed.map((row: { id: string }) => row.id)).toEqual([id]);
    const visit = await begin(app.client(), '', { kind: 'sign-in', identifier: `zz-finder@${short}` });
    for (const identifier of ['ZZ-finder', `zz-finder@${short}`, visit.flow.id]) {
      const answer = await place.owner.post(`/api/v1/organizations/${place.org}/diagnosis`, { identifier, lang: 'en' });
      expect(answer.json(), identifier).toMatchObject({ identifier: email });
    }
    const stranger = `zz-finder@elsewhere`;
    const answer = await place.owner.post(`/api/v1/organizations/${place.org}/diagnosis`, {
      identifier: stranger,
      lang: 'en',
    });
    expect(answer.body).not.toContain(email);
    await rename(id, null);
    expect((await place.owner.get(`${members}?q=zz-find`)).json().items).toEqual([]);
  });
});
