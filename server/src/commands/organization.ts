import { MOST_MEMBERS } from '@gatehouse/contract/seats';
import {
  askForDeletion,
  countClosingEffects,
  keepOrganization,
  type LifeTarget,
  resumeOrganization,
  setMemberLimit,
  suspendOrganization,
} from '../features/closing/index.ts';
import type { MessagingServices } from '../features/notifications/index.ts';
import { findOrganizationNamed } from '../features/organizations/index.ts';
import { type Command, type CommandContext, Misuse } from './command.ts';
import { operator, withServices } from './operator.ts';

const takes = '<short-name>';
const options = { reason: { type: 'string', value: '<text>', help: 'why: kept in the audit log' } } as const;

type Found = { readonly id: string; readonly slug: string; readonly name: string };
type Act = (services: MessagingServices, target: LifeTarget, of: { reason: string; found: Found }) => Promise<string>;

export const organizationSuspend: Command = {
  summary: 'Keep everybody of an organization out until it is resumed; nothing is deleted',
  takes,
  options,
  run: (context) =>
    change(context, true, async (services, target, { reason, found }) => {
      const { people, invitations } = await countClosingEffects(services.database, target.id, services.clock.now());
      await suspendOrganization(services, operator(), target, reason);
      return `${found.name} is suspended: ${people} people cannot get in, ${invitations} invitations wait.`;
    }),
};

export const organizationResume: Command = {
  summary: 'Let everybody of a suspended organization in again',
  takes,
  options,
  run: (context) =>
    change(context, true, async (services, target, { reason, found }) => {
      await resumeOrganization(services, operator(), target, reason);
      return `${found.name} is open again.`;
    }),
};

export const organizationDelete: Command = {
  summary: 'Suspend an organization, and delete it after 7 days; "organization keep" takes it back until then',
  takes,
  options,
  run: (context) =>
    change(context, true, async (services, target, { reason, found }) => {
      const { people, invitations } = await countClosingEffects(services.database, target.id, services.clock.now());
      const dueAt = await askForDeletion(services, operator(), target, { shortName: found.slug, reason });
      return [
        `${found.name} is suspended: ${people} people cannot get in, ${invitations} invitations wait.`,
        `It is deleted at ${dueAt.toISOString()}. Until then: gatehouse organization keep ${found.slug}`,
      ].join('\n');
    }),
};

export const organizationLimit: Command = {
  summary: 'Say how many members an organization may have: nobody loses their place, nobody comes in above it',
  takes: '<short-name> <n|none>',
  options,
  run: (context) => {
    const [given, most] = (context.given ?? '').split(' ');
    const limit = limitOf(most);
    return change({ ...context, given }, true, async (services, target, { reason, found }) => {
      const { members, invitations } = await setMemberLimit(services, operator(), target, { limit, reason });
      const may = limit === null ? 'as many members as come' : `no more than ${limit} members`;
      return `${found.name} may have ${may}: ${members} are there, ${invitations} invitations wait.`;
    });
  },
};

function limitOf(given: string | undefined): number | null {
  if (given === 'none') return null;
  const limit = /^\d{1,7}$/.test(given ?? '') ? Number(given) : 0;
  if (limit < 1 || limit > MOST_MEMBERS)
    throw new Misuse('Say how many members there may be: a number from 1 on, or none.');
  return limit;
}

export const organizationKeep: Command = {
  summary: 'Keep an organization that was to be deleted; suspended from outside, it stays so until it is resumed',
  takes,
  run: (context) =>
    change(context, false, async (services, target, { found }) => {
      await keepOrganization(services, operator(), target);
      return `${found.name} is not deleted.`;
    }),
};

function change(context: CommandContext, needsReason: boolean, act: Act) {
  const reason = context.options.reason?.trim() ?? '';
  if (needsReason && (reason.length < 3 || reason.length > 200)) {
    throw new Misuse('Say why, in 3 to 200 characters: --reason <text>.');
  }
  return withServices(context, async (services) => {
    const found = await findOrganizationNamed(services.database, context.given ?? '');
    if (!found || found.state === 'deleted') throw new Error(`There is no organization "${context.given}".`);
    const target = { id: found.id, side: 'operator', by: { accountId: null, organizationId: null } } as const;
    const text = await act(services, target, { reason, found });
    return { ok: true, text, json: { organization: found.id, slug: found.slug } };
  });
}
