import { findMasterKeys } from '../config/master-keys.ts';
import { type Breach, type ChainCheck, listHeads, verifyAuditChain } from '../features/audit/index.ts';
import { createSecretBox } from '../platform/crypto/secret-box.ts';
import { type Command, Misuse, ORGANIZATION, withDatabase } from './command.ts';

const ONE_LOG = { ...ORGANIZATION, help: 'only the log of this organization' };

export const auditHead: Command = {
  summary: 'Print the newest seal of each audit log, to be noted elsewhere and compared later',
  options: { organization: ONE_LOG },
  run: (context) =>
    withDatabase(context, async ({ database }) => {
      const { organization = null } = context.options;
      const heads = await listHeads(database, organization);
      if (organization !== null && heads.length === 0) throw nothingSealed(organization);
      const text = heads.map(({ slug, head, seals, sealedAt }) => {
        return `${head}  ${slug ?? '(no organization)'}, seal ${seals} of ${sealedAt.toISOString()}`;
      });
      return { ok: true, text: text.join('\n') || 'Nothing is sealed yet.', json: { heads } };
    }),
};

export const auditVerify: Command = {
  summary: 'Check that no event of the audit log was altered, removed or inserted; names those that were',
  options: {
    organization: ONE_LOG,
    head: {
      type: 'string',
      value: '<hash>',
      help: 'a head that was noted earlier, or several with commas: says whether the end of a log was cut off since',
    },
  },
  run: (context) => {
    const noted = readHeads(context.options.head);
    return withDatabase(context, async ({ database, dataDirectory }, config) => {
      const keys = findMasterKeys(config, dataDirectory);
      if (keys.length === 0) throw new Error('There is no key: the seals cannot be checked. Set GATEHOUSE_SECRET.');
      const { organization = null } = context.options;
      const check = await verifyAuditChain({ database, secretBox: createSecretBox(keys) }, organization, noted);
      if (organization !== null && check.chains.length + check.breaches.length === 0) throw nothingSealed(organization);
      const found = check.heads.every(({ followedBy }) => followedBy !== null);
      const ok = check.breaches.length === 0 && check.missingGuards.length === 0 && found;
      return { ok, text: describe(check, ok), json: { ok, ...check } };
    });
  },
};

function nothingSealed(organization: string): Error {
  return new Error(`There is no sealed event of an organization "${organization}".`);
}

/** @throws Misuse for what is no head */
function readHeads(typed: string | undefined): string[] {
  const heads =
    typed
      ?.toLowerCase()
      .split(',')
      .map((head) => head.trim()) ?? [];
  const wrong = heads.find((head) => !/^[0-9a-f]{64}$/.test(head));
  if (wrong === undefined) return heads;
  throw new Misuse(`"${wrong}" is not a head: 64 digits and letters a to f, as "gatehouse audit head" prints it.`);
}

const WORDS: Record<Breach['what'], string> = {
  altered: 'was altered after it was sealed',
  removed: 'was removed',
  inserted: 'was inserted past the application: no seal names it',
  'seal-altered': 'was altered, or sealed under a key that is not in the list',
  'seal-removed': 'was removed',
  'chain-broken': 'does not follow the one before it',
};

function describe({ chains, breaches, heads, missingGuards }: ChainCheck, ok: boolean): string {
  const slugs = new Map(chains.map(({ organizationId, slug }) => [organizationId, slug]));
  const place = (id: string) => slugs.get(id) ?? (id === '' ? '(no organization)' : id);
  const wrong = breaches.map(({ organizationId, seal, eventId, what }) => {
    const thing = eventId === null ? `seal ${seal}` : `event ${eventId}`;
    return `WRONG  ${place(organizationId)}: ${thing} ${WORDS[what]}`;
  });
  const fine = chains.map(
    ({ organizationId, events, seals, head }) =>
      `${place(organizationId)}: ${events} events in ${seals} seals, head ${head}`,
  );
  const cut = heads.map(({ head, organizationId, followedBy }) =>
    followedBy === null
      ? `WRONG  head ${head} is in no log: its end was cut off or rewritten since, or an older backup was restored`
      : `head ${head}: found in ${place(organizationId ?? '')}, ${followedBy} seals since`,
  );
  const guards = missingGuards.map((name) => `WRONG  trigger ${name} is gone or switched off: changes are not refused`);
  const end = ok
    ? 'Every sealed event is as it was written. Note the heads elsewhere: by them you see whether an end was cut off.'
    : 'The log is not as it was written. Compare with a backup.';
  return [...wrong, ...guards, ...cut, ...fine, end].join('\n');
}
