import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger };

/** Keys whose values never reach a log, however deep a careless caller nests them (ASVS 16.2.5). */
const SECRET_KEYS = ['password', 'token', 'code', 'secret', 'secrets', 'cookie', 'authorization', 'link', 'hash'];
const PATHS = SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]);

/** Structured log on standard output, one JSON record a line, UTC. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: PATHS, censor: '[secret]' },
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return pino(options, destination ?? standardOutput());
}

/** How long a record may wait for others to be written with, in milliseconds: one by one they cost as much as statements. */
const LONGEST_WAIT = 100;
/** What waits while nothing can be written, in bytes; more of it is lost rather than kept in memory. */
const LONGEST_QUEUE = 1024 * 1024;

let problem: string | null = null;

/** Null while the log can be written, else why not: for those who look at `/readyz`. */
export function logProblem(): string | null {
  return problem;
}

/** Nobody is kept from signing in because there is no room for the log: it goes on as soon as there is (security.md R19). */
function standardOutput(): DestinationStream {
  const options = { dest: 1, sync: true, minLength: 4096, maxLength: LONGEST_QUEUE, periodicFlush: LONGEST_WAIT };
  const stream = pino.destination(options);
  stream.on('error', (error: NodeJS.ErrnoException) => {
    problem = `the log cannot be written: ${error.code}`;
  });
  stream.on('write', () => {
    problem = null;
  });
  process.on('exit', () => {
    try {
      stream.flushSync();
    } catch {} // told by logProblem, as long as anybody could be told
  });
  return stream;
}
