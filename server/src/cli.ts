import { parseArgs } from 'node:util';
import { auditVerify } from './commands/audit.ts';
import type { Command, CommandContext, Report } from './commands/command.ts';
import { doctor } from './commands/doctor.ts';
import { migrate } from './commands/migrate.ts';
import { serve } from './commands/serve.ts';
import { setup } from './commands/setup.ts';
import { ConfigError } from './config/config.ts';

const COMMANDS: Readonly<Record<string, Command>> = {
  serve,
  migrate,
  setup,
  doctor,
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
  const asked = parse(programArguments);
  if ('mistake' in asked) return refuse(asked.mistake, programArguments.includes('--json'), output);
  const { command, json, options } = asked;
  if (!command) return tell({ ok: true, text: helpText(), json: { commands: summaries() } }, json, output);
  try {
    const report = await command.run({ environment, remark: output.remark, options });
    return report ? tell(report, json, output) : 0;
  } catch (error) {
    if (!json) output.remark((error as Error).message);
    else output.answer(JSON.stringify({ error: (error as Error).message, mistakes: mistakesOf(error) }));
    return 1;
  }
}

/** `command`: null when help is asked for. */
type Asked = {
  readonly command: Command | null;
  readonly json: boolean;
  readonly options: CommandContext['options'];
};

function parse(programArguments: readonly string[]): Asked | { readonly mistake: string } {
  const args = [...programArguments];
  try {
    const { positionals: words, values: found } = parseArgs({
      args,
      options: OPTIONS,
      allowPositionals: true,
      strict: false,
    });
    const name = nameOf(words);
    const command = name === undefined ? undefined : COMMANDS[name];
    const { values, positionals } = parseArgs({
      args,
      options: { ...command?.options, ...OPTIONS },
      allowPositionals: true,
    });
    const json = found.json === true;
    if (found.help === true) return { command: null, json, options: {} };
    if (positionals.length === 0) return { mistake: 'Say which command.' };
    if (!command || name === undefined) return { mistake: `There is no command "${positionals.join(' ')}".` };
    const more = positionals.slice(name.split(' ').length);
    if (more.length > 0) return { mistake: `"${more.join(' ')}" is more than ${name} takes.` };
    return { command, json, options: ownOptions(values) };
  } catch (error) {
    return { mistake: (error as Error).message };
  }
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

function refuse(mistake: string, json: boolean, output: Output): number {
  if (json) output.answer(JSON.stringify({ error: mistake, commands: summaries() }));
  else output.remark(`${mistake}\n\n${helpText()}`);
  return 2;
}

function mistakesOf(error: unknown): readonly string[] {
  return error instanceof ConfigError ? error.mistakes : [];
}

function summaries(): { name: string; summary: string }[] {
  return Object.entries(COMMANDS).map(([name, { summary }]) => ({ name, summary }));
}

function helpText(): string {
  const lines = summaries().map(({ name, summary }) => `  ${name.padEnd(14)}${summary}`);
  return [
    'gatehouse <command> [--json]',
    '',
    ...lines,
    '',
    '--json answers in JSON, --help shows this. The settings are read from the environment: docs/guide/settings.md',
  ].join('\n');
}

if (process.argv[1] === import.meta.filename) {
  process.exitCode = await runCommandLine(process.argv.slice(2), process.env, {
    answer: (line) => process.stdout.write(`${line}\n`),
    remark: (line) => process.stderr.write(`${line}\n`),
  });
}
