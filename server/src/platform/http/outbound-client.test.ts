import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOutbound } from './outbound-client.ts';
import { isPublicAddress } from './public-address.ts';

describe('targets that nobody may reach by typing them (security.md S72, App. A3)', () => {
  const resolve = async (host: string) =>
    ({
      'both.example': ['93.184.215.14', '10.0.0.1'],
      'inside.example': ['192.168.1.1'],
      'mapped.example': ['::ffff:127.0.0.1'],
      'public.example': ['93.184.215.14', '2606:2800:21f:cb07:6820:80da:af6b:8b2c'],
      localhost: ['127.0.0.1'],
      'localhost.': ['127.0.0.1'],
    })[host] ?? [];
  const outbound = createOutbound({ allow: ['siem.internal:8443', '127.0.0.1:9999'], resolve });

  it.each([
    ...['127.1', '0x7f000001', '2130706433', '0177.0.0.1', '①②⑦.⓪.⓪.①', '0', '0.0.0.0', '[::]', '[::1]'],
    ...['[::ffff:127.0.0.1]', '[64:ff9b::7f00:1]', '[fe80::1]', '[fd00::1]', '169.254.169.254', '[::ffff:a9fe:a9fe]'],
    ...[
      'localhost',
      'localhost.',
      'user@127.0.0.1',
      '10.1.2.3',
      '172.31.0.1',
      '100.64.0.1',
      '192.0.0.8',
      '[2002:7f00:1::]',
    ],
    ...['both.example', 'inside.example', 'mapped.example', 'nowhere.example'],
    ...['public.example:22', 'public.example:25', 'public.example:5432', 'public.example:6379', 'public.example:8080'],
  ])('https://%s/', async (host) => {
    expect(await outbound.may(`https://${host}/`)).toBe(false);
    expect(await outbound.post(`https://${host}/`, {}, '')).toHaveProperty('failure');
  });

  it.each([
    'http://public.example/',
    'file:///etc/passwd',
    'gopher://public.example/',
    'ftp://public.example/',
    'https://',
    'x',
  ])('%s', async (url) => expect(await outbound.may(url)).toBe(false));

  it('others may be reached, private ones where the operator names host and port', async () => {
    expect(await outbound.may('https://public.example/hook')).toBe(true);
    expect(await outbound.may('https://public.example:8443/hook')).toBe(true);
    expect(await outbound.may('http://127.0.0.1:9999/')).toBe(true);
    expect(await outbound.may('http://127.0.0.1:9998/')).toBe(false);
  });

  it.each(['8.8.8.8', '2606:4700::1111'])('%s is public', (address) => expect(isPublicAddress(address)).toBe(true));
  it.each(['', 'x', '::ffff:8.8.8.8', '2001:db8::1', '240.0.0.1', '255.255.255.255', 'ff02::1', '::'])(
    '%s is not',
    (address) => expect(isPublicAddress(address)).toBe(false),
  );
});

describe('a request', () => {
  let server: Server;
  let port: number;
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  const seen: string[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      seen.push(request.url ?? '');
      answer(request, response);
    });
    await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const post = (path: string, timeout = 15_000) =>
    createOutbound({
      allow: [`127.0.0.1:${port}`, `hooks.example:${port}`],
      timeout,
      resolve: async () => ['127.0.0.1'],
    }).post(`http://hooks.example:${port}${path}`, { 'content-type': 'application/json' }, '{}');

  it('goes to the address that was checked, whatever the name means to the system', async () => {
    answer = (request, response) =>
      response.writeHead(request.headers.host === `hooks.example:${port}` ? 204 : 500).end();
    expect(await post('/ok')).toEqual({ status: 204 });
  });

  it('follows no redirect', async () => {
    answer = (_request, response) => response.writeHead(302, { location: `http://127.0.0.1:${port}/inside` }).end();
    expect(await post('/redirect')).toEqual({ status: 302 });
    expect(seen).not.toContain('/inside');
  });

  it('ends after its time, and after enough of an answer', async () => {
    answer = () => {};
    expect(await post('/hang', 200)).toEqual({ failure: 'timeout' });
    answer = (_request, response) => {
      response.writeHead(200);
      const more = () => void (response.writable && response.write('x'.repeat(32_000), more));
      more();
    };
    expect(await post('/endless')).toEqual({ status: 200 });
    answer = (request) => request.socket.destroy();
    expect(await post('/broken')).toEqual({ failure: 'unreachable' });
  });
});
