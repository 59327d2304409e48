// The floor: bare Fastify and `pg` that runs the statements of some routes of Gatehouse and nothing else. No plugin,
// no log, no check of what comes in, no judgement of what comes out. The statements are the server's own, so that the
// two can never differ.
import Fastify, { type FastifyRequest } from 'fastify';
import pg from 'pg';
import { loadFlow, loadInvitations } from '../server/src/features/admission/admission-read-model.ts';
import { insertConsent, lockFlow, updateFlow } from '../server/src/features/admission/flow-store.ts';
import { insertAuditEvent } from '../server/src/features/audit/audit-store.ts';
import { lookAtPerson } from '../server/src/features/diagnosis/person-read-model.ts';
import { findInvitationContext } from '../server/src/features/invitations/invitation-context-read-model.ts';
import { findInvitationOf } from '../server/src/features/invitations/invitation-list-read-model.ts';
import {
  consumeInvitation,
  insertInvitation,
  insertInvitationEvent,
  moveInvitation,
} from '../server/src/features/invitations/invitation-store.ts';
import { insertMessage } from '../server/src/features/notifications/message-store.ts';
import { insertMembership } from '../server/src/features/organizations/organization-store.ts';
import { findLiveSession, setSessionOrganization } from '../server/src/features/sessions/session-store.ts';
import { newId } from '../server/src/kernel/ids.ts';
import { hashToken, newToken } from '../server/src/platform/crypto/tokens.ts';
import type { Queryable } from '../server/src/platform/database/database.ts';
import { registerCodes } from './floor-codes.ts';
import { registerLists } from './floor-lists.ts';

const DAY = 24 * 60 * 60 * 1000;
const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL,
  max: Number(process.env.DATABASE_CONNECTIONS),
});

function queryable(client: pg.Pool | pg.PoolClient): Queryable {
  return {
    query: async ({ name, text }, values) =>
      (await client.query({ name, text, values: values as unknown[] })).rows as never,
  };
}

const database = queryable(pool);

async function transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const result = await work(queryable(client));
    await client.query('commit');
    return result;
  } finally {
    client.release();
  }
}

async function session(request: FastifyRequest, now: Date) {
  const token = /gatehouse=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
  const found = await findLiveSession(database, hashToken(token), now);
  if (!found) throw new Error('not signed in');
  return found;
}

const app = Fastify({ logger: false });

app.get('/api/v1/session', (request) => session(request, new Date()));

registerLists(app, pool, session);
registerCodes(app, transaction, (tx, now, flowId, address) =>
  message(tx, now, 'M04', { type: 'code', id: flowId }, { organizationId: null, address: { canonical: address } }),
);

type Question = { Params: { org: string }; Querystring: { identifier: string } };
app.get<Question>('/api/v1/organizations/:org/diagnosis', (request) => {
  const now = new Date();
  const { ip, id: requestId, params, query } = request;
  const caller = { actor: { type: 'anonymous' }, ip, userAgent: '', requestId, locale: 'en' } as const;
  const attemptsSince = new Date(now.getTime() - 30 * DAY);
  const address = { canonical: query.identifier, invitationId: null, isHidden: false, otherwise: '' };
  return lookAtPerson(
    database,
    caller,
    params.org,
    { ...address, attemptsSince, recorded: { action: 'diagnosis.viewed', once: false } },
    now,
  );
});

type Creation = { Params: { org: string }; Body: { to: { email: string } } };
app.post<Creation>('/api/v1/organizations/:org/invitations', async (request, reply) => {
  const now = new Date();
  const { accountId } = await session(request, now);
  const { org } = request.params;
  const { email } = request.body.to;
  const context = await findInvitationContext(database, org, accountId, [email]);
  const invitation = {
    organizationId: org,
    kind: 'member',
    canonical: email,
    shown: email,
    addressKind: 'email',
    phone: null,
    name: null,
    locale: null,
    roles: ['member'],
    note: null,
    company: null,
    createdBy: accountId,
    expiresAt: new Date(now.getTime() + 7 * DAY),
  } as const;
  const id = await transaction(async (tx) => {
    const secrets = { tokenHash: hashToken(newToken()), codeHash: hashToken(newToken()) };
    const created = (await insertInvitation(tx, invitation, secrets, now)) ?? '';
    await audit(tx, request, now, accountId, 'invitation.created', { type: 'invitation', id: created }, org);
    await message(
      tx,
      now,
      'M01',
      { type: 'invitation', id: created },
      {
        ...invitation,
        address: { canonical: email },
        context,
      },
    );
    return created;
  });
  const created = await findInvitationOf(database, org, id);
  await loadInvitations(database, [id]);
  return reply.status(201).send(created);
});

app.post<{ Params: { id: string } }>('/api/v1/flows/:id/terms', async (request) => {
  const now = new Date();
  const { id } = request.params;
  const { accountId, sessionId } = await session(request, now);
  return transaction((tx) => grant(tx, request, now, { id, accountId, sessionId }));
});

type Acceptance = { id: string; accountId: string; sessionId: string };

async function grant(tx: Queryable, request: FastifyRequest, now: Date, { id, accountId, sessionId }: Acceptance) {
  const actor = { type: 'account', id: accountId } as const;
  await lockFlow(tx, id);
  const flow = await loadFlow(tx, id, null);
  const invitationId = flow?.invitationId ?? '';
  const organizationId = flow?.organizationId ?? '';
  const consent = { accountId, organizationId, version: '1', documents: {}, locale: 'en', ip: request.ip } as const;
  await insertConsent(tx, consent, now);
  await audit(tx, request, now, accountId, 'consent.given', actor, organizationId);
  await moveInvitation(tx, invitationId, 'consented', now);
  await insertInvitationEvent(tx, invitationId, 'terms-accepted', actor, now);
  await updateFlow(tx, id, { locale: 'en' });
  await loadFlow(tx, id, null);
  await consumeInvitation(tx, invitationId, { accountId, organizationId }, now);
  await insertInvitationEvent(tx, invitationId, 'accepted', actor, now);
  const invitation = { type: 'invitation', id: invitationId };
  await audit(tx, request, now, accountId, 'invitation.accepted', invitation, organizationId);
  await message(tx, now, 'M06', actor, { organizationId, address: { canonical: flow?.canonical ?? '' } });
  const membership = { organizationId, accountId, roles: ['member'], invitationId } as const;
  const member = (await insertMembership(tx, membership, now)) ?? '';
  await audit(tx, request, now, accountId, 'membership.created', { type: 'membership', id: member }, organizationId);
  const completed = await loadFlow(tx, id, null);
  await updateFlow(tx, id, { completedAt: now });
  await setSessionOrganization(tx, sessionId, organizationId);
  return completed;
}

function audit(
  tx: Queryable,
  request: FastifyRequest,
  at: Date,
  accountId: string,
  action: string,
  subject: { type: string; id: string },
  organizationId: string,
) {
  return insertAuditEvent(tx, {
    organizationId,
    at,
    actorType: 'account',
    actorId: accountId,
    action,
    subjectType: subject.type,
    subjectId: subject.id,
    change: {},
    ip: request.ip,
    requestId: request.id,
  });
}

type Letter = { organizationId: string | null; address: { canonical: string }; context?: unknown };
function message(
  tx: Queryable,
  now: Date,
  template: 'M01' | 'M04' | 'M06',
  subject: { type: 'account' | 'code' | 'invitation'; id: string },
  { organizationId, address, context }: Letter,
) {
  const row = {
    id: newId('msg', now),
    organizationId,
    channel: 'email',
    template,
    locale: 'en',
    toAddress: address.canonical,
    toName: null,
    senderName: 'Northwind Machines',
    replyTo: null,
    params: { productName: 'Gatehouse', context },
    secrets: Buffer.alloc(96),
    subjectType: subject.type,
    subjectId: subject.id,
    usefulUntil: null,
    firstGateway: 0,
    createdAt: now,
  } as const;
  return insertMessage(tx, { id: newId('job', now), kind: 'deliver-message' }, row);
}

await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });
