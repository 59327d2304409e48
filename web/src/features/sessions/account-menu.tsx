import { Button as BaseButton } from '@base-ui/react/button';
import { Link } from '@tanstack/react-router';
import { useText } from '../../lib/i18n.tsx';
import { setTheme, THEMES, useTheme } from '../../lib/theme.ts';
import { Menu, MenuChoice, MenuItem, MenuLink, MenuSeparator } from '../../ui/menu.tsx';
import { useSession, useSignOut } from './session.ts';

/** Who is signed in here, the theme, their devices, and the way out. */
export function AccountMenu() {
  const t = useText();
  const { account } = useSession();
  const theme = useTheme();
  const signOut = useSignOut();
  const themes = THEMES.map((value) => ({ value, label: t(`portal.theme.${value}`) }));
  return (
    <Menu
      trigger={
        <BaseButton
          aria-label={t('portal.account-menu', { name: account.name })}
          title={account.name}
          className="flex size-control items-center justify-center rounded-full bg-brand-soft font-bold text-brand-text"
        >
          <span aria-hidden="true">{[...account.name][0]?.toUpperCase()}</span>
        </BaseButton>
      }
    >
      <div className="px-3 py-1.5">
        <p className="font-semibold">{account.name}</p>
        <p className="text-meta text-muted">{account.email ?? account.phone}</p>
      </div>
      <MenuSeparator />
      <MenuLink icon="people" link={<Link to="/portal/profile" />}>
        {t('portal.profile.title')}
      </MenuLink>
      <MenuLink icon="shield" link={<Link to="/portal/security" />}>
        {t('portal.security.title')}
      </MenuLink>
      <MenuLink icon="device" link={<Link to="/portal/devices" />}>
        {t('portal.devices.title')}
      </MenuLink>
      <MenuLink icon="log" link={<Link to="/portal/data" />}>
        {t('portal.data.title')}
      </MenuLink>
      <MenuSeparator />
      <MenuChoice label={t('portal.theme')} value={theme} onChange={setTheme} options={themes} />
      <MenuSeparator />
      <MenuItem icon="open" onClick={() => signOut.mutate()}>
        {t('common.action.sign-out')}
      </MenuItem>
    </Menu>
  );
}
