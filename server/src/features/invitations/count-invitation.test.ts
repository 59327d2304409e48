import { afterEach, describe, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type TestApp } from '../../../test/app.ts';
import { codeOfProblem, invite, join, type Place, rowsOf, signIn } from '../../../test/journey.ts';
import { DAY, MINUTE, SECOND } from '../../kernel/clock.ts';

describe('invitations are counted [A22, A23]', () => {
  let app: TestApp;
  let place: Place;
  afterEach(() => app.close());

  async function start(perDay: string): Promise<void> {
    app = await createTestApp({ environment: { INVITATIONS_PER_DAY: perDay } });
    place = await app.setUp();
  }
  const create = (email: string, by = place.owner) =>
    by.post(`/api/v1/organizations/${place.org}/invitations`, { kind: 'company', to: { email } });

  it('fifty at once with one left: exactly one; the others are told when to try again', async () => {
    await start('300');
    await create('a@urs.example');
    await create('b@urs.example'); // of the three of one person
    const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => create(`c${n}@urs.example`)));
    expect(answers.filter(({ statusCode }) => statusCode === 201)).toHaveLength(1);
    const refused = answers.filter(({ statusCode }) => statusCode !== 201);
    expect(new Set(refused.map(codeOfProblem))).toEqual(new Set(['INV-CAP']));
    const { scope, limit, tryAgainAt } = refused[0]?.json().params ?? {};
    expect([scope, limit]).toEqual(['inviter', 3]);
    const seconds = (new Date(tryAgainAt).getTime() - app.clock.now().getTime()) / SECOND;
    expect(Math.abs(Number(refused[0]?.headers['retry-after']) - seconds)).toBeLessThan(30);
    expect(await rowsOf(app, 'select id from invitations')).toHaveLength(3);
    app.clock.advance(new Date(tryAgainAt).getTime() - app.clock.now().getTime() + 1);
    expect((await create('d@urs.example')).statusCode).toBe(201);
  });

  it('an organization has a cap of its own, over all who invite for it', async () => {
    await start('10');
    await rowsOf(
      app,
      `insert into invitation_counts values ('organization', $1, ($2::timestamptz at time zone 'UTC')::date, 10)`,
      [place.org, app.clock.now()],
    );
    const answer = await create('a@urs.example');
    expect(answer.json()).toMatchObject({ code: 'INV-CAP', params: { scope: 'organization', limit: 10 } });
    expect(await rowsOf(app, `select used from invitation_counts where scope = 'organization'`)).toEqual([
      { used: 10 },
    ]);
  });

  it('one address gets ten messages a day, and no more, whoever sends', async () => {
    await start('2000');
    const invited = await invite(app, place, { to: { email: 'a@urs.example' } });
    const path = `/api/v1/organizations/${place.org}/invitations/${invited.id}`;
    await rowsOf(app, `update invitation_counts set used = 9 where scope = 'recipient'`);
    app.clock.advance(2 * MINUTE);
    expect((await place.owner.post(`${path}/resend`)).statusCode).toBe(200);
    app.clock.advance(2 * MINUTE);
    expect((await place.owner.post(`${path}/resend`)).json()).toMatchObject({
      code: 'INV-CAP',
      params: { scope: 'recipient', limit: 10 },
    });
    app.clock.advance(DAY);
    expect((await place.owner.post(`${path}/resend`)).statusCode).toBe(200);
  });

  it('one address has five open invitations over all organizations: the sixth is refused', async () => {
    await start('2000');
    const inviter = await join(app, place, ['inviter'], 'inviter@northwind.example');
    await rowsOf(
      app,
      `with others as (
        insert into organizations (id, slug, name, created_at)
        select 'org_other' || n, 'other' || n, 'Other ' || n, now() from generate_series(1, 5) n returning id)
      insert into invitations (id, organization_id, kind, state, address_canonical, address_shown, roles, created_at, expires_at)
      select 'inv_' || id, id, 'company', 'sent', 'a@urs.example', 'a@urs.example', '{owner}', $1, $1::timestamptz + interval '7 days'
      from others`,
      [app.clock.now()],
    );
    expect((await create('a@urs.example', inviter)).json()).toMatchObject({
      code: 'INV-CAP',
      params: { scope: 'open', limit: 5 },
    });
    app.clock.advance(7 * DAY + MINUTE);
    await signIn(app, 'owner@northwind.example', PASSWORD, place.owner);
    expect((await create('a@urs.example')).statusCode).toBe(201);
  });

  it('a name of an organization fills no mail: what is sent to strangers has 64 characters of it', async () => {
    await start('2000');
    const name = 'Przedsiębiorstwo Produkcyjno-Handlowo-Usługowe Kowalski i Synowie Spółka z o.o. w Gliwicach';
    await place.owner.patch(`/api/v1/organizations/${place.org}/settings`, { name });
    await invite(app, place, { to: { email: 'a@urs.example' } });
    const mail = app.mailbox.mails.at(-1);
    expect(`${mail?.from.name} ${mail?.subject} ${mail?.text}`).not.toContain(name.slice(0, 64));
    expect(mail?.subject).toContain(`${name.slice(0, 40)}`);
  });

  it('names that carry a message of their own are refused', async () => {
    await start('2000');
    const refused = async (over: object) => {
      const body = { kind: 'company', to: { email: 'a@urs.example' }, ...over };
      const answer = await place.owner.post(`/api/v1/organizations/${place.org}/invitations`, body);
      return answer.json().errors?.map(({ path, code }: { path: string; code: string }) => [path, code]);
    };
    expect(await refused({ name: 'Your bill is 499$ http://evil.test' })).toEqual([['name', 'NAME-INVALID']]);
    expect(await refused({ name: 'Prize at evil。com' })).toEqual([['name', 'NAME-INVALID']]);
    expect(await refused({ note: 'Your bill: bit.ly/3xYz' })).toEqual([['note', 'NAME-INVALID']]);
  });
});
