import { lazy, Suspense } from 'react';
import type { Membership } from '../../features/sessions/session.ts';

// Menus come after the page: nobody waits for them.
const Switch = lazy(() =>
  import('../../features/sessions/organization-switch.tsx').then((parts) => ({ default: parts.OrganizationSwitch })),
);
const Languages = lazy(() =>
  import('../../features/sessions/language-menu.tsx').then((parts) => ({ default: parts.LanguageMenu })),
);
const Account = lazy(() =>
  import('../../features/sessions/account-menu.tsx').then((parts) => ({ default: parts.AccountMenu })),
);

type SwitchProps = { current: Membership | null; onSwitch?: (slug: string) => void };

/** The organization that is worked in; its name is there at once. */
export function OrganizationSwitch(props: SwitchProps) {
  return (
    <Suspense fallback={<span className="truncate font-semibold">{props.current?.organization.name ?? ''}</span>}>
      <Switch {...props} />
    </Suspense>
  );
}

const PLACE = <span className="size-control" />;

/** Language and account, in every header. */
export function HeaderMenus() {
  return (
    <>
      <Suspense fallback={PLACE}>
        <Languages />
      </Suspense>
      <Suspense fallback={PLACE}>
        <Account />
      </Suspense>
    </>
  );
}
