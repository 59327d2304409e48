// Sign-in by a mailed code on the floor: the statements of both steps, each in a transaction, and nothing else.
import { createHmac } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { loadFlow } from '../server/src/features/admission/admission-read-model.ts';
import { lockFlow, updateFlow } from '../server/src/features/admission/flow-store.ts';
import { rememberDevice } from '../server/src/features/sessions/device-store.ts';
import { insertSession } from '../server/src/features/sessions/session-store.ts';
import {
  countSentCodes,
  insertCode,
  lockDestination,
  tryCode,
} from '../server/src/features/sign-in/methods/one-time-code/one-time-code-store.ts';
import { codeContext } from '../server/src/features/sign-in/methods/one-time-code/send-code.ts';
import { insertSignInEvent } from '../server/src/features/sign-in/sign-in-event-store.ts';
import { newId } from '../server/src/kernel/ids.ts';
import { createSecretBox } from '../server/src/platform/crypto/secret-box.ts';
import { hashToken, newToken } from '../server/src/platform/crypto/tokens.ts';
import type { Queryable, Transaction } from '../server/src/platform/database/database.ts';
import { MASTER_KEY } from './world.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const box = createSecretBox([MASTER_KEY]);

type Step<Body> = { Params: { id: string }; Body: Body };
type Owe = (tx: Queryable, now: Date, flowId: string, address: string) => Promise<unknown>;

/** `owe` writes the message that is promised. */
export function registerCodes(
  app: FastifyInstance,
  transaction: <T>(work: (tx: Queryable) => Promise<T>) => Promise<T>,
  owe: Owe,
): void {
  app.post<Step<{ method: 'email-code' }>>('/api/v1/flows/:id/choose-method', ({ params: { id }, body }) =>
    transaction(async (tx) => {
      const now = new Date();
      await lockFlow(tx, id);
      const destination = (await loadFlow(tx, id, null))?.identifierCanonical ?? '';
      const target = { flowId: id, purpose: 'sign-in', destination } as const;
      await updateFlow(tx, id, { method: body.method });
      await lockDestination(tx as Transaction, destination);
      await countSentCodes(tx, destination, id, now);
      const codeHash = box.keyedHash('314159', codeContext(target));
      await owe(tx, now, id, destination);
      const expiresAt = new Date(now.getTime() + 10 * MINUTE);
      await insertCode(
        tx,
        { ...target, id: newId('otc', now), channel: 'email', codeHash, messageId: null, expiresAt },
        now,
      );
      return loadFlow(tx, id, null);
    }),
  );
  app.post<Step<{ code: string }>>('/api/v1/flows/:id/code', ({ params: { id }, body, ip }) =>
    transaction(async (tx) => {
      const now = new Date();
      await lockFlow(tx, id);
      const flow = await loadFlow(tx, id, null);
      const destination = flow?.identifierCanonical ?? '';
      const target = { flowId: id, purpose: 'sign-in', destination } as const;
      const tried = await tryCode(tx, target, [destination], box.keyedHashes(body.code, codeContext(target)), now);
      const accountId = flow?.accountId ?? accountOf(destination);
      if (!tried?.right) throw new Error('the code is not right');
      await updateFlow(tx, id, { accountId, authenticated: { at: now, by: 'email-code' }, completedAt: now });
      const event = {
        accountId,
        identifier: destination,
        method: 'email-code',
        methods: null,
        result: 'success',
        reason: null,
      } as const;
      await insertSignInEvent(tx, { ...event, ip, userAgent: 'bench' }, now);
      const tokenHash = hashToken(newToken());
      const lasting = { expiresAt: new Date(now.getTime() + 30 * DAY), provenAt: null, ip, userAgent: 'bench' };
      await insertSession(tx, { tokenHash, accountId, organizationId: null, methods: ['email-code'], ...lasting }, now);
      const device = createHmac('sha256', MASTER_KEY).update(destination).digest();
      await rememberDevice(tx, { tokenHash: device, accountId, trustedUntil: null, userAgent: 'bench' }, now);
      return loadFlow(tx, id, null);
    }),
  );
}

/** As `world.ts` makes both. */
function accountOf(address: string): string {
  return `acc_${(/\d+/.exec(address)?.[0] ?? '').padStart(26, '0')}`;
}
