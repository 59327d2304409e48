import { type Command, type CommandContext, ORGANIZATION } from './command.ts';
import { operator, operatorPlace, withServices } from './operator.ts';

const options = { organization: { ...ORGANIZATION, help: 'only those of this organization' } };

export const messagesRelease: Command = {
  summary: 'After a restore: let the held messages leave, and whatever else waited go on',
  options,
  run: (context) => settle(context, 'releaseHeld'),
};

export const messagesDiscard: Command = {
  summary: 'After a restore: give the held messages up; whatever else waited goes on',
  options,
  run: (context) => settle(context, 'discardHeld'),
};

function settle(context: CommandContext, what: 'releaseHeld' | 'discardHeld') {
  return withServices(context, async (services) => {
    const named = context.options.organization;
    const organizationId = named ? (await operatorPlace(services, named)).organizationId : null;
    const count = await services.notifications[what](operator(), organizationId);
    const words = what === 'releaseHeld' ? 'leave with the server' : 'never leave';
    return { ok: true, text: `${count} held messages ${words}.`, json: { count } };
  });
}
