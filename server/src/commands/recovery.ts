import {
  decideRecoveryAsOperator,
  listWaitingRecoveries,
  recoveryWarnings,
  type WaitingRecovery,
} from '../features/sign-in/index.ts';
import { type Command, type CommandContext, Misuse } from './command.ts';
import { operator, withServices } from './operator.ts';

const takes = '<reference>';
const options = {
  reason: {
    type: 'string',
    value: '<text>',
    help: 'how it was checked who asks, or why not: the person and the audit log have it',
  },
} as const;

export const recoveryList: Command = {
  summary: 'Who has lost every second step and waits for a decision, with the reference of each',
  run: (context) =>
    withServices(context, async ({ database, clock }) => {
      const waiting = await listWaitingRecoveries(database, clock.now());
      const json = waiting.map(({ accountId: _, memberId: __, ...request }) => ({
        ...request,
        warnings: recoveryWarnings({ ...request }),
      }));
      return { ok: true, text: waiting.map(lineOf).join('\n\n') || 'Nobody waits.', json };
    }),
};

export const recoveryApprove: Command = {
  summary: 'Let somebody set their second step up anew once the waiting time is over',
  takes,
  options,
  run: (context) => decide(context, 'approve'),
};

export const recoveryReject: Command = {
  summary: 'Turn down a request of somebody who has lost every second step',
  takes,
  options,
  run: (context) => decide(context, 'reject'),
};

function lineOf(request: WaitingRecovery): string {
  const { id, name, address, organization, roles, askedAt, readyAt, ip, provenBy, note, decidable } = request;
  const who = decidable ? 'somebody there may decide' : 'nobody there may decide: it is for you';
  return [
    id,
    `  ${name} <${address}>, ${roles.join(', ')} of ${organization}; ${who}`,
    `  asked ${askedAt.toISOString()} from ${ip}, first step by ${provenBy.join(', ')}; possible from ${readyAt.toISOString()}`,
    ...recoveryWarnings(request).map((warning) => `  ! ${warning}`),
    ...(note ? [`  "${note}"`] : []),
  ].join('\n');
}

function decide(context: CommandContext, decision: 'approve' | 'reject') {
  const reason = context.options.reason?.trim() ?? '';
  if (reason.length < 3 || reason.length > 500) throw new Misuse('Say why, in 3 to 500 characters: --reason <text>.');
  const id = context.given ?? '';
  return withServices(context, async (services) => {
    await decideRecoveryAsOperator(services, operator(), { id, decision, reason });
    const text =
      decision === 'approve'
        ? 'Approved. The person is told when the server runs, and goes on with their next sign-in once the waiting time is over.'
        : 'Turned down. The person is told when the server runs.';
    return { ok: true, text, json: { id, decision } };
  });
}
