#!/usr/bin/env node
// The command line, `npx gatehouse <command>`: installs and builds what is missing, then runs it on the pinned Node.
import path from 'node:path';
import { BUILT, ensureBuilt } from './run/build.mjs';
import { ensureInstalled } from './run/install.mjs';
import { ROOT, runNode } from './run/processes.mjs';

ensureInstalled();
await ensureBuilt(process.argv[2] === 'serve' ? undefined : ['contract', 'server']);
const cli = path.join(ROOT, 'server/dist/server/src/cli.js');
const env = { NODE_ENV: process.env.NODE_ENV ?? 'production' };
process.exitCode = (await runNode([...BUILT, cli, ...process.argv.slice(2)], { cwd: process.cwd(), env })).code;
