import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eventually } from './eventually.ts';

const BEARERBOX = '/usr/sbin/bearerbox';
const SMSBOX = '/usr/sbin/smsbox';
const FAKE_SMSC = '/usr/lib/kannel/test/fakesmsc';
const DRIVE_SMPP = '/usr/lib/kannel/test/drive_smpp';

/** Debian's packages `kannel` and `kannel-extras`, or a line that says what a run without them leaves out. */
export function isKannelHere(): boolean {
  const missing = [BEARERBOX, SMSBOX, FAKE_SMSC, DRIVE_SMPP].filter((file) => !existsSync(file));
  if (missing.length === 0) return true;
  console.info(`Not tried against Kannel: no ${missing.join(', ')}. On Debian: apt-get install kannel kannel-extras`);
  return false;
}

async function listening(server: Server, port = 0): Promise<number> {
  await new Promise<void>((done, failed) => server.once('error', failed).listen(port, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listening(server);
  await new Promise((done) => server.close(done));
  return port;
}

/** A program, and what it has said so far. */
function start(command: string, parameters: readonly string[]) {
  const child = spawn(command, parameters, { stdio: ['ignore', 'pipe', 'pipe'] });
  process.once('exit', () => child.kill('SIGKILL'));
  const running = { child, said: '' };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      running.said += text;
    });
  }
  return running;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((done) => child.once('exit', done));
  child.kill('SIGKILL');
  await gone;
}

/**
 * Kannel's own SMPP server, made by it to test its SMPP client. It knows transmitters and receivers only, delivers
 * `messages` by itself, and gives what it takes no id.
 */
export async function startDriveSmpp(messages: number) {
  // It calls a box at this port, which nothing else decides, and gives up if nobody is there.
  const box = createServer((socket) => socket.on('error', () => {}).resume());
  await listening(box, 13001).catch(() => {});
  const port = await freePort();
  const running = start(DRIVE_SMPP, ['-v', '0', '-p', String(port), '-m', String(messages)]);
  await eventually(() => running.said.includes('accept_thread'));
  return {
    port,
    said: () => running.said,
    async close() {
      await stop(running.child);
      box.close();
    },
  };
}

/** Kannel as a gateway: takes messages over HTTP, and hands them to its fake SMSC or, by SMPP, to `smppPort`. */
export async function startKannel(smppPort: number) {
  const folder = mkdtempSync(path.join(tmpdir(), 'kannel-'));
  const [admin, box, fake, sendPort] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
  const reports: { id: string; state: string }[] = [];
  const listener = createHttpServer((request, response) => {
    const query = new URL(request.url ?? '', 'http://localhost').searchParams;
    reports.push({ id: query.get('id') ?? '', state: query.get('state') ?? '' });
    response.end();
  });
  const reportPort = await listening(listener);
  const file = path.join(folder, 'kannel.conf');
  writeFileSync(file, configuration({ admin, box, fake, sendPort, smppPort }));
  const bearerbox = start(BEARERBOX, ['-v', '1', file]);
  const phone = await eventually(() => startFakeSmsc(fake));
  const base = `http://127.0.0.1:${sendPort}/cgi-bin/sendsms`;
  const smsbox = await eventually(() => startSmsbox(file, base));
  return {
    /** Reports of delivery, as Kannel tells them: 1 delivered, 2 failed, 8 taken, 16 refused. */
    reports,
    /** What the fake SMSC has got, as it shows it. */
    arrived: () => [...phone.said.matchAll(/Got message \d+: <(.*)>/g)].map(([, message]) => plain(message ?? '')),
    async send({ via, id, ...sms }: { via: 'FAKE' | 'SMPP'; id: string; to: string; text: string; coding: 0 | 2 }) {
      const reportUrl = `http://127.0.0.1:${reportPort}/?id=${id}&state=%d`;
      const query = {
        username: 'app',
        password: 'pw',
        from: 'Gatehouse',
        charset: 'UTF-8',
        smsc: via,
        'dlr-mask': '31',
        'dlr-url': reportUrl,
      };
      const answer = await fetch(`${base}?${new URLSearchParams({ ...query, ...sms, coding: String(sms.coding) })}`);
      return { status: answer.status, text: await answer.text() };
    },
    async close() {
      await Promise.all([phone, smsbox, bearerbox].map(({ child }) => stop(child)));
      listener.close();
      rmSync(folder, { recursive: true });
    },
  };
}
/** Text of sixteen bits is shown percent-encoded. */
function plain(message: string): string {
  const [head, encoded] = message.split(' ucs-2 ');
  if (encoded === undefined) return message;
  const octets = Buffer.from(unescapeOctets(encoded.replaceAll('+', ' ')), 'latin1');
  return `${head} ucs-2 ${octets.swap16().toString('utf16le')}`;
}

const unescapeOctets = (text: string) =>
  text.replace(/%([\dA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** Null when the box before it does not listen yet: then it has ended. */
async function startSmsbox(file: string, address: string) {
  const smsbox = start(SMSBOX, ['-v', '1', file]);
  const answers = () =>
    fetch(address).then(
      () => true,
      () => false,
    );
  await eventually(async () => smsbox.child.exitCode !== null || (await answers()));
  return smsbox.child.exitCode === null ? smsbox : null;
}

/** The same. */
async function startFakeSmsc(port: number) {
  const phone = start(FAKE_SMSC, ['-H', '127.0.0.1', '-r', String(port), '-i', '1000', '-m', '1', '100 200 text hi']);
  await eventually(() => phone.child.exitCode !== null || phone.said.includes('sent message'));
  return phone.child.exitCode === null ? phone : null;
}

export type Kannel = Awaited<ReturnType<typeof startKannel>>;

function configuration(ports: Record<'admin' | 'box' | 'fake' | 'sendPort' | 'smppPort', number>): string {
  return `
group = core
admin-port = ${ports.admin}
admin-password = adm
smsbox-port = ${ports.box}
box-allow-ip = "127.0.0.1"
dlr-storage = internal

group = smsc
smsc = fake
smsc-id = FAKE
allowed-smsc-id = FAKE
port = ${ports.fake}
connect-allow-ip = 127.0.0.1

group = smsc
smsc = smpp
smsc-id = SMPP
allowed-smsc-id = SMPP
host = 127.0.0.1
port = ${ports.smppPort}
transceiver-mode = true
smsc-username = "kannel"
smsc-password = "pw"
system-type = ""
source-addr-autodetect = yes
dest-addr-ton = 1
dest-addr-npi = 1

group = smsbox
bearerbox-host = 127.0.0.1
bearerbox-port = ${ports.box}
sendsms-port = ${ports.sendPort}

group = sendsms-user
username = app
password = pw
max-messages = 10
concatenation = true

group = sms-service
keyword = default
text = ""
max-messages = 0
catch-all = true
`;
}
