import type { FlowStepName } from '@gatehouse/contract/flows';
import { LOCALES } from '@gatehouse/contract/locales';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestClient } from '../../test/app.ts';
import { appCode } from '../../test/authenticator-app.ts';
import { fingerprints } from '../../test/fingerprints.ts';
import {
  COMPANY,
  foundCompany,
  type Invited,
  invite,
  join,
  newestCode,
  open,
  type Place,
  rowsOf,
  signIn,
  type Visit,
  walkTo,
} from '../../test/journey.ts';
import { DAY } from '../kernel/clock.ts';
import { asPicture } from './seen-preview-routes.ts';

const HTML = { accept: 'text/html' };
const EMAIL = 'willy@urs.example';

let app: TestApp;
let place: Place;
beforeEach(async () => {
  app = await createTestApp();
  place = await app.setUp();
});
afterEach(() => app.close());

const picture = (identifier = EMAIL, fields: Record<string, string> = {}, client: TestClient = place.owner) =>
  client.form(`/preview/${place.org}/seen`, { identifier, ...fields }, HTML);
const headingOf = (html: string) => /<h1>(.*?)<\/h1>/.exec(html)?.[1];
const policies = (changed: Record<string, unknown>) =>
  place.owner.patch(`/api/v1/organizations/${place.org}/settings`, { policies: changed });
const sql = (text: string, values: unknown[] = []) => rowsOf(app, text, values);
const member = (over: Record<string, unknown> = {}) => invite(app, place, { kind: 'member', ...over });

/** What the person's own browser shows; null where nothing of the kind can be asked for here. */
type Real = { readonly client: TestClient; readonly url: string } | null;
const ofFlow = ({ client, flow }: Visit): Real => ({ client, url: `/flow/${flow.id}` });
const ofLink = ({ token }: Invited, client = app.client()): Real => ({ client, url: `/i/${token}` });

const reached =
  (step: FlowStepName, over: Record<string, unknown> = {}) =>
  async () =>
    ofFlow(await walkTo(app, await open(app, await invite(app, place, over)), step));
const sentCompany = async () => {
  await policies({ companyApproval: true });
  const visit = await walkTo(app, await open(app, await invite(app, place)), 'company');
  expect(await visit.step('company', COMPANY)).toBe('waiting');
  return visit;
};
const lockedOut = async () => {
  await join(app, place, ['member'], EMAIL);
  const client = app.client({ headers: HTML });
  const { location } = (await client.form('/sign-in', { identifier: EMAIL })).headers;
  for (let round = 0; round < 11; round++) await client.form(`${location}/password`, { password: 'not this one' });
  return null;
};

/** A member who has typed the right password. */
const signingIn = (change: () => Promise<unknown>) => async (): Promise<Real> => {
  await join(app, place, ['member'], EMAIL);
  await change();
  const client = app.client();
  const answer = await signIn(app, EMAIL, undefined, client);
  return { client, url: `/flow/${answer.json().id}` };
};

type Case = { readonly what: string; stick(): Promise<Real>; readonly heading?: RegExp };
const CASES: readonly Case[] = [
  { what: 'accept', stick: async () => ofLink(await invite(app, place)) },
  { what: 'code', stick: reached('code') },
  { what: 'set-password', stick: reached('set-password') },
  { what: 'terms', stick: reached('terms') },
  { what: 'profile', stick: reached('profile', { name: undefined }) },
  { what: 'company', stick: reached('company') },
  { what: 'choose-method', stick: reached('choose-method', { to: { email: EMAIL, phone: '+886912345678' } }) },
  {
    what: 'add-factor, with a key that is being set up',
    stick: async () => {
      await policies({ secondFactor: 'required' });
      const visit = await walkTo(app, await open(app, await member()), 'add-factor');
      await visit.step('begin-factor', { factor: 'totp' });
      return ofFlow(visit);
    },
  },
  {
    what: 'add-factor, of a member who signs in',
    stick: signingIn(() => policies({ secondFactor: 'required' })),
  },
  { what: 'waiting', stick: async () => ofFlow(await sentCompany()) },
  {
    what: 'rejected',
    stick: async () => {
      const visit = await sentCompany();
      const [{ id }] = (await place.owner.get(`/api/v1/organizations/${place.org}/company-approvals`)).json().items;
      await place.owner.post(`/api/v1/organizations/${place.org}/company-approvals/${id}/decision`, {
        decision: 'reject',
        reason: 'The number is of your parent company.',
      });
      return ofFlow(visit);
    },
  },
  {
    what: 'waits to join a company that is here already',
    stick: async () => {
      await foundCompany(app, place, { email: 'founder@urs.example' });
      const visit = await walkTo(app, await open(app, await invite(app, place)), 'company');
      await visit.submit('company', COMPANY);
      expect(await visit.step('join-company')).toBe('waiting');
      return null; // of the company that decides nothing is told, not its name either
    },
    heading: /••••/,
  },
  {
    what: 'expired',
    stick: async () => {
      const invited = await invite(app, place);
      app.clock.advance(8 * DAY);
      place = { ...place, owner: app.client() };
      await signIn(app, 'owner@northwind.example', undefined, place.owner);
      return ofLink(invited);
    },
  },
  {
    what: 'revoked',
    stick: async () => {
      const invited = await invite(app, place);
      await place.owner.post(`/api/v1/organizations/${place.org}/invitations/${invited.id}/revoke`);
      return ofLink(invited);
    },
  },
  {
    what: 'declined',
    stick: async () => {
      const invited = await invite(app, place);
      await (await open(app, invited)).submit('decline', {});
      return ofLink(invited);
    },
  },
  {
    what: 'superseded: the link of an earlier address',
    stick: async () => {
      const { id, token } = await invite(app, place, { to: { email: 'wily@urs.example' } });
      const { owner, org } = place;
      await owner.post(`/api/v1/organizations/${org}/invitations/${id}/correct`, { to: { email: EMAIL } });
      await app.deliver();
      const real = ofLink({ id, token, email: EMAIL });
      await real?.client.get(real.url, HTML);
      return real;
    },
  },
  {
    what: 'wrong account',
    stick: async () => {
      const real = ofLink(await invite(app, place), place.owner);
      await real?.client.get(real.url, HTML);
      return real;
    },
  },
  {
    what: 'account switched off',
    stick: async () => {
      await join(app, place, ['member'], EMAIL);
      await sql(`update accounts set state = 'disabled' where name = 'Willy Wu'`);
      return null;
    },
    heading: /switched this account off/,
  },
  {
    what: 'membership suspended',
    stick: signingIn(() => sql(`update memberships set state = 'suspended' where roles = array['member']`)),
  },
  {
    what: 'a new password, of a member who signs in',
    stick: signingIn(() =>
      sql(`update accounts set password_due_at = now(), password_due_by = 'administrator' where name = 'Willy Wu'`),
    ),
  },
  {
    what: 'second-factor, of a member who has lost every one',
    stick: async () => {
      const mine = await join(app, place, ['member'], EMAIL);
      const { secret } = (await mine.post('/api/v1/session/factors/totp')).json();
      const code = appCode(app, secret);
      await mine.post('/api/v1/session/factors/totp/confirm', { code });
      const client = app.client();
      const { id } = (await signIn(app, EMAIL, undefined, client)).json();
      await client.post(`/api/v1/flows/${id}/ask-recovery`, { note: 'It fell into the river' });
      return { client, url: `/flow/${id}` };
    },
  },
  { what: 'locked', stick: lockedOut, heading: /password/ },
  {
    what: 'fine',
    stick: async () => {
      await join(app, place, ['member'], EMAIL);
      return { client: app.client(), url: '/sign-in' };
    },
  },
];

describe('what they see', () => {
  it.each(CASES)('$what', async ({ stick, heading }) => {
    const real = await stick();
    const shown = real && (await real.client.get(real.url, HTML)).body;
    const before = await fingerprints(app);
    const answer = await picture();
    expect(answer.statusCode, answer.body).toBe(200);
    if (heading) expect(headingOf(answer.body)).toMatch(heading);
    else expect(headingOf(answer.body)).toBe(headingOf(shown ?? ''));
    expect(await fingerprints(app)).toEqual(before);
    // Nothing leads anywhere, and nothing is a way in.
    expect(answer.body).not.toMatch(/<(a|form)\b[^>]* (href|action)=|formaction=|<script|flw_|sin_|\/unsubscribe\//i);
    expect(answer.body).not.toContain(EMAIL);
    expect(answer.body).not.toMatch(/\b[A-Z2-7]{4}( [A-Z2-7]{4}){4,}\b|otpauth|\b\d{6}\b/);
    const diagnosis = `/api/v1/organizations/${place.org}/diagnosis?identifier=${EMAIL}`;
    expect((await place.owner.get(diagnosis)).json().seenByThem).toMatchObject({ where: expect.any(String) });
  });

  it('what they typed and did not send stays theirs; codes of theirs are not in it', async () => {
    const visit = await walkTo(app, await open(app, await invite(app, place)), 'company');
    await visit.submit('save-company', { ...COMPANY, name: 'Half Typed', address: 'No. 1' });
    const { body } = await picture();
    expect(body).not.toMatch(/Half Typed|No\. 1|24536806/);
    await policies({ secondFactor: 'required' });
    const other = await walkTo(app, await open(app, await member({ to: { email: 'b@urs.example' } })), 'code');
    expect((await picture('b@urs.example')).body).not.toContain(await newestCode(app, other.email));
  });

  it('in their language and their brand, in any other language, in both themes', async () => {
    await place.owner.patch(`/api/v1/organizations/${place.org}/branding`, {
      productName: 'Machine Room',
      accent: '#1d6f42',
    });
    await invite(app, place, { locale: 'pl' });
    const { body } = await picture();
    expect(body).toMatch(/<html lang="pl".* data-theme="light"/);
    expect(body).toContain('/brand/1d6f42-');
    expect((await picture(EMAIL, { theme: 'dark' })).body).toContain('data-theme="dark"');
    for (const locale of LOCALES) expect((await picture(EMAIL, { locale })).body).toContain(`<html lang="${locale}"`);
  });

  it('a frame of ours alone may show it, in which nothing runs', async () => {
    await invite(app, place);
    const { headers } = await picture();
    expect(headers['content-security-policy']).toMatch(
      /default-src 'none'.*form-action 'none'.*frame-ancestors 'self'/,
    );
    expect(headers['content-security-policy']).not.toContain('script-src');
    expect(headers['cache-control']).toBe('no-store');
  });

  it('is for those who may ask, in their own organization, and recorded once for as long as they look [A61]', async () => {
    await invite(app, place);
    const support = await join(app, place, ['support'], 'support@northwind.example');
    const plain = await join(app, place, ['member'], 'plain@northwind.example');
    const other = await foundCompany(app, place, { email: 'founder@urs.example' });
    expect((await picture(EMAIL, {}, app.client())).statusCode).toBe(401);
    expect((await picture(EMAIL, {}, plain)).statusCode).toBe(403);
    expect((await picture(EMAIL, {}, other.owner)).statusCode).toBe(404);
    const elsewhere = await other.owner.form(`/preview/${other.org}/seen`, { identifier: EMAIL }, HTML);
    expect(elsewhere.statusCode).toBe(404);
    for (const locale of ['pl', 'ru', 'en']) expect((await picture(EMAIL, { locale }, support)).statusCode).toBe(200);
    const rows = await sql(
      `select actor_type, change from audit_events where organization_id = $1 and action = 'diagnosis.page-viewed'`,
      [place.org],
    );
    expect(rows).toEqual([{ actor_type: 'account', change: { identifier: EMAIL } }]);
  });

  it('nothing is shown where nothing has reached them', async () => {
    app.mailbox.outcome = { result: 'bounced', response: '550 5.1.1 no such user' };
    await invite(app, place);
    expect((await picture()).statusCode).toBe(404);
    expect((await picture('nobody@urs.example')).statusCode).toBe(404);
  });

  it('takes out what leads anywhere, wherever it stands', () => {
    const html = `<a class="x" href="/unsubscribe/secret">a</a><form method="post" action="/flow/flw_1/code"><button formAction="/x">b</button></form><body data-clean-path="/i/inv_1">`;
    expect(asPicture(html)).toBe('<a class="x">a</a><form method="post"><button>b</button></form><body>');
  });
});
