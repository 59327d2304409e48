// Who may see whom. Run by tools/check-architecture.ts, which also holds what imports alone do not show.

/** Which slice may enter which: always by its index.ts. Nobody else's slice is reached by other ways. */
const mayUse = {
  alerts: ['webhooks', 'organizations', 'notifications', 'audit'],
  webhooks: ['audit'],
  admission: ['invitations', 'accounts', 'sessions', 'sign-in', 'organizations', 'notifications', 'audit'],
  diagnosis: ['admission', 'invitations', 'sign-in', 'sessions', 'accounts', 'organizations', 'notifications', 'audit'],
  imports: ['invitations', 'accounts', 'organizations', 'notifications', 'audit'],
  overview: ['admission', 'invitations', 'organizations', 'notifications', 'audit'],
  closing: ['organizations', 'notifications', 'audit'],
  members: ['invitations', 'sign-in', 'sessions', 'accounts', 'organizations', 'operations', 'notifications', 'audit'],
  invitations: ['accounts', 'organizations', 'operations', 'notifications', 'audit'],
  'own-account': ['accounts', 'sessions', 'notifications', 'audit'],
  'sign-in': ['accounts', 'sessions', 'organizations', 'notifications', 'audit'],
  sessions: ['accounts', 'organizations', 'audit'],
  branding: ['organizations', 'notifications', 'audit'],
  organizations: ['accounts', 'notifications', 'audit'],
  operations: ['audit'],
  views: ['audit'],
  accounts: ['notifications', 'audit'],
  notifications: ['audit'],
  audit: [],
};

const SERVER = '^server/src';
const FEATURE = `${SERVER}/features/([^/]+)/`;

/** Ports of the outside world: their adapters, beside them, are chosen in app.ts only. */
const PORTS =
  'platform/(email/email-sender|sms/(sms-sender|segments)|identity-providers/identity-provider|storage/file-storage)[.]ts$';

const slices = Object.entries(mayUse).map(([slice, allowed]) => ({
  name: `slice-${slice}`,
  comment: `${slice} may use: ${allowed.join(', ') || 'no other slice'}. The table is mayUse in .dependency-cruiser.cjs.`,
  severity: 'error',
  from: { path: `${SERVER}/features/${slice}/` },
  to: { path: FEATURE, pathNot: `${SERVER}/features/(${[slice, ...allowed].join('|')})/` },
}));

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    ...slices,
    rule(
      'slice-unknown',
      'A new slice needs a line in the mayUse table.',
      { path: FEATURE, pathNot: `${SERVER}/features/(${Object.keys(mayUse).join('|')})/` },
      {},
    ),
    rule(
      'slice-by-index',
      'A slice is entered by its index.ts only.',
      { path: FEATURE },
      { path: FEATURE, pathNot: [`${SERVER}/features/$1/`, `${FEATURE}index[.]ts$`] },
    ),
    rule(
      'slice-by-index-from-outside',
      'A slice is entered by its index.ts only.',
      { pathNot: FEATURE },
      { path: FEATURE, pathNot: `${FEATURE}index[.]ts$` },
    ),
    rule(
      'domain-is-pure',
      'domain/ sees its own domain, the kernel and the contract.',
      { path: `${FEATURE}domain/` },
      { pathNot: [`${SERVER}/features/$1/domain/`, `${SERVER}/kernel/`, '^contract/src/'] },
    ),
    rule(
      'kernel-is-below-all',
      'The kernel sees the contract, pure libraries, and nothing else of ours.',
      { path: `${SERVER}/kernel/` },
      {
        pathNot: [
          `${SERVER}/kernel/`,
          '^contract/src/',
          '^(node:)?(crypto|url)$',
          'node_modules/(libphonenumber-js|uuidv7)/',
        ],
      },
    ),
    rule(
      'platform-has-no-business',
      'platform/ is technique: it knows no slice and no page.',
      { path: `${SERVER}/platform/` },
      { path: `${SERVER}/(features|door|app[.]ts|main[.]ts|cli[.]ts)` },
    ),
    rule(
      'features-know-no-page',
      'Slices know neither the door nor the wiring.',
      { path: FEATURE },
      { path: `${SERVER}/(door/|app[.]ts|main[.]ts|cli[.]ts)` },
    ),
    rule(
      'http-in-routes-only',
      'HTTP is the business of *-routes.ts, the door, platform/http and app.ts.',
      {
        path: SERVER,
        pathNot: [
          `${FEATURE}.*-routes[.]ts$`,
          `${SERVER}/(door/|platform/(http/|sms/http-|services[.]ts)|app(-parts|-routes|-health)?[.]ts|main[.]ts)`,
        ],
      },
      {
        path: [
          `${SERVER}/platform/http/`,
          'node_modules/(fastify|@fastify)/',
          '^(fastify|@fastify/.*)$',
          '^(node:)?https?$',
        ],
      },
    ),
    rule(
      'postgres-in-database-only',
      'The driver is used in platform/database; SQL is written in stores and read models.',
      { path: SERVER, pathNot: `${SERVER}/platform/database/` },
      { path: ['node_modules/pg/', '^pg$'] },
    ),
    rule(
      'adapters-in-app-only',
      'Which adapter serves a port is decided in app.ts.',
      { path: SERVER, pathNot: [`${SERVER}/platform/(email|sms|identity-providers|storage)/`, `${SERVER}/app[.]ts$`] },
      { path: `${SERVER}/platform/(email|sms|identity-providers|storage)/`, pathNot: PORTS },
    ),
    rule(
      'server-knows-no-web',
      'The server and the browser share the contract only.',
      { path: SERVER },
      { path: '^web/' },
    ),
    rule(
      'web-knows-no-server',
      'The server and the browser share the contract only.',
      { path: '^web/src' },
      { path: '^server/' },
    ),
    rule(
      'contract-is-alone',
      'The contract is read by both sides: it sees itself and zod.',
      { path: '^contract/src' },
      { pathNot: ['^contract/src', 'node_modules/zod/'] },
    ),
    rule(
      'web-parts-know-no-screen',
      'ui/ and lib/ are below the features, the features below the surfaces.',
      { path: '^web/src/(ui|lib)/' },
      { path: '^web/src/(features|surfaces)/' },
    ),
    rule(
      'web-features-know-no-surface',
      'ui/ and lib/ are below the features, the features below the surfaces.',
      { path: '^web/src/features/' },
      { path: '^web/src/surfaces/' },
    ),
    rule('no-cycle', 'No import cycles, type imports included.', {}, { circular: true }),
    rule('resolvable', 'Every import leads somewhere.', {}, { couldNotResolve: true }),
  ],
  options: {
    parser: 'swc', // the default cannot read what TypeScript 7 is, and says nothing
    tsPreCompilationDeps: true,
    exclude: { path: '[.]test[.]tsx?$|/dist/|/generated/' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.d.ts', '.json', '.css'],
    },
  },
};
