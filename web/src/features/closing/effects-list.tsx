import type { ClosingEffects } from '@gatehouse/contract/closing';
import { useText } from '../../lib/i18n.tsx';

/** Whom it concerns when nobody of an organization gets in any more, in numbers. */
export function SuspensionEffects({ effects, isPast = false }: { effects: ClosingEffects; isPast?: boolean }) {
  const t = useText();
  const { people, elsewhere, signedIn, invitations, waiting } = effects;
  return (
    <ul className="list-disc pl-5">
      <li>{t('closing.effect.people', { people })}</li>
      {elsewhere > 0 ? <li>{t('closing.effect.elsewhere', { count: elsewhere })}</li> : null}
      {signedIn > 0 && !isPast ? <li>{t('closing.effect.signed-in', { count: signedIn })}</li> : null}
      <li>{t('closing.effect.invitations', { count: invitations })}</li>
      {waiting > 0 ? <li>{t('closing.effect.waiting', { count: waiting })}</li> : null}
    </ul>
  );
}

/** What goes for good, and what stays. */
export function DeletionEffects({
  effects,
  days,
  withNow = true,
}: {
  effects: ClosingEffects;
  days: number;
  /** Whom it concerns at once, where nothing else says it. */
  withNow?: boolean;
}) {
  const t = useText();
  const { people, invitations, companies, imports, views, pictures, webhooks } = effects;
  return (
    <ul className="list-disc pl-5">
      {withNow ? <li>{t('closing.delete.now', { people, invitations })}</li> : null}
      <li>{t('closing.delete.later', { days })}</li>
      <li>{t('closing.delete.erased', { imports, views, pictures, webhooks })}</li>
      {companies > 0 ? <li>{t('closing.delete.companies', { count: companies })}</li> : null}
      <li>{t('closing.delete.stays')}</li>
    </ul>
  );
}
