// The same three wishes and the sign-in, as each server wants them asked.
import { createHmac } from 'node:crypto';
import { type Exchange, ID_OF_ANSWER } from './load.ts';
import {
  ASKS_FOR_CODE,
  addressOf,
  CODE,
  HAS_CODE,
  invitedAddress,
  LISTED,
  numbered,
  ORGANIZATION,
  OWNER,
  PASSWORD,
  tokenOf,
} from './world.ts';

/** Requests of one server. Each takes a number that is never used twice with one server. */
export type Wishes = {
  sessionCheck(account: number): Exchange;
  createInvitation(number: number): Exchange;
  acceptInvitation(candidate: number): Exchange;
  signIn(account: number, number: number, password?: string): Exchange;
  /** Only of Gatehouse and its floor: nobody else answers it. */
  diagnose?(invited: number): Exchange;
  /** Once for each candidate: a code by mail, and the code that another flow of theirs waits for. */
  askForCode?(candidate: number): Exchange;
  typeCode?(candidate: number): Exchange;
  /** A page of a list of {@link LISTED}: `members?state=suspended`. */
  list?(path: string): Exchange;
  /** "I can't get in", for the address of an account, from a network of its own. */
  askForHelp?(account: number, number: number): Exchange;
};

type Ask = { method: 'GET' | 'POST'; path: string; port: number; cookie?: string; body?: unknown; from?: number };

function http({ method, path, port, cookie, body, from }: Ask): string {
  const json = body === undefined ? '' : JSON.stringify(body);
  const head = [
    `${method} ${path} HTTP/1.1`,
    `host: 127.0.0.1:${port}`,
    'user-agent: bench',
    'accept: application/json',
    'accept-language: en',
    ...(cookie === undefined ? [] : [`cookie: ${cookie}`]),
    ...(method === 'GET' ? [] : [`origin: http://127.0.0.1:${port}`]),
    ...(body === undefined ? [] : ['content-type: application/json', `content-length: ${Buffer.byteLength(json)}`]),
    // One network never signs in often enough to meet a limit: they stay on.
    ...(from === undefined ? [] : [`x-forwarded-for: 10.${(from >> 16) & 255}.${(from >> 8) & 255}.${from & 255}`]),
  ];
  return `${head.join('\r\n')}\r\n\r\n${json}`;
}

/** Gatehouse, and the floor, which answers the same requests. */
export function gatehouseWishes(port: number): Wishes {
  const signedIn = (account: number) => `gatehouse=${tokenOf('session', account)}`;
  const client = (number: number) => `gatehouse-client=${tokenOf('client', number)}`;
  const api = '/api/v1';
  return {
    sessionCheck: (account) => [http({ method: 'GET', path: `${api}/session`, port, cookie: signedIn(account) })],
    createInvitation: (number) => {
      const path = `${api}/organizations/${ORGANIZATION}/invitations`;
      const body = { kind: 'member', to: { email: `guest${number}@guests.example` } };
      return [http({ method: 'POST', path, port, cookie: signedIn(OWNER), body })];
    },
    acceptInvitation: (candidate) => {
      const path = `${api}/flows/${numbered('flw', candidate)}/terms`;
      const cookie = `${client(candidate)}; ${signedIn(candidate)}`;
      return [http({ method: 'POST', path, port, cookie, body: { accepted: true, version: '1' } })];
    },
    diagnose: (invited) => {
      const path = `${api}/organizations/${ORGANIZATION}/diagnosis?identifier=${invitedAddress(invited)}`;
      return [http({ method: 'GET', path, port, cookie: signedIn(OWNER) })];
    },
    askForCode: (candidate) => {
      const path = `${api}/flows/${numbered('sin', ASKS_FOR_CODE + candidate)}/choose-method`;
      const body = { method: 'email-code' };
      return [http({ method: 'POST', path, port, cookie: client(candidate), body, from: candidate })];
    },
    typeCode: (candidate) => {
      const path = `${api}/flows/${numbered('sin', HAS_CODE + candidate)}/code`;
      return [http({ method: 'POST', path, port, cookie: client(candidate), body: { code: CODE }, from: candidate })];
    },
    list: (list) => {
      const path = `${api}/organizations/${LISTED.organization}/${list}`;
      return [http({ method: 'GET', path, port, cookie: signedIn(OWNER) })];
    },
    askForHelp: (account, number) => {
      const body = { identifier: addressOf(account) };
      return [http({ method: 'POST', path: `${api}/link-requests`, port, from: number, body })];
    },
    signIn: (account, number, password = PASSWORD) => {
      const begin = { kind: 'sign-in', identifier: addressOf(account) };
      // Whoever knows the password sits at the browser that they always use; whoever guesses does not.
      const browser = password === PASSWORD ? account : number;
      const common = { method: 'POST', port, cookie: client(browser), from: number } as const;
      return [
        http({ ...common, path: `${api}/flows`, body: begin }),
        http({ ...common, path: `${api}/flows/${ID_OF_ANSWER}/password`, body: { password } }),
      ];
    },
  };
}

export const PEER_SECRET = 'a secret of the benchmarks, good for nothing else';

export function peerWishes(port: number): Wishes {
  const signedIn = (account: number) => {
    const token = tokenOf('session', account);
    const signature = createHmac('sha256', PEER_SECRET).update(token).digest('base64');
    return `better-auth.session_token=${encodeURIComponent(`${token}.${signature}`)}`;
  };
  const api = '/api/auth';
  return {
    sessionCheck: (account) => [http({ method: 'GET', path: `${api}/get-session`, port, cookie: signedIn(account) })],
    createInvitation: (number) => {
      const body = { email: `guest${number}@guests.example`, role: 'member', organizationId: ORGANIZATION };
      return [http({ method: 'POST', path: `${api}/organization/invite-member`, port, cookie: signedIn(OWNER), body })];
    },
    acceptInvitation: (candidate) => {
      const path = `${api}/organization/accept-invitation`;
      const body = { invitationId: numbered('inv', candidate) };
      return [http({ method: 'POST', path, port, cookie: signedIn(candidate), body })];
    },
    signIn: (account, _number, password = PASSWORD) => {
      return [
        http({ method: 'POST', path: `${api}/sign-in/email`, port, body: { email: addressOf(account), password } }),
      ];
    },
  };
}
