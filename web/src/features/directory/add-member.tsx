import { addedMemberRoutes, addMemberSchema, type AddMember as Body } from '@gatehouse/contract/added-members';
import { LOCALE_NAMES, LOCALES, type Locale } from '@gatehouse/contract/locales';
import type { Role } from '@gatehouse/contract/roles';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../lib/api.ts';
import { check } from '../../lib/field-problems.ts';
import { useText } from '../../lib/i18n.tsx';
import { unplaced, useFieldProblems } from '../../lib/use-field-problems.ts';
import { Button } from '../../ui/button.tsx';
import { Drawer } from '../../ui/dialog.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { ErrorSummary } from '../../ui/form.tsx';
import { Notice } from '../../ui/notice.tsx';
import { grantableRoles } from '../invitations/invitation-form.ts';
import { InvitationRefused } from '../invitations/invitation-refused.tsx';
import { useConsoleOrganization } from '../sessions/console-organization.ts';
import { NameField, useNameLook } from './added-name.tsx';
import { type Taken, TakenNote } from './taken-note.tsx';

const EMPTY = { name: '', phone: '', email: '', username: '', role: 'member' as Role, locale: '' as Locale | '' };
type Typed = typeof EMPTY;

function bodyOf({ name, phone, email, username, role, locale }: Typed): Body {
  const to = { ...(email.trim() ? { email } : {}), ...(phone.trim() ? { phone } : {}) };
  const named = username.trim() ? { username } : {};
  return { name, to, roles: [role], ...named, ...(locale ? { locale } : {}) };
}

/** Card C-ADD: name and number are enough; what is wrong is said beside its field as soon as it is left. */
export function AddMember({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useText();
  return (
    <Drawer open={open} onOpenChange={onOpenChange} title={t('people.add.title')} text={t('people.add.text')}>
      <AddForm onDone={() => onOpenChange(false)} />
    </Drawer>
  );
}

function useTaken(org: string) {
  const [taken, setTaken] = useState<readonly Taken[]>([]);
  const look = useMutation({
    mutationFn: (to: Body['to']) => call(addedMemberRoutes.check, { params: { org }, body: { to } }),
    onSuccess: (answer) => setTaken(answer.taken),
  });
  return { taken, look };
}

function AddForm({ onDone }: { onDone: () => void }) {
  const t = useText();
  const { slug, roles } = useConsoleOrganization();
  const client = useQueryClient();
  const [typed, setTyped] = useState(EMPTY);
  const [added, setAdded] = useState<string | null>(null);
  const { problems, show, fromServer, field } = useFieldProblems();
  const { taken, look } = useTaken(slug);
  const name = useNameLook(slug);
  const change = (changes: Partial<Typed>) => setTyped({ ...typed, ...changes });
  const save = useMutation({
    mutationFn: () =>
      call(addedMemberRoutes.add, { params: { org: slug }, body: bodyOf(typed), idempotencyKey: crypto.randomUUID() }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['invitations', slug] }),
    onError: (error) => {
      fromServer(error);
      name.look(typed.username);
    },
  });
  const submit = (another: boolean) => {
    setAdded(null);
    const found = check(addMemberSchema, bodyOf(typed));
    show(found);
    if (Object.keys(found).length > 0) return;
    const onSuccess = () => {
      setAdded(typed.name);
      setTyped({ ...EMPTY, role: typed.role, locale: typed.locale });
      if (!another) onDone();
    };
    save.mutate(undefined, { onSuccess });
  };
  const checkAddresses = () => {
    const { to } = bodyOf(typed);
    if (to.email !== undefined || to.phone !== undefined)
      look.mutate(to, { onError: fromServer, onSuccess: () => show({}) });
  };
  const labels = {
    name: t('people.add.name'),
    'to.phone': t('people.identifier.phone'),
    'to.email': t('people.identifier.email'),
    username: t('people.identifier.username'),
  };
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit(false);
      }}
    >
      <ErrorSummary problems={problems} labels={labels} />
      {added === null ? null : <Notice tone="success" title={t('people.add.added', { name: added })} />}
      <TextField {...field('name')} label={labels.name} value={typed.name} onChange={(name) => change({ name })} />
      <Addresses org={slug} typed={typed} change={change} field={field} onLeave={checkAddresses} taken={taken} />
      <NameField
        org={slug}
        value={typed.username}
        onChange={(username) => change({ username })}
        field={field('username')}
        name={name}
      />
      <Standing typed={typed} change={change} roles={grantableRoles(roles)} />
      {unplaced(save.error) ? <InvitationRefused error={save.error} org={slug} /> : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Button busy={save.isPending} onClick={() => submit(true)}>
          {t('people.add.save-another')}
        </Button>
        <Button type="submit" look="primary" busy={save.isPending}>
          {t('common.action.save')}
        </Button>
      </div>
    </form>
  );
}

type AddressProps = {
  org: string;
  typed: Typed;
  change: (changes: Partial<Typed>) => void;
  field: (path: string) => { id: string; error: string | null };
  /** Either field was left: it is looked at. */
  onLeave: () => void;
  taken: readonly Taken[];
};

function Addresses({ org, typed, change, field, onLeave, taken }: AddressProps) {
  const t = useText();
  const holder = (of: Taken['field']) => taken.find((one) => one.field === of && typed[of].trim() !== '') ?? null;
  return (
    <fieldset onBlur={onLeave} className="flex flex-col gap-4">
      <TextField
        {...field('to.phone')}
        label={t('people.identifier.phone')}
        hint={t('people.add.phone-hint')}
        type="tel"
        inputMode="tel"
        value={typed.phone}
        onChange={(phone) => change({ phone })}
      />
      <TakenNote org={org} taken={holder('phone')} />
      <TextField
        {...field('to.email')}
        label={t('people.identifier.email')}
        optional
        type="email"
        inputMode="email"
        value={typed.email}
        onChange={(email) => change({ email })}
      />
      <TakenNote org={org} taken={holder('email')} />
    </fieldset>
  );
}

type StandingProps = { typed: Typed; change: (changes: Partial<Typed>) => void; roles: readonly Role[] };

/** As what they are added, and in which language they are written to. */
function Standing({ typed, change, roles }: StandingProps) {
  const t = useText();
  return (
    <>
      <SelectField
        id="added-role"
        label={t('common.word.role')}
        value={typed.role}
        onChange={(role) => change({ role: role as Role })}
        options={roles.map((value) => ({ value, label: t(`common.role.${value}`) }))}
      />
      <SelectField
        id="added-locale"
        label={t('people.add.locale')}
        value={typed.locale}
        none={t('people.add.locale-none')}
        onChange={(locale) => change({ locale: locale as Locale | '' })}
        options={LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] }))}
      />
    </>
  );
}
