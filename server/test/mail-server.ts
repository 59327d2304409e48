import type { AddressInfo } from 'node:net';
import type { Email } from 'postal-mime';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';

export type ReceivedMail = Email & {
  /** The envelope: who really gets it. */
  readonly recipients: readonly string[];
  readonly returnPath: string;
  readonly raw: string;
};

/** What the server says instead of yes, and to which command; `hang`: nothing, ever; a promise: only then. */
export type MailRefusal = { readonly at: MailCommand; readonly code: number; readonly words: string } | 'hang';

export type MailCommand = 'MAIL' | 'RCPT' | 'DATA';

export type MailServer = {
  readonly url: string;
  /** In the order of arrival. */
  readonly mails: ReceivedMail[];
  /** Connections opened so far. */
  connections(): number;
  /** Asked at each command; null accepts. At DATA the mail has been read, whatever is answered. */
  refuse: (mail: {
    recipients: readonly string[];
    at: MailCommand;
  }) => MailRefusal | null | Promise<MailRefusal | null>;
  /** Breaks every connection off. */
  drop(): void;
  close(): Promise<void>;
};

/** A mail server on a free port of this machine that keeps what it gets and can be told to misbehave. */
export async function startMailServer(): Promise<MailServer> {
  let connections = 0;
  const refusal = async (recipients: string[], at: MailCommand, answer: (error?: Error | null) => void) => {
    const refused = await mailServer.refuse({ recipients, at });
    if (refused === 'hang') return;
    answer(refused?.at === at ? Object.assign(new Error(refused.words), { responseCode: refused.code }) : null);
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 10,
    onConnect(_session, callback) {
      connections += 1;
      callback();
    },
    onMailFrom: (_address, _session, callback) => refusal([], 'MAIL', callback),
    onRcptTo: (address, _session, callback) => refusal([address.address], 'RCPT', callback),
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', async () => {
        const raw = Buffer.concat(chunks);
        const recipients = session.envelope.rcptTo.map((to) => to.address);
        const returnPath = session.envelope.mailFrom ? session.envelope.mailFrom.address : '';
        mailServer.mails.push({ ...(await PostalMime.parse(raw)), recipients, returnPath, raw: raw.toString() });
        refusal(recipients, 'DATA', callback);
      });
    },
  });
  server.on('error', () => {}); // clients that go away in the middle
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const mailServer: MailServer = {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    mails: [],
    connections: () => connections,
    refuse: () => null,
    drop: () => {
      for (const connection of server.connections) connection.close();
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
  return mailServer;
}
