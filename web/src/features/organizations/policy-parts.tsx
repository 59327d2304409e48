import { organizationRoutes } from '@gatehouse/contract/organizations';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { TextField } from '../../ui/field.tsx';
import { useConsoleOrganization } from '../sessions/console-organization.ts';
import type { SettingsForm } from './settings-form.ts';

type Policies = SettingsForm['policies'];

/** What a part of the policies is given: the form, how it is changed, and the mistakes of its fields. */
export type PolicyProps = {
  policies: Policies;
  change: (changes: Partial<Policies>) => void;
  field: (path: string) => { id: string; error: string | null };
};

type Wanted = { readonly sessionIdleMinutes: number; readonly sessionHours: number };

/** Whom policies concern now, or sessions if they were to end as `wanted`; undefined until it is known. */
export function usePolicyEffects(wanted?: Wanted) {
  const { slug } = useConsoleOrganization();
  return useQuery({
    queryKey: ['policy-effects', slug, ...(wanted ? [wanted] : [])],
    queryFn: ({ signal }) => call(organizationRoutes.policyEffects, { params: { org: slug }, query: wanted, signal }),
    placeholderData: wanted ? keepPreviousData : undefined,
  }).data;
}

/** The policies that are typed as a number. */
type NumberName =
  | 'invitationDays'
  | 'passwordMinLength'
  | 'passwordDays'
  | 'recoveryHours'
  | 'trustedDeviceDays'
  | 'codeMinutes';

/** A policy that is a whole number. `text`: key of its label; its hint has `-hint` behind it. */
export function NumberPolicy({
  policies,
  change,
  field,
  name,
  text,
  min,
  max,
  className,
}: PolicyProps & { name: NumberName; text: string; min: number; max: number; className?: string }) {
  const t = useText();
  return (
    <TextField
      {...field(`policies.${name}`)}
      {...(className ? { className } : {})}
      label={t(text)}
      hint={t(`${text}-hint`)}
      type="number"
      inputMode="numeric"
      min={min}
      max={max}
      value={policies[name]}
      onChange={(typed) => change({ [name]: typed })}
    />
  );
}
