import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import type { StepName } from '@gatehouse/contract/flows';

/** What came back over a real connection. `body` is JSON where the answer was, else null. */
export type Answer = {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever shape it expects
  readonly body: any;
  readonly headers: IncomingHttpHeaders;
};

/** Somebody with a browser of their own: real connections, kept alive, and cookies. */
export type Person = {
  readonly origin: string;
  readonly cookies: Map<string, string>;
  get(path: string): Promise<Answer>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
};

/** @throws whatever the connection dies of: a killed server is no answer. */
export function createPerson(origin: string, cookies: ReadonlyMap<string, string> = new Map()): Person {
  const agent = new Agent({ keepAlive: true });
  const mine = new Map(cookies);
  const send = async (method: string, path: string, body: unknown, headers: Record<string, string>) => {
    const answer = await exchange({ origin, agent, method, path, body, headers: { ...cookieOf(mine), ...headers } })
      .answer;
    keepCookies(mine, answer.headers);
    return answer;
  };
  return {
    origin,
    cookies: mine,
    get: (path) => send('GET', path, undefined, {}),
    post: (path, body = {}, headers = {}) => send('POST', path, body, headers),
  };
}

export type Exchange = {
  readonly origin: string;
  readonly agent: Agent;
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly headers: Record<string, string>;
  /** All but the last byte of the body leaves; the rest when `release` is called. */
  readonly held?: boolean;
};

/** One request. `sent`: whatever may leave has left. */
export function exchange(of: Exchange): { sent: Promise<void>; release(): void; answer: Promise<Answer> } {
  const text = of.body === undefined ? '' : JSON.stringify(of.body);
  const bodyHeaders = text ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) } : {};
  const url = new URL(of.path, of.origin);
  const outgoing = request(url, { agent: of.agent, method: of.method, headers: { ...bodyHeaders, ...of.headers } });
  const answer = new Promise<Answer>((resolve, reject) => {
    outgoing.on('error', reject);
    outgoing.on('response', (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('error', reject);
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () =>
        resolve(read(incoming.statusCode ?? 0, incoming.headers, Buffer.concat(chunks).toString())),
      );
    });
  });
  const release = () => void outgoing.end(text.slice(-1));
  if (!of.held) {
    outgoing.end(text);
    return { sent: Promise.resolve(), release: () => {}, answer };
  }
  const sent = new Promise<void>((resolve, reject) => {
    outgoing.on('error', reject);
    outgoing.write(text.slice(0, -1), () => resolve());
  });
  return { sent, release, answer };
}

function read(status: number, headers: IncomingHttpHeaders, text: string): Answer {
  const json = /\bjson\b/.test(headers['content-type'] ?? '');
  return { status, headers, body: json ? JSON.parse(text) : null };
}

export function cookieOf(cookies: ReadonlyMap<string, string>): Record<string, string> {
  return cookies.size === 0 ? {} : { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
}

function keepCookies(cookies: Map<string, string>, headers: IncomingHttpHeaders): void {
  for (const line of headers['set-cookie'] ?? []) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (value === '') cookies.delete(name);
    else cookies.set(name, value);
  }
}

export const PASSWORD = 'correct horse battery staple';

/** What a person types on each page, where it is not what a test is about. */
const TYPED: Partial<Record<StepName, (step: { version?: string }) => unknown>> = {
  'set-password': () => ({ password: PASSWORD }),
  password: () => ({ password: PASSWORD }),
  terms: ({ version }) => ({ accepted: true, version }),
  profile: () => ({ name: 'Pat Person' }),
};

/** Opens an invitation and presses on until the page `until`; answers the flow's id and that page. */
export async function walk(
  person: Person,
  token: string,
  until: string,
  codeOf: () => Promise<string>,
): Promise<{ id: string; path: string; step: { name: string; version?: string } }> {
  const flow = (await must(person.post('/api/v1/flows', { kind: 'invitation', token }), 201)).body;
  const path = `/api/v1/flows/${flow.id}`;
  let { step } = flow;
  while (step.name !== until) {
    const chosen = step.name === 'choose-method' ? { method: 'email-code' } : undefined;
    const typed =
      chosen ?? (step.name === 'code' ? { code: await codeOf() } : (TYPED[step.name as StepName]?.(step) ?? {}));
    const before = step.name;
    ({ step } = (await must(person.post(`${path}/${before}`, typed), 200)).body);
    if (step.name === before) throw new Error(`The flow does not get past ${before}.`);
  }
  return { id: flow.id, path, step };
}

/** @throws Error with the answer in words when its status is another one. */
export async function must(answer: Promise<Answer>, status: number): Promise<Answer> {
  const given = await answer;
  if (given.status === status) return given;
  throw new Error(`expected ${status}, got ${given.status}: ${JSON.stringify(given.body)}`);
}
