import type { Role } from '@gatehouse/contract/roles';
import { rolesGivenNow } from '../invitations/index.ts';
import {
  type AskedFactor,
  policiesOf,
  strictestFactorPolicy,
  strictestPasswordPolicy,
} from '../organizations/index.ts';
import type { AdmissionRow } from './admission-row.ts';
import type { AdmissionPolicy } from './domain/facts.ts';

/** What the invitation gives now. */
export function rolesOf(row: AdmissionRow): readonly Role[] {
  if (row.invitationId === null || row.kind !== 'member') return row.roles ?? [];
  return rolesGivenNow(row.roles, row.inviterRoles ?? []);
}

/** What the organizations decided that the person belongs to, or is invited by. */
export function policyOf(row: AdmissionRow): AdmissionPolicy {
  const { selfServiceRenewal, addAddress, passwordSignIn, ...decided } = policiesOf(row.policies ?? {});
  // Where codes by text message are no way in, there must be another from the beginning.
  const firstPassword = decided.smsSignIn ? decided.firstPassword : 'required';
  // A password or a passkey: something that goes on working when no message arrives.
  const secondFactor = strictestFactorPolicy(askedFactors(row));
  const { days: passwordDays } = wantedPassword(row, secondFactor);
  const passwordRequired = row.kind !== 'member' || passwordSignIn;
  return { selfServiceRenewal, addAddress, passwordRequired, firstPassword, passwordDays, secondFactor };
}

/** What the organizations of the person, and the one that invites them, ask of a password. */
export function wantedPassword({ invitationId, policies, passwordPolicies }: AdmissionRow, secondFactor: string) {
  const asked = passwordPolicies ?? [];
  const all = invitationId === null ? asked : [...asked, policiesOf(policies ?? {})];
  return strictestPasswordPolicy(all, secondFactor === 'required');
}

/** What the organizations of the person ask, the one that they are invited to among them. */
export function askedFactors(row: AdmissionRow): readonly AskedFactor[] {
  const asked = row.factorPolicies ?? [];
  if (row.invitationId === null || row.kind !== 'member') return asked;
  const { secondFactor: policy, trustedDeviceDays: days, verifyPasskeys: verify } = policiesOf(row.policies ?? {});
  return [...asked, { policy, days, verify, administers: rolesOf(row).some((role) => ADMINISTERS.has(role)) }];
}

const ADMINISTERS = new Set<Role>(['owner', 'administrator']);
