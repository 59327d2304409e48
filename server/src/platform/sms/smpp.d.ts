/** What is used of the library, which brings no types of its own. */
declare module 'smpp' {
  import type { EventEmitter } from 'node:events';
  import type { Server, Socket } from 'node:net';

  /** Fields by the names of SMPP 3.4; of what the other side sends any of them may be missing. */
  export type Fields = Readonly<Record<string, unknown>>;

  export interface PDU {
    readonly command: string;
    readonly command_status: number;
    readonly sequence_number: number;
    readonly [field: string]: unknown;
    isResponse(): boolean;
    response(fields?: Fields): PDU;
  }

  export interface Session extends EventEmitter {
    readonly socket: Socket;
    /** False: the connection takes nothing any more. */
    send(pdu: PDU, answered?: (answer: PDU) => void): boolean;
    destroy(): void;
  }

  const smpp: {
    readonly PDU: new (command: string, fields?: Fields) => PDU;
    readonly errors: Readonly<Record<string, number>>;
    connect(options: Fields): Session;
    createServer(options: Fields, listener: (session: Session) => void): Server;
  };
  // biome-ignore lint/style/noDefaultExport: the library is CommonJS
  export default smpp;
}
