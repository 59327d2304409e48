import { parseArgs } from 'node:util';
import { auditHead, auditVerify } from './commands/audit.ts';
import { backup } from './commands/backup.ts';
import { type Command, type CommandContext, Misuse, type Report } from './commands/command.ts';
import { diagnose } from './commands/diagnose.ts';
import { doctor } from './commands/doctor.ts';
import { importFile } from './commands/import.ts';
import { invite } from './commands/invite.ts';
import { messagesDiscard, messagesRelease } from './commands/messages.ts';
import { migrate } from './commands/migrate.ts';
import {
  organizationDelete,
  organizationKeep,
  organizationLimit,
  organizationResume,
  organizationSuspend,
} from './commands/organization.ts';
import { recoveryApprove, recoveryList, recoveryReject } from './commands/recovery.ts';
import { restore, restored } from './commands/restore.ts';
import { serve } from './commands/serve.ts';
import { setup } from './commands/setup.ts';
import { ConfigError } from './config/config.ts';

const COMMANDS: Readonly<Record<string, Command>> = {
  serve,
  migrate,
  setup,
  invite,
  import: importFile,
  diagnose,
  doctor,
  backup,
  restore,
  restored,
  'messages release': messagesRelease,
  'messages discard': messagesDiscard,
  'organization suspend': organizationSuspend,
  'organization limit': organizationLimit,
  'organization resume': organizationResume,
  'organization delete': organizationDelete,
  'organization keep': organizationKeep,
  'recovery list': recoveryList,
  'recovery approve': recoveryApprove,
  'recovery reject': recoveryReject,
  'audit head': auditHead,
  'audit verify': auditVerify,
};

const OPTIONS = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;

/** Where the answer goes, and what is said beside it. */
export type Output = { readonly answer: (line: string) => void; readonly remark: (line: string) => void };

/**
 * The command line: `gatehouse <command> [--json]`. The answer is on standard output, one JSON value with `--json`; all
 * else on standard error. Answers the exit code: 0, 1 when something is wrong, 2 when it was called wrongly.
 */
export async function runCommandLine(
  programArguments: readonly string[],
  environment: CommandContext['environment'],
  output: Output,
): Promise<number> {
  const wantsJson = programArguments.includes('--json');
  const asked = parse(programArguments);
  if ('mistake' in asked) return refuse(asked, wantsJson, output);
  const { command, name, json, options, given } = asked;
  if (!command) return tell({ ok: true, text: helpText(name), json: { commands: summaries() } }, json, output);
  try {
    const report = await command.run({ environment, remark: output.remark, options, given });
    return report ? tell(report, json, output) : 0;
  } catch (error) {
    if (error instanceof Misuse) return refuse({ mistake: error.message, name }, json, output);
    if (!json) output.remark((error as Error).message);
    else output.answer(JSON.stringify({ error: (error as Error).message, mistakes: mistakesOf(error) }));
    return 1;
  }
}

/** `command`: null when help is asked for, on the command `name` or on all. */
type Asked = Pick<CommandContext, 'options' | 'given'> & {
  readonly command: Command | null;
  readonly name: string | undefined;
  readonly json: boolean;
};
type Mistake = { readonly mistake: string; readonly name: string | undefined };

function parse(programArguments: readonly string[]): Asked | Mistake {
  const args = [...programArguments];
  let name: string | undefined;
  try {
    const loose = parseArgs({ args, options: OPTIONS, allowPositionals: true, strict: false });
    name = nameOf(loose.positionals);
    const command = name === undefined ? undefined : COMMANDS[name];
    if (loose.values.help === true) return { command: null, name, json: loose.values.json === true, options: {} };
    const { values, positionals } = parseArgs({
      args,
      options: { ...parsed(command), ...OPTIONS },
      allowPositionals: true,
    });
    if (positionals.length === 0) return { mistake: 'Say which command.', name };
    if (!command || name === undefined) return { mistake: `There is no command "${positionals.join(' ')}".`, name };
    const words = positionals.slice(name.split(' ').length);
    const wanted = command.takes?.split(' ').length ?? 0;
    const given = words.length === 0 ? undefined : words.slice(0, wanted).join(' ');
    const surplus = words.slice(wanted);
    if (surplus.length > 0) return { mistake: `"${surplus.join(' ')}" is more than ${name} takes.`, name };
    if (command.takes?.startsWith('<') && words.length < wanted)
      return { mistake: `${name} needs ${command.takes}.`, name };
    return { command, name, json: values.json === true, options: ownOptions(values), given };
  } catch (error) {
    return { mistake: (error as Error).message, name };
  }
}

function parsed(command: Command | undefined): Record<string, { type: 'string' | 'boolean' }> {
  const options = Object.entries(command?.options ?? {});
  return Object.fromEntries(options.map(([name, { type }]) => [name, { type }]));
}

/** The longest name of a command that these words begin with. */
function nameOf(words: readonly string[]): string | undefined {
  const said = [words.slice(0, 2).join(' '), words[0] ?? ''];
  return said.find((name) => Object.hasOwn(COMMANDS, name));
}

function ownOptions(values: Readonly<Record<string, unknown>>): CommandContext['options'] {
  const given = Object.entries(values).filter(([name]) => !Object.hasOwn(OPTIONS, name));
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}

function tell(report: Report, json: boolean, output: Output): number {
  output.answer(json ? JSON.stringify(report.json) : report.text);
  return report.ok ? 0 : 1;
}

function refuse({ mistake, name }: Mistake, json: boolean, output: Output): number {
  if (json) output.answer(JSON.stringify({ error: mistake, commands: summaries() }));
  else output.remark(`${mistake}\n\n${helpText(name)}`);
  return 2;
}

function mistakesOf(error: unknown): readonly string[] {
  return error instanceof ConfigError ? error.mistakes : [];
}

function summaries(): { name: string; summary: string }[] {
  return Object.entries(COMMANDS).map(([name, { summary }]) => ({ name, summary }));
}

const END =
  '--json answers in JSON, --help shows this. The settings are read from the environment: docs/guide/settings.md';

function helpText(name: string | undefined): string {
  const command = name === undefined ? undefined : COMMANDS[name];
  if (name !== undefined && command) return helpOf(name, command);
  const lines = summaries().map(({ name: each, summary }) => `  ${each.padEnd(22)}${summary}`);
  return ['gatehouse <command> [--json]', '', ...lines, '', `${END}; --help after a command shows its options.`].join(
    '\n',
  );
}

function helpOf(name: string, { summary, takes, options = {} }: Command): string {
  const lines = Object.entries(options).map(([option, { value, help }]) => {
    return `  ${`--${option}${value ? ` ${value}` : ''}`.padEnd(26)}${help}`;
  });
  const usage = ['gatehouse', name, ...(takes ? [takes] : []), '[options]', '[--json]'].join(' ');
  return [usage, '', summary, ...(lines.length > 0 ? ['', ...lines] : []), '', END].join('\n');
}

if (process.argv[1] === import.meta.filename) {
  process.exitCode = await runCommandLine(process.argv.slice(2), process.env, {
    answer: (line) => process.stdout.write(`${line}\n`),
    remark: (line) => process.stderr.write(`${line}\n`),
  });
}
