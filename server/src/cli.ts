import { parseArgs } from 'node:util';
import type { Command, CommandContext, Report } from './commands/command.ts';
import { doctor } from './commands/doctor.ts';
import { migrate } from './commands/migrate.ts';
import { serve } from './commands/serve.ts';
import { setup } from './commands/setup.ts';
import { ConfigError } from './config/config.ts';

const COMMANDS: Readonly<Record<string, Command>> = { serve, migrate, setup, doctor };

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
  const { name, json } = asked;
  if (asked.help) return tell({ ok: true, text: helpText(), json: { commands: summaries() } }, json, output);
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) return refuse(`There is no command "${name}".`, json, output);
  try {
    const report = await command.run({ environment, remark: output.remark });
    return report ? tell(report, json, output) : 0;
  } catch (error) {
    if (!json) output.remark((error as Error).message);
    else output.answer(JSON.stringify({ error: (error as Error).message, mistakes: mistakesOf(error) }));
    return 1;
  }
}

type Asked = { readonly name: string; readonly json: boolean; readonly help: boolean };

function parse(programArguments: readonly string[]): Asked | { readonly mistake: string } {
  try {
    const { values, positionals } = parseArgs({
      args: [...programArguments],
      options: OPTIONS,
      allowPositionals: true,
    });
    const [name, ...more] = positionals;
    const help = values.help === true;
    if (name === undefined && !help) return { mistake: 'Say which command.' };
    if (more.length > 0) return { mistake: `"${more.join(' ')}" is more than ${name} takes.` };
    return { name: name ?? '', json: values.json === true, help };
  } catch (error) {
    return { mistake: (error as Error).message };
  }
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
  const lines = summaries().map(({ name, summary }) => `  ${name.padEnd(9)}${summary}`);
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
