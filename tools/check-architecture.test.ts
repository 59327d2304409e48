import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkArchitecture } from './check-architecture.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const DATABASE = '../../platform/database/database.ts';

/** A small tree that keeps every rule. */
const CLEAN: Record<string, string> = {
  'contract/src/errors.ts': `import { z } from 'zod';\nexport const errors = z.string();`,
  'contract/package.json': `{ "name": "@gatehouse/contract", "type": "module", "exports": { "./*": "./src/*.ts" } }`,
  'server/src/kernel/app-error.ts': `import { errors } from '@gatehouse/contract/errors';\nexport const appError = errors;`,
  'server/src/platform/database/database.ts': `import pg from 'pg';
export type Queryable = pg.Pool;\nexport const statement = (text: string) => text;`,
  'server/src/platform/http/server.ts': `import fastify from 'fastify';\nexport const server = fastify;`,
  'server/src/platform/sms/sms-sender.ts': 'export type SmsSender = { send(): void };',
  'server/src/platform/sms/smpp-sender.ts': `import type { SmsSender } from './sms-sender.ts';\nexport let sender: SmsSender;`,
  'server/src/features/audit/domain/audit-event.ts': `import { appError } from '../../../kernel/app-error.ts';\nexport const event = appError;`,
  'server/src/features/audit/audit-store.ts': `import { type Queryable, statement } from '${DATABASE}';
import { event } from './domain/audit-event.ts';\nexport let at: Queryable;\nexport const insert = [statement('x'), event];`,
  'server/src/features/audit/record-event.ts': `import type { Queryable } from '${DATABASE}';
import { insert } from './audit-store.ts';\nexport let at: Queryable;\nexport const record = insert;`,
  'server/src/features/audit/index.ts': `export { record } from './record-event.ts';`,
  'server/src/features/accounts/account-routes.ts': `import type { FastifyInstance } from 'fastify';
import { record } from '../audit/index.ts';\nimport type { SmsSender } from '../../platform/sms/sms-sender.ts';
export let app: FastifyInstance;\nexport let sms: SmsSender;\nexport const routes = record;`,
  'server/src/features/accounts/index.ts': `export { routes } from './account-routes.ts';`,
  'server/src/door/pages.ts': `import { routes } from '../features/accounts/index.ts';\nexport const pages = routes;`,
  'server/src/app.ts': `import { pages } from './door/pages.ts';\nimport { server } from './platform/http/server.ts';
import { sender } from './platform/sms/smpp-sender.ts';\nexport const app = [pages, server, sender];`,
  'web/src/lib/api.ts': `import { errors } from '@gatehouse/contract/errors';\nexport const api = errors;`,
  'web/src/features/accounts/accounts-page.tsx': `import { api } from '../../lib/api.ts';\nexport const page = api;`,
  'web/src/surfaces/portal.tsx': `import { page } from '../features/accounts/accounts-page.tsx';\nexport const portal = page;`,
};

/** One breach of each rule: rule, file, text. Most by a type import, which is not free. */
const BREACHES: readonly (readonly [string, string, string])[] = [
  ['slice-audit', 'features/audit/ask-account.ts', `import type { routes } from '../accounts/index.ts';`],
  ['slice-unknown', 'features/rumours/spread-rumour.ts', `import type { record } from '../audit/index.ts';`],
  ['slice-by-index', 'features/accounts/read-audit.ts', `import type { insert } from '../audit/audit-store.ts';`],
  [
    'slice-by-index-from-outside',
    'door/side-door.ts',
    `import type { insert } from '../features/audit/audit-store.ts';`,
  ],
  [
    'domain-is-pure',
    'features/audit/domain/stored.ts',
    `import type { Queryable } from '../../../platform/database/database.ts';`,
  ],
  [
    'domain-is-pure',
    'features/audit/domain/read.ts',
    `import { readFile } from 'node:fs/promises';\nexport const read = readFile;`,
  ],
  ['kernel-is-below-all', 'kernel/high.ts', `import type { Queryable } from '../platform/database/database.ts';`],
  ['platform-has-no-business', 'platform/jobs/busy.ts', `import type { record } from '../../features/audit/index.ts';`],
  ['features-know-no-page', 'features/audit/show-page.ts', `import type { pages } from '../../door/pages.ts';`],
  ['http-in-routes-only', 'features/audit/serve-audit.ts', `import type { FastifyRequest } from 'fastify';`],
  [
    'http-in-routes-only',
    'features/audit/use-server.ts',
    `import type { server } from '../../platform/http/server.ts';`,
  ],
  ['postgres-in-database-only', 'features/audit/raw-store.ts', `import type pg from 'pg';`],
  [
    'adapters-in-app-only',
    'features/audit/send-text.ts',
    `import type { sender } from '../../platform/sms/smpp-sender.ts';`,
  ],
  ['server-knows-no-web', 'door/borrowed.ts', `import type { api } from '../../../web/src/lib/api.ts';`],
  ['resolvable', 'features/audit/lost-way.ts', `import type { gone } from './gone.ts';`],
  ['no-cycle', 'features/audit/start-ring.ts', `import type { End } from './end-ring.ts';\nexport type Start = End;`],
  [
    'sql-in-stores-only',
    'features/audit/find-events.ts',
    `import { statement } from '${DATABASE}';\nexport const all = statement('x');`,
  ],
  ['file-roles', 'features/audit/audit.ts', 'export const nothing = 0;'],
  ['file-roles', 'features/audit/parts/read-part.ts', 'export const nothing = 0;'],
  ['no-drawers', 'platform/http/http-utils.ts', 'export const nothing = 0;'],
].map(([rule = '', file = '', text = '']) => [rule, `server/src/${file}`, text] as const);

const OTHER_BREACHES: typeof BREACHES = [
  [
    'web-knows-no-server',
    'web/src/features/accounts/peek.ts',
    `import type { app } from '../../../../server/src/app.ts';`,
  ],
  [
    'web-parts-know-no-screen',
    'web/src/ui/high.ts',
    `import type { page } from '../features/accounts/accounts-page.tsx';`,
  ],
  [
    'web-features-know-no-surface',
    'web/src/features/accounts/high.ts',
    `import type { portal } from '../../surfaces/portal.tsx';`,
  ],
  ['contract-is-alone', 'contract/src/server.ts', `import type { FastifyRequest } from 'fastify';`],
];

const ALL_BREACHES = [...BREACHES, ...OTHER_BREACHES];

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-architecture-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function plant(name: string, files: Record<string, string>): Promise<string> {
  const root = path.join(folder, name);
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), `${text}\n`);
  }
  await mkdir(path.join(root, 'node_modules/@gatehouse'), { recursive: true });
  await symlink(path.join(root, 'contract'), path.join(root, 'node_modules/@gatehouse/contract'));
  for (const name of ['fastify', 'pg', 'zod']) {
    await symlink(path.join(ROOT, 'node_modules', name), path.join(root, 'node_modules', name));
  }
  return root;
}

describe('architecture check', () => {
  it('is content with a tree that keeps the rules', async () => {
    expect(await checkArchitecture(await plant('clean', CLEAN), 10)).toEqual([]);
  });

  it('does not pass over nothing', async () => {
    const few = await checkArchitecture(await plant('few', CLEAN));
    expect(few).toEqual([expect.stringMatching(/^coverage: only \d+ sources, fewer than 100$/)]);
  });

  describe('catches', () => {
    let found: string[];

    beforeAll(async () => {
      const planted = Object.fromEntries(ALL_BREACHES.map(([, file, text]) => [file, text]));
      const end = {
        'server/src/features/audit/end-ring.ts': `import type { Start } from './start-ring.ts';\nexport type End = Start;`,
      };
      found = await checkArchitecture(await plant('breached', { ...CLEAN, ...planted, ...end }), 10);
    });

    it.each(ALL_BREACHES)('%s in %s', (rule, file) => {
      expect(found.filter((breach) => breach.startsWith(`${rule}: `) && breach.includes(file))).not.toEqual([]);
    });

    it('and nothing else', () => {
      const clean = Object.keys(CLEAN);
      expect(found.filter((breach) => clean.some((file) => breach.split(' ')[1] === file))).toEqual([]);
    });
  });
});
