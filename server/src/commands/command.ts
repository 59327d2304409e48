import { type Config, readConfig } from '../config/config.ts';
import { type ConfiguredDatabase, openConfiguredDatabase } from '../platform/database/open-configured.ts';
import { createLogger, type Logger } from '../platform/logging/logger.ts';

/** What a command says: for a person, and for a program (`--json`). `ok: false` ends the process with 1. */
export type Report = { readonly ok: boolean; readonly text: string; readonly json: unknown };

export type CommandContext = {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Remarks on the way, for a person. */
  readonly remark: (line: string) => void;
  /** What was given of the command's own options; a switch that was given is 'true'. */
  readonly options: Readonly<Record<string, string | undefined>>;
  /** What the command was called with, several words with a space between: see `takes`. */
  readonly given?: string | undefined;
};

/** One option: what it says, and for the help what it is for. */
export type CommandOption = {
  readonly type: 'string' | 'boolean';
  /** What stands for its value in the help, such as `<days>`. */
  readonly value?: string;
  readonly help: string;
};

/** One command, of one word or of several. `run` answers null where it has spoken for itself. */
export type Command = {
  readonly summary: string;
  /** What it is called with beside its options, such as `<file>` or `<name> <number>`; in brackets where that may be missing. */
  readonly takes?: string;
  /** Its own options, beside --json and --help. */
  readonly options?: Readonly<Record<string, CommandOption>>;
  /** @throws Misuse when it was called wrongly */
  run(context: CommandContext): Promise<Report | null>;
};

/** It was called wrongly: its reader needs the help more than anything else. */
export class Misuse extends Error {}

/** Works on the database of the settings; joins the server that already runs on an embedded one. */
export async function withDatabase<T>(
  context: CommandContext,
  work: (opened: ConfiguredDatabase, config: Config) => Promise<T>,
): Promise<T> {
  const config = readConfig(context.environment);
  const opened = await openConfiguredDatabase(config, quietLogger(context), { join: true, name: 'gatehouse-command' });
  try {
    return await work(opened, config);
  } finally {
    await opened.close();
  }
}

/** The slug or id of the organization that the command is about, as it was named; null: the only one there is. */
export function organizationOf({ options }: Pick<CommandContext, 'options'>): string | null {
  return options.organization || null;
}

export const ORGANIZATION: CommandOption = {
  type: 'string',
  value: '<slug>',
  help: 'the organization, by the name in the addresses of its console, or by its id; may be left out where there is only one',
};

/** A log of which a person reads the warnings, one line each. */
export function quietLogger({ remark }: Pick<CommandContext, 'remark'>): Logger {
  return createLogger('warn', { write: (line: string) => remark(String(JSON.parse(line).msg)) });
}
