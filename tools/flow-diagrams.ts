// Writes docs/flows/ from the tables and functions that the server itself uses (--write), or fails when they are stale.
import path from 'node:path';
import { INVITATION_STATES, type InvitationState } from '@gatehouse/contract/invitations';
import { STEPS } from '../server/src/features/admission/steps/index.ts';
import { LIVE_STATES, TRANSITIONS } from '../server/src/features/invitations/domain/invitation.ts';
import { type Walk, walkAll } from './flow-walks.ts';
import { checkOrWrite, type GeneratedFile } from './generated-files.ts';

const ROOT = path.resolve(import.meta.dirname, '..');

type Moves = Readonly<Record<string, { readonly from: readonly InvitationState[]; readonly to: InvitationState }>>;

/** The pages of docs/flows/. */
export function drawFlows(): GeneratedFile[] {
  return [
    { path: 'docs/flows/invitation-states.md', text: invitationStates(TRANSITIONS) },
    { path: 'docs/flows/flow-steps.md', text: flowSteps(walkAll(), stepTable()) },
  ];
}

/** The life of an invitation. What can happen to every live one is drawn once, from the frame around them. */
export function invitationStates(moves: Moves): string {
  const live: readonly string[] = LIVE_STATES;
  const ofAll = (from: readonly string[]) => from.length === live.length && live.every((state) => from.includes(state));
  const entries = Object.entries(moves);
  const inside = entries.filter(([, { from }]) => !ofAll(from));
  const leaving = entries.filter(([, { from }]) => ofAll(from));
  return page(
    'States of an invitation',
    'Made from `TRANSITIONS` in `server/src/features/invitations/domain/invitation.ts` by `tools/flow-diagrams.ts`.',
    mermaid('stateDiagram-v2', [
      '[*] --> live',
      'state live {',
      ...inside.flatMap(([event, { from, to }]) => from.map((state) => `  ${arrow(state, to, event)}`)),
      '}',
      ...leaving.map(([event, { to }]) => arrow('live', to, event)),
      'live --> expired: its time is over, decided when it is read',
      ...INVITATION_STATES.filter((state) => !live.includes(state)).map((state) => `${state} --> [*]`),
    ]),
    table(
      ['Event', 'From', 'To'],
      entries.map(([event, { from, to }]) => [event, ofAll(from) ? 'every live state' : from.join(', '), to]),
    ),
  );
}

/** Mermaid's names have no dash. */
const node = (name: string) => name.replaceAll('-', '_');

function arrow(from: string, to: string, label: string): string {
  return `${node(from)} --> ${node(to)}${label === to ? '' : `: ${label}`}`;
}

type StepRow = readonly [step: string, pages: string, requirement: string];

function stepTable(): StepRow[] {
  return Object.entries(STEPS).map(([name, { at, requirement }]) => [name, at.join(', '), requirement ?? '']);
}

function flowSteps(walks: readonly Walk[], steps: readonly StepRow[]): string {
  return page(
    'Steps of the flows',
    'Made by `tools/flow-diagrams.ts`, which walks each way in with `assess` and `nextStep` of ' +
      '`server/src/features/admission/domain/`: no order of pages is written down anywhere.',
    ...walks.flatMap(({ title, stations }) => [
      `## ${title}`,
      mermaid('flowchart LR', [
        ...stations.map(({ step, requirement }, index) => `  s${index}["${step}<br><small>${requirement}</small>"]`),
        `  ${stations.map((_, index) => `s${index}`).join(' --> ')}`,
      ]),
    ]),
    '## What can be submitted',
    table(['Step', 'From the pages', 'Meets the requirement'], steps),
  );
}

function page(title: string, ...blocks: readonly string[]): string {
  return `${[`# ${title}`, ...blocks].join('\n\n')}\n`;
}

function mermaid(kind: string, lines: readonly string[]): string {
  return ['```mermaid', kind, ...lines, '```'].join('\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

if (process.argv[1] === import.meta.filename) {
  process.exitCode = await checkOrWrite('tools/flow-diagrams.ts', ROOT, drawFlows());
}
