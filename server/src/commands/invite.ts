import { createInvitationSchema, INVITATION_KINDS } from '@gatehouse/contract/invitations';
import { LOCALES } from '@gatehouse/contract/locales';
import { ROLES } from '@gatehouse/contract/roles';
import { createInvitation } from '../features/invitations/index.ts';
import { parseInput } from '../platform/validation/parse-input.ts';
import { type Command, type CommandContext, ORGANIZATION, organizationOf } from './command.ts';
import { operator, operatorPlace, withServices } from './operator.ts';

const OPTIONS = {
  organization: ORGANIZATION,
  kind: { type: 'string', value: '<kind>', help: `${INVITATION_KINDS.join(' or ')}; member if it is not said` },
  name: { type: 'string', value: '<name>', help: 'of the person' },
  role: { type: 'string', value: '<roles>', help: `of a member, separated by commas: ${ROLES.join(', ')}` },
  locale: { type: 'string', value: '<tag>', help: `language of the message: ${LOCALES.join(', ')}` },
  note: { type: 'string', value: '<text>', help: 'a personal note, in the message' },
  days: { type: 'string', value: '<days>', help: 'how long the invitation is good' },
  'company-name': { type: 'string', value: '<name>', help: 'of a company: what is known of it already' },
  country: { type: 'string', value: '<code>', help: 'of a company, two letters' },
  'registration-number': { type: 'string', value: '<number>', help: 'of a company' },
} as const satisfies Command['options'];

export const invite: Command = {
  summary: 'Invite somebody, as the console does; never prints the link',
  takes: '<address>',
  options: OPTIONS,
  run: (context) => {
    const organization = organizationOf(context);
    return withServices(context, async (services, config) => {
      const place = await operatorPlace(services, organization);
      const input = parseInput(createInvitationSchema, inputOf(context));
      const id = await createInvitation(services, operator(), place, null, input);
      const page = `${config.publicUrl}/console/${place.slug}/invitations/${id}`;
      const to = context.given ?? '';
      const text = `${to} is invited to ${place.name}. The message leaves with the server.\nSee ${page}`;
      return { ok: true, text, json: { id, to: input.to, organization: place.organizationId, page } };
    });
  },
};

/** As the body of the route would say it; what was not given is left out. */
function inputOf({ given = '', options }: CommandContext): unknown {
  const company = {
    name: options['company-name'],
    country: options.country?.toUpperCase(),
    registrationNumber: options['registration-number'],
  };
  return defined({
    kind: options.kind ?? 'member',
    to: given.includes('@') ? { email: given } : { phone: given },
    name: options.name,
    roles: options.role?.split(',').map((role) => role.trim()),
    locale: options.locale,
    note: options.note,
    expiresInDays: options.days === undefined ? undefined : Number(options.days),
    company: Object.values(company).some((value) => value !== undefined) ? defined(company) : undefined,
  });
}

function defined(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
