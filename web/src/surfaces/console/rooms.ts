import type { Ability } from '@gatehouse/contract/route';
import type { Membership } from '../../features/sessions/session.ts';
import type { IconName } from '../../ui/icon.tsx';

export type Room = { path: string; label: string; icon: IconName; ability: Ability };
/** A group without a label is what stands above all of them. */
export type RoomGroup = { label: string; rooms: readonly Room[] };

/** The rooms of the console in the order of its navigation. */
export const ROOM_GROUPS: readonly RoomGroup[] = [
  {
    label: '',
    rooms: [{ path: 'overview', label: 'console.overview.title', icon: 'console', ability: 'overview.read' }],
  },
  {
    label: 'console.nav.people',
    rooms: [
      { path: 'invitations', label: 'console.invitations.title', icon: 'mail', ability: 'invitations.read' },
      { path: 'imports', label: 'console.imports.title', icon: 'up', ability: 'invitations.import' },
      { path: 'queue', label: 'console.queue.title', icon: 'clock', ability: 'companies.decide' },
      { path: 'companies', label: 'console.companies.title', icon: 'building', ability: 'companies.read' },
      { path: 'people', label: 'console.people.title', icon: 'people', ability: 'people.read' },
    ],
  },
  {
    label: 'console.nav.assurance',
    rooms: [
      { path: 'diagnosis', label: 'console.diagnosis.title', icon: 'search', ability: 'diagnosis.read' },
      { path: 'sign-in-log', label: 'console.sign-ins.title', icon: 'log', ability: 'sign-in-events.read' },
      { path: 'audit-log', label: 'console.audit.title', icon: 'shield', ability: 'audit-events.read' },
    ],
  },
  {
    label: 'console.nav.operations',
    rooms: [
      { path: 'branding', label: 'console.branding.title', icon: 'palette', ability: 'settings.read' },
      { path: 'message-texts', label: 'console.message-texts.title', icon: 'edit', ability: 'settings.read' },
      { path: 'webhook', label: 'console.webhook.title', icon: 'up', ability: 'webhook.manage' },
      { path: 'policies', label: 'console.policies.title', icon: 'lock', ability: 'settings.read' },
      { path: 'settings', label: 'console.settings.title', icon: 'settings', ability: 'settings.read' },
    ],
  },
];

export const ROOMS: readonly Room[] = ROOM_GROUPS.flatMap((group) => group.rooms);

/** What of the navigation somebody may enter; groups without a room are left out. */
export function openRooms(membership: Membership | null): RoomGroup[] {
  return ROOM_GROUPS.map((group) => ({
    ...group,
    rooms: group.rooms.filter((room) => membership?.abilities.includes(room.ability)),
  })).filter((group) => group.rooms.length > 0);
}
