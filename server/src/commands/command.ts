import { type Config, readConfig } from '../config/config.ts';
import { type ConfiguredDatabase, openConfiguredDatabase } from '../platform/database/open-configured.ts';
import { createLogger, type Logger } from '../platform/logging/logger.ts';

/** What a command says: for a person, and for a program (`--json`). `ok: false` ends the process with 1. */
export type Report = { readonly ok: boolean; readonly text: string; readonly json: unknown };

export type CommandContext = {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Remarks on the way, for a person. */
  readonly remark: (line: string) => void;
  /** What was given of the command's own options. */
  readonly options: Readonly<Record<string, string | undefined>>;
};

/** One command, of one word or of several. `run` answers null where it has spoken for itself. */
export type Command = {
  readonly summary: string;
  /** Its own options, beside --json and --help. */
  readonly options?: Readonly<Record<string, { readonly type: 'string' }>>;
  run(context: CommandContext): Promise<Report | null>;
};

/** Works on the database of the settings; joins the server that already runs on an embedded one. */
export async function withDatabase<T>(
  context: CommandContext,
  work: (opened: ConfiguredDatabase, config: Config) => Promise<T>,
): Promise<T> {
  const config = readConfig(context.environment);
  const opened = await openConfiguredDatabase(config, quietLogger(context), { join: true });
  try {
    return await work(opened, config);
  } finally {
    await opened.close();
  }
}

/** A log of which a person reads the warnings, one line each. */
export function quietLogger({ remark }: Pick<CommandContext, 'remark'>): Logger {
  return createLogger('warn', { write: (line: string) => remark(String(JSON.parse(line).msg)) });
}
