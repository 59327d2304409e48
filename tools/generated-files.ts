import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** A file that a tool makes, by its path below `root`. */
export type GeneratedFile = { readonly path: string; readonly text: string };

/** Paths of the files that are not on disk as they should be. */
export async function findStale(root: string, files: readonly GeneratedFile[]): Promise<string[]> {
  const onDisk = await Promise.all(files.map((file) => readFile(path.join(root, file.path), 'utf8').catch(() => null)));
  return files.filter((file, index) => onDisk[index] !== file.text).map((file) => file.path);
}

async function write(root: string, files: readonly GeneratedFile[]): Promise<void> {
  for (const file of files) {
    await mkdir(path.dirname(path.join(root, file.path)), { recursive: true });
    await writeFile(path.join(root, file.path), file.text);
  }
}

/** With `--write` writes the files, else says which are stale and what to run; answers the exit code. */
export async function checkOrWrite(tool: string, root: string, files: readonly GeneratedFile[]): Promise<0 | 1> {
  if (process.argv.includes('--write')) {
    await write(root, files);
    return 0;
  }
  const stale = await findStale(root, files);
  if (stale.length === 0) return 0;
  console.log(`Not up to date: ${stale.join(', ')}. Run: npx tsx ${tool} --write`);
  return 1;
}
