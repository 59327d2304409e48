// Writes docs/api/openapi.json from the contract (--write), or fails when it is not up to date.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { openApiDocument } from '@gatehouse/contract/openapi';
import { checkOrWrite, type GeneratedFile } from './generated-files.ts';

const ROOT = path.resolve(import.meta.dirname, '..');

/** The document of the release that package.json under `root` names. */
export async function describeApi(root: string = ROOT): Promise<GeneratedFile[]> {
  const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  return [{ path: 'docs/api/openapi.json', text: `${JSON.stringify(openApiDocument(version), null, 2)}\n` }];
}

if (process.argv[1] === import.meta.filename) {
  process.exitCode = await checkOrWrite('tools/openapi.ts', ROOT, await describeApi());
}
