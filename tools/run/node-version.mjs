import { spawnSync } from 'node:child_process';
import path from 'node:path';

/** What starts the installation. */
const TO_BEGIN = [20, 19];

/** What runs Gatehouse: it reads TypeScript by itself. */
const TO_RUN = [22, 18];

const chosen = new Map();

/** The Node that everything runs on: the pinned one that npm installed in `root`, else the one that runs this. */
export function chooseNode(root) {
  if (!chosen.has(root)) chosen.set(root, findPinned(root) ?? process.execPath);
  return chosen.get(root);
}

function findPinned(root) {
  const [system, file] = process.platform === 'win32' ? ['win', 'node.exe'] : [process.platform, 'node'];
  const program = path.join(root, `node_modules/node-${system}-${process.arch}/bin`, file);
  // It is not there on macOS, and does not run on a Linux without glibc.
  return spawnSync(program, ['--version']).status === 0 ? program : null;
}

/** To be called anew after an installation. */
export function forgetNode() {
  chosen.clear();
}

/** What is wrong with the Node that runs this, for beginning; null if nothing is. */
export function problemToBegin(version = process.versions.node) {
  return isAtLeast(version, TO_BEGIN)
    ? null
    : `This is Node ${version}. Install Node ${TO_BEGIN.join('.')} or newer (24 is best) from https://nodejs.org, then try again.`;
}

/** The same for running, where no pinned Node can be used. */
export function problemToRun(root, version = process.versions.node) {
  if (chooseNode(root) !== process.execPath || isAtLeast(version, TO_RUN)) return null;
  return (
    `This is Node ${version}, and no Node for ${process.platform} on ${process.arch} comes with Gatehouse. ` +
    `Install Node ${TO_RUN.join('.')} or newer (24 is best) from https://nodejs.org, then try again.`
  );
}

function isAtLeast(version, [major, minor]) {
  const [actualMajor, actualMinor] = version.split('.').map(Number);
  return actualMajor > major || (actualMajor === major && actualMinor >= minor);
}
