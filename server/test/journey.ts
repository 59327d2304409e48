import type { ErrorCode } from '@gatehouse/contract/errors';
import type { Flow, FlowStepName, StepName } from '@gatehouse/contract/flows';
import type { Role } from '@gatehouse/contract/roles';
import type { LightMyRequestResponse } from 'fastify';
import { expect } from 'vitest';
import { codeOf, PASSWORD, type TestApp, type TestClient, tokenOf } from './app.ts';

/** An organization, and whoever acts for it. */
export type Place = { readonly owner: TestClient; readonly org: string };

/** An invitation that has left: its id, and the secret of its newest message. `email`: where codes are read, which may be a number. */
export type Invited = { readonly id: string; readonly token: string; readonly email: string };

/** A company's invitation; `over` replaces fields of the request. */
export async function invite(app: TestApp, place: Place, over: Record<string, unknown> = {}): Promise<Invited> {
  const body = { kind: 'company', to: { email: 'willy@urs.example' }, name: 'Willy Wu', ...over };
  const answer = await place.owner.post(`/api/v1/organizations/${place.org}/invitations`, body);
  expect(answer.statusCode, answer.body).toBe(201);
  await app.deliver();
  const { email, phone } = body.to as { email?: string; phone?: string };
  const { id } = answer.json();
  if (email === undefined) return { id, email: phone ?? '', token: textedCode(app, answer.json().to.phone) };
  return { id, email, token: newestToken(app, email) };
}

/** The token of the newest invitation mail to an address. */
export function newestToken(app: TestApp, email: string): string {
  return tokenOf(mailsTo(app, email).findLast(({ text }) => /\/i\/[\w-]{43}/.test(text)));
}

/** The texts that went to a number, in E.164. */
export function textsTo(app: TestApp, number: string): string[] {
  return app.phone.texts.filter(({ to }) => to === number).map(({ text }) => text);
}

/** An account has this number and no mailbox any more. */
export async function leaveOnlyPhone(app: TestApp, email: string, number: string): Promise<void> {
  const sql = `update identifiers set kind = 'phone', canonical = $2, shown = $2 where canonical = $1 returning id`;
  expect(await rowsOf(app, sql, [email, number])).toHaveLength(1);
}

/** What the link of the newest text message to a number ends in. */
export function textedCode(app: TestApp, number: string): string {
  const link = textsTo(app, number).findLast((text) => text.includes('/i/'));
  const found = /\/i\/([2-9A-Z]{10})\b/.exec(link ?? '')?.[1];
  if (!found) throw new Error(`no link went to ${number}`);
  return found;
}

/** The newest six digits that went to an address, or to a number in E.164. */
export async function newestCode(app: TestApp, email: string): Promise<string> {
  await app.deliver();
  if (email.startsWith('+'))
    return /#(\d{6})$/.exec(textsTo(app, email).findLast((text) => /#\d{6}$/.test(text)) ?? '')?.[1] ?? '';
  return codeOf(mailsTo(app, email).findLast(({ subject }) => /\b\d{6}\b/.test(subject)));
}

export function mailsTo(app: TestApp, email: string) {
  const address = email.toLowerCase();
  return app.mailbox.mails.filter(({ to }) => to.address === address);
}

/** Somebody in front of a flow. `flow` is how it stands after the newest answer. */
export type Visit = {
  readonly client: TestClient;
  readonly email: string;
  readonly flow: Flow;
  /** Submits a step, whatever comes of it. */
  submit(step: string, body?: unknown, headers?: Record<string, string>): Promise<LightMyRequestResponse>;
  /** Submits a step that must be taken; answers the next page's name. */
  step(step: StepName, body?: unknown): Promise<FlowStepName>;
};

/** Opens the link of an invitation in a browser, which may be a new one. */
export function open(app: TestApp, { token, email }: Omit<Invited, 'id'>, client = app.client()): Promise<Visit> {
  return begin(client, email, { kind: 'invitation', token });
}

/** Begins a flow of any kind. */
export async function begin(client: TestClient, email: string, body: unknown): Promise<Visit> {
  const answer = await client.post('/api/v1/flows', body);
  expect(answer.statusCode, answer.body).toBe(201);
  let flow: Flow = answer.json();
  const submit: Visit['submit'] = async (step, typed = {}, headers = {}) => {
    const next = await client.post(`/api/v1/flows/${flow.id}/${step}`, typed, headers);
    if (next.statusCode === 200) flow = next.json();
    return next;
  };
  return {
    client,
    email,
    get flow() {
      return flow;
    },
    submit,
    step: async (step, typed) => {
      const next = await submit(step, typed);
      expect(next.statusCode, `${step}: ${next.body}`).toBe(200);
      return flow.step.name;
    },
  };
}

export const COMPANY = { name: 'URS Machining', country: 'TW', registrationNumber: '24536806' };

/** What a person does on each page, where it is not what a test is about. */
const TYPED: Partial<Record<FlowStepName, (app: TestApp, visit: Visit) => unknown>> = {
  'choose-method': (_app, { email }) => ({ method: email.startsWith('+') ? 'sms-code' : 'email-code' }),
  code: async (app, { email }) => ({ code: await newestCode(app, email) }),
  identify: (_app, { email }) => ({ identifier: email }),
  password: () => ({ password: PASSWORD }),
  'set-password': () => ({ password: PASSWORD }),
  terms: (_app, { flow }) => ({ accepted: true, version: flow.step.name === 'terms' ? flow.step.version : '' }),
  profile: () => ({ name: 'Willy Wu' }),
  company: () => COMPANY,
};

/** Goes on from page to page until `until` is the one that is shown. */
export async function walkTo(app: TestApp, visit: Visit, until: FlowStepName): Promise<Visit> {
  for (let { name } = visit.flow.step; name !== until; ) {
    const next = await visit.step(name as StepName, (await TYPED[name]?.(app, visit)) ?? {});
    if (next === name) throw new Error(`The flow does not get past ${name}.`);
    name = next;
  }
  return visit;
}

/** A member of the organization with these roles, signed in. */
export async function join(app: TestApp, place: Place, roles: readonly Role[], email: string): Promise<TestClient> {
  const invited = await invite(app, place, { kind: 'member', to: { email }, roles });
  return (await walkTo(app, await open(app, invited), 'done')).client;
}

/** A company that came in by an invitation: an organization beside the first, with an owner of its own. */
export async function foundCompany(
  app: TestApp,
  place: Place,
  { email = 'willy@urs.example', company = COMPANY } = {},
): Promise<Place & { readonly slug: string }> {
  const visit = await walkTo(app, await open(app, await invite(app, place, { to: { email } })), 'company');
  expect(await visit.step('company', company)).toBe('done');
  const { memberships } = (await visit.client.get('/api/v1/session')).json();
  const { id, slug } = memberships.at(-1).organization;
  return { owner: visit.client, org: id, slug };
}

/** Signs in by password in a browser, which may be a new one. */
export async function signIn(
  app: TestApp,
  email: string,
  password = PASSWORD,
  client = app.client(),
): Promise<LightMyRequestResponse> {
  const visit = await begin(client, email, { kind: 'sign-in', identifier: email });
  return visit.submit('password', { password });
}

/** Everybody who is signed in has just proven it: where a test is about what comes after that. */
export async function proveEverybody(app: TestApp): Promise<void> {
  await rowsOf(app, 'update sessions set proven_at = $1 where ended_at is null', [app.clock.now()]);
}

/** Rows of the database: for what no answer may show. */
export async function rowsOf<T extends Record<string, unknown>>(
  app: TestApp,
  sql: string,
  values: readonly unknown[] = [],
): Promise<T[]> {
  return (await app.services.database.pool.query(sql, [...values])).rows as T[];
}

/** The id of whoever has proven an address, as a member of an organization; empty where there is none. */
export async function memberIdOf(app: TestApp, org: string, email: string): Promise<string> {
  const sql = `select m.id from memberships m join identifiers i using (account_id)
    where i.canonical = $1 and m.organization_id = $2`;
  return (await rowsOf<{ id: string }>(app, sql, [email, org]))[0]?.id ?? '';
}

/** Everything that an organization and the people of a database consist of, to see that nothing changed. */
export async function worldOf(app: TestApp): Promise<Record<string, unknown>> {
  const tables = ['accounts', 'identifiers', 'passwords', 'organizations', 'memberships', 'sessions', 'invitations'];
  const counted = ['invitation_events', 'join_requests', 'flows', 'one_time_codes', 'consents', 'messages', 'jobs'];
  const all = await Promise.all(
    [...tables, ...counted].map(async (table) => {
      // Looking at a session is seen in it, and that is all that looking may do.
      const lasting = table === 'jobs' ? `where id not like 'job_recurring_%'` : '';
      const sql = `select to_jsonb(t) - 'last_seen_at' as row from ${table} t ${lasting} order by 1`;
      return [table, (await rowsOf(app, sql)).map(({ row }) => row)] as const;
    }),
  );
  return Object.fromEntries(all);
}

/** The error of an answer, which must be a problem of RFC 9457 in words. */
export function codeOfProblem(answer: LightMyRequestResponse): ErrorCode {
  expect(answer.headers['content-type'], answer.body).toMatch(/^application\/problem\+json/);
  const { code, status, title } = answer.json();
  expect(status).toBe(answer.statusCode);
  expect(title).not.toBe(code);
  return code;
}
