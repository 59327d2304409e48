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

function standardOutput(): DestinationStream {
  const stream = pino.destination({ dest: 1, sync: true, minLength: 4096, periodicFlush: LONGEST_WAIT });
  process.on('exit', () => stream.flushSync());
  return stream;
}
