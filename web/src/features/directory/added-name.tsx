import { addedMemberRoutes, addMemberSchema } from '@gatehouse/contract/added-members';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { type Taken, TakenNote } from './taken-note.tsx';

type Found = { readonly of: string; readonly taken: Taken | null; readonly suggestions: readonly string[] };

/** What is wrong with a user name, for the name that was looked at alone: it is none, or somebody has it. */
export function useNameLook(org: string) {
  const [left, setLeft] = useState('');
  const [found, setFound] = useState<Found>({ of: '', taken: null, suggestions: [] });
  const ask = useMutation({
    mutationFn: (username: string) => call(addedMemberRoutes.check, { params: { org }, body: { username } }),
    onSuccess: ({ taken, suggestions }, of) => setFound({ of, taken: taken[0] ?? null, suggestions }),
  });
  return {
    look(typed: string): void {
      const username = typed.trim();
      setLeft(username);
      if (username !== '' && isUserName(username)) ask.mutate(username);
    },
    of(typed: string): { readonly code: string | null; readonly found: Found | null } {
      const username = typed.trim();
      if (username === '') return { code: null, found: null };
      if (username === left && !isUserName(username)) return { code: 'USERNAME-INVALID', found: null };
      const isTaken = username === found.of && found.taken !== null;
      return isTaken ? { code: 'USERNAME-TAKEN', found } : { code: null, found: null };
    },
  };
}

/** Before anybody is asked. */
function isUserName(typed: string): boolean {
  return addMemberSchema.shape.username.safeParse(typed).success;
}

type Props = {
  org: string;
  value: string;
  onChange: (value: string) => void;
  field: { id: string; error: string | null };
  name: ReturnType<typeof useNameLook>;
};

/** Optional: what they may sign in with beside their addresses. Where it is taken, by whom, and what is free. */
export function NameField({ org, value, onChange, field, name }: Props) {
  const t = useText();
  const { code, found } = name.of(value);
  return (
    <div className="flex flex-col gap-2">
      <TextField
        id={field.id}
        error={code ? t(code) : field.error}
        label={t('people.identifier.username')}
        hint={code ? null : t('people.add.username-hint', { example: `${value.trim() || 'name'}@${org}` })}
        optional
        maxLength={20}
        value={value}
        onChange={onChange}
        onBlur={() => name.look(value)}
      />
      <TakenNote org={org} taken={found?.taken ?? null} />
      {found && found.suggestions.length > 0 ? (
        <div className="flex flex-wrap items-center gap-2">
          <span className="text-muted">{t('people.add.username-free')}</span>
          {found.suggestions.map((free) => (
            <Button key={free} onClick={() => onChange(free)}>
              {free}
            </Button>
          ))}
        </div>
      ) : null}
    </div>
  );
}
