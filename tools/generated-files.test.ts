import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TRANSITIONS } from '../server/src/features/invitations/domain/invitation.ts';
import { drawFlows, invitationStates } from './flow-diagrams.ts';
import { walkAll } from './flow-walks.ts';
import { findStale } from './generated-files.ts';
import { describeApi } from './openapi.ts';

const ROOT = path.resolve(import.meta.dirname, '..');

let copy: string;

beforeEach(async () => {
  copy = await mkdtemp(path.join(tmpdir(), 'gatehouse-generated-'));
});

afterEach(() => rm(copy, { recursive: true, force: true }));

async function allFiles() {
  return [...(await describeApi()), ...drawFlows()];
}

describe('generated files', () => {
  it('are those of the sources', async () => {
    expect(await findStale(ROOT, await allFiles())).toEqual([]);
  });

  it('are stale after any change, and when they are not there', async () => {
    const files = await allFiles();
    await cp(path.join(ROOT, 'docs'), path.join(copy, 'docs'), { recursive: true });
    const changed = path.join(copy, 'docs/api/openapi.json');
    await writeFile(changed, (await readFile(changed, 'utf8')).replace('"maxLength": 254', '"maxLength": 255'));
    await rm(path.join(copy, 'docs/flows/flow-steps.md'));
    expect(await findStale(copy, files)).toEqual(['docs/api/openapi.json', 'docs/flows/flow-steps.md']);
  });

  it('draw a state that was added', () => {
    const moves = { ...TRANSITIONS, sent: { from: ['queued', 'bounced'], to: 'sent' } } as const;
    expect(invitationStates(TRANSITIONS)).not.toContain('bounced --> sent');
    expect(invitationStates(moves)).toContain('bounced --> sent');
  });

  it('draw every way in to its end', () => {
    for (const { stations } of walkAll()) expect(stations.at(-1)?.step).toBe('done');
  });
});
