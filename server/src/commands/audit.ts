import { findMasterKeys } from '../config/master-keys.ts';
import { type Breach, type ChainCheck, verifyAuditChain } from '../features/audit/index.ts';
import { createSecretBox } from '../platform/crypto/secret-box.ts';
import { type Command, ORGANIZATION, withDatabase } from './command.ts';

export const auditVerify: Command = {
  summary: 'Check that no event of the audit log was altered, removed or inserted; names those that were',
  options: { organization: { ...ORGANIZATION, help: 'only the log of this organization' } },
  run: (context) =>
    withDatabase(context, async ({ database, dataDirectory }, config) => {
      const keys = findMasterKeys(config, dataDirectory);
      if (keys.length === 0) throw new Error('There is no key: the seals cannot be checked. Set GATEHOUSE_SECRET.');
      const { organization = null } = context.options;
      const check = await verifyAuditChain({ database, secretBox: createSecretBox(keys) }, organization);
      if (organization !== null && check.chains.length + check.breaches.length === 0) {
        throw new Error(`There is no sealed event of an organization "${organization}".`);
      }
      const ok = check.breaches.length === 0;
      return { ok, text: describe(check), json: { ok, ...check } };
    }),
};

const WORDS: Record<Breach['what'], string> = {
  altered: 'was altered after it was sealed',
  removed: 'was removed',
  inserted: 'was inserted past the application: no seal names it',
  'seal-altered': 'was altered, or sealed under a key that is not in the list',
  'seal-removed': 'was removed',
  'chain-broken': 'does not follow the one before it',
};

function describe({ chains, breaches }: ChainCheck): string {
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
  const end =
    breaches.length === 0
      ? 'Every sealed event is as it was written. Note the heads elsewhere: by them you see whether an end was cut off.'
      : 'The log is not as it was written. Compare with a backup.';
  return [...wrong, ...fine, end].join('\n');
}
