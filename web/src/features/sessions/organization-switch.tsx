import { Button as BaseButton } from '@base-ui/react/button';
import { useText } from '../../lib/i18n.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Menu, MenuChoice } from '../../ui/menu.tsx';
import { type Membership, useSession, useUpdateSession } from './session.ts';

/** The organization that is worked in; a menu where there is more than one. */
export function OrganizationSwitch({
  current,
  onSwitch,
}: {
  current: Membership | null;
  onSwitch?: (slug: string) => void;
}) {
  const t = useText();
  const { memberships } = useSession();
  const update = useUpdateSession();
  if (!current) return null;
  if (memberships.length < 2) return <span className="truncate font-semibold">{current.organization.name}</span>;
  const choose = (id: string) => {
    update.mutate({ organization: id });
    const chosen = memberships.find(({ organization }) => organization.id === id);
    if (chosen) onSwitch?.(chosen.organization.slug);
  };
  return (
    <Menu
      trigger={
        <BaseButton
          aria-label={t('portal.organization-switch', { name: current.organization.name })}
          className="flex min-h-control min-w-0 items-center gap-2 rounded-control px-2 font-semibold hover:bg-sunken"
        >
          <span className="truncate">{current.organization.name}</span>
          <Icon name="chevron" />
        </BaseButton>
      }
    >
      <MenuChoice
        label={t('portal.organizations')}
        value={current.organization.id}
        onChange={choose}
        options={memberships.map(({ organization }) => ({ value: organization.id, label: organization.name }))}
      />
    </Menu>
  );
}
