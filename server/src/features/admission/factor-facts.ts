import type { AdmissionRow } from './admission-row.ts';
import type { FactorsFact } from './domain/facts.ts';

/** What the account can be asked beside its first proof; times inside of JSON come as text. */
export function factorsFact(row: AdmissionRow['factors']): FactorsFact {
  const date = (at: string | null | undefined) => (at ? new Date(at) : null);
  const { passkeys = 0, recoveryCodes = 0 } = row ?? {};
  const asked = row?.recovery;
  const recovery = asked
    ? {
        state: asked.state,
        askedAt: new Date(asked.askedAt),
        readyAt: new Date(asked.readyAt),
        expiresAt: new Date(asked.expiresAt),
        decidable: asked.decidable,
      }
    : null;
  return { totpAt: date(row?.totpAt), smsAt: date(row?.smsAt), passkeys, recoveryCodes, recovery };
}
