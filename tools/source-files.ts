import { readdir } from 'node:fs/promises';
import path from 'node:path';

/** The TypeScript sources of the folders, as paths from `root` with `/`; without tests unless asked for. */
export async function listSources(root: string, folders: readonly string[], withTests = false): Promise<string[]> {
  const lists = await Promise.all(folders.map((folder) => listFolder(root, folder)));
  return lists
    .flat()
    .filter((file) => /\.tsx?$/.test(file) && !/\/(generated|dist|node_modules)\//.test(file))
    .filter((file) => withTests || !/\.test\.tsx?$/.test(file))
    .sort();
}

async function listFolder(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(path.join(root, folder), { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));
}
