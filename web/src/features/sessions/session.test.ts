import type { Session } from '@gatehouse/contract/sessions';
import { describe, expect, it } from 'vitest';
import { openRooms } from '../../surfaces/console/rooms.ts';
import { currentMembership, findMembership, may } from './session.ts';

const SESSION: Session = {
  account: {
    id: 'acc_1',
    name: 'Anna',
    callName: '',
    timeZone: null,
    email: null,
    phone: null,
    locale: null,
    shortcuts: true,
  },
  memberships: [
    {
      organization: { id: 'org_1', slug: 'gfms', name: 'GF', timeZone: '' },
      roles: ['inviter'],
      abilities: ['invitations.read'],
    },
    { organization: { id: 'org_2', slug: 'urs', name: 'URS', timeZone: '' }, roles: ['member'], abilities: [] },
  ],
  organization: 'org_2',
  methods: ['password'],
  signedInAt: '2026-11-22T12:00:00.000Z',
};

describe('findMembership', () => {
  it('knows an organization by id and by slug, and none of others', () => {
    expect(findMembership(SESSION, 'gfms')?.organization.id).toBe('org_1');
    expect(findMembership(SESSION, 'org_1')?.organization.id).toBe('org_1');
    expect(findMembership(SESSION, 'foreign')).toBeNull();
    expect(findMembership(SESSION, null)).toBeNull();
  });
});

describe('currentMembership', () => {
  it('is the one worked in last, else the first, else none', () => {
    expect(currentMembership(SESSION)?.organization.slug).toBe('urs');
    expect(currentMembership({ ...SESSION, organization: 'org_9' })?.organization.slug).toBe('gfms');
    expect(currentMembership({ ...SESSION, memberships: [] })).toBeNull();
  });
});

describe('what is open to somebody', () => {
  it('follows the abilities', () => {
    const inviter = findMembership(SESSION, 'gfms');
    expect(may(inviter, 'invitations.read')).toBe(true);
    expect(may(inviter, 'settings.read')).toBe(false);
    expect(may(null, 'invitations.read')).toBe(false);
    expect(openRooms(inviter).flatMap(({ rooms }) => rooms.map(({ path }) => path))).toEqual(['invitations']);
    expect(openRooms(findMembership(SESSION, 'urs'))).toEqual([]);
  });
});
