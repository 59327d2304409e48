import type { Diagnosis, DiagnosisFix } from '@gatehouse/contract/diagnosis';
import { type FormEvent, useState } from 'react';
import { useText } from '../../lib/i18n.tsx';
import { useFieldProblems } from '../../lib/use-field-problems.ts';
import { Button, ButtonLink, OutsideLink } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { useFix } from './diagnosis-queries.ts';

type FixState = ReturnType<typeof useFix>;

/** The sentence, and the buttons that help: the first is the one to press. */
export function VerdictPanel({ found, fix }: { found: Diagnosis; fix: FixState }) {
  const { verdict, fixes } = found;
  const all = found.fix ? [found.fix, ...fixes] : fixes;
  return (
    <Notice
      key={verdict.text}
      tone={verdict.tone}
      title={verdict.text}
      actions={
        all.length > 0
          ? all.map((offered, place) => (
              <FixButton
                key={offered.action}
                {...{ offered, fix }}
                isMain={place === 0 && found.nearMatches.length === 0}
              />
            ))
          : null
      }
    >
      {found.stop ? <p>{found.stop.text}</p> : null}
      {found.also.length > 0 ? <Also also={found.also} /> : null}
      {found.nobody ? <p>{found.nobody}</p> : null}
    </Notice>
  );
}

/** What will stand in the way when the first cause is gone. */
function Also({ also }: { also: Diagnosis['also'] }) {
  const t = useText();
  return (
    <>
      <p className="mt-2 font-semibold">{t('diagnosis.also')}</p>
      <ul className="list-disc pl-5">
        {also.map(({ code, text }) => (
          <li key={code}>{text}</li>
        ))}
      </ul>
    </>
  );
}

function FixButton({ offered, fix, isMain }: { offered: DiagnosisFix; fix: FixState; isMain: boolean }) {
  const look = isMain ? 'primary' : 'secondary';
  if (offered.method === 'GET') {
    return offered.href.startsWith('/') ? (
      <ButtonLink look={look} to={offered.href}>
        {offered.label}
      </ButtonLink>
    ) : (
      <OutsideLink href={offered.href} look={look}>
        {offered.label}
      </OutsideLink>
    );
  }
  if (offered.action === 'correct-address') return <CorrectAddress {...{ offered, fix, look }} />;
  return (
    <Button look={look} busy={fix.isPending} onClick={() => fix.mutate(offered)}>
      {offered.label}
    </Button>
  );
}

/** Digits, and what is written between them, are a number. */
function toOf(typed: string): { email: string } | { phone: string } {
  const text = typed.trim();
  return /^[+(]?\d[\d\s().-]*$/.test(text) ? { phone: text } : { email: text };
}

function CorrectAddress({
  offered,
  fix,
  look,
}: {
  offered: DiagnosisFix;
  fix: FixState;
  look: 'primary' | 'secondary';
}) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const { field, fromServer } = useFieldProblems();
  const to = toOf(typed);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    fix.mutate({ ...offered, body: { to } }, { onError: fromServer });
  };
  if (!open) {
    return (
      <Button look={look} onClick={() => setOpen(true)}>
        {offered.label}
      </Button>
    );
  }
  return (
    <form noValidate onSubmit={submit} className="flex w-full flex-wrap items-start gap-2">
      <TextField
        id="right-address"
        error={field('phone' in to ? 'to.phone' : 'to.email').error}
        label={t('diagnosis.new-address')}
        inputMode="email"
        value={typed}
        onChange={setTyped}
      />
      <Button type="submit" look={look} busy={fix.isPending} className="sm:mt-6">
        {offered.label}
      </Button>
    </form>
  );
}
