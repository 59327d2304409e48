import type { SecretBox } from '../../platform/crypto/secret-box.ts';
import type { Database, Transaction } from '../../platform/database/database.ts';
import {
  beginCheck,
  findSeal,
  listChains,
  listEventsById,
  listLostEvents,
  listSeals,
  listStrayEvents,
} from './audit-seal-store.ts';
import { listMissingGuards } from './audit-watch-store.ts';
import { type Breach, type ChainEnd, checkSeal, FIRST } from './domain/seal-chain.ts';
import { chainHashes } from './seal-audit-events.ts';

/** A chain that was walked to its end. `head` is to be noted elsewhere: who cuts the end off cannot forge it back. */
export type CheckedChain = {
  readonly organizationId: string;
  readonly slug: string | null;
  readonly seals: number;
  readonly events: number;
  readonly head: string | null;
};
/** A head that was noted elsewhere, looked for in the chains. `followedBy`: seals since; null where it is gone. */
export type NotedHead = {
  readonly head: string;
  readonly organizationId: string | null;
  readonly followedBy: number | null;
};
export type ChainCheck = {
  readonly chains: readonly CheckedChain[];
  readonly breaches: readonly Breach[];
  readonly heads: readonly NotedHead[];
  /** Triggers that refuse changes of the log, and are not there. */
  readonly missingGuards: readonly string[];
};

/** Seals at a time: what is held in memory, however long the chain. */
const PAGE = 50;
/** Breaches told: more of them say nothing new. */
const TOLD = 100;

/** Walks the chains, of one organization or of all, and names every event that is not as it was sealed. */
export function verifyAuditChain(
  services: { readonly database: Database; readonly secretBox: Pick<SecretBox, 'keyedHashes'> },
  organization: string | null,
  notedHeads: readonly string[] = [],
): Promise<ChainCheck> {
  return services.database.transaction(async (tx) => {
    await beginCheck(tx);
    const chains: CheckedChain[] = [];
    const breaches: Breach[] = [];
    for (const chain of await listChains(tx, organization)) {
      const { checked, found } = await walk(services, tx, chain);
      if (checked.seals > 0) chains.push(checked);
      breaches.push(...found);
    }
    if (organization === null) {
      const lost = await listLostEvents(tx, TOLD);
      breaches.push(...lost.map((eventId) => ({ organizationId: '', seal: null, eventId, what: 'removed' as const })));
    }
    const heads: NotedHead[] = [];
    for (const head of notedHeads) heads.push(await lookFor(tx, head));
    return { chains, breaches: breaches.slice(0, TOLD), heads, missingGuards: await listMissingGuards(tx) };
  });
}

async function lookFor(tx: Transaction, head: string): Promise<NotedHead> {
  const seal = await findSeal(tx, Buffer.from(head, 'hex'));
  return { head, organizationId: seal?.organizationId ?? null, followedBy: seal ? seal.newest - seal.seq : null };
}

async function walk(
  services: Parameters<typeof verifyAuditChain>[0],
  tx: Transaction,
  { organizationId, slug }: { organizationId: string; slug: string | null },
): Promise<{ checked: CheckedChain; found: Breach[] }> {
  const hashes = chainHashes(services.secretBox);
  const found: Breach[] = [];
  let end: ChainEnd = { seq: 0, hash: FIRST };
  let [seals, events] = [0, 0];
  for (;;) {
    const page = await listSeals(tx, organizationId, end.seq, PAGE);
    const ids = page.flatMap((seal) => seal.eventIds);
    const rows = new Map((await listEventsById(tx, ids)).map((event) => [event.id, event]));
    for (const seal of page) {
      if (found.length < TOLD) found.push(...checkSeal(hashes, end, seal, rows));
      end = { seq: seal.seq, hash: seal.hash };
    }
    seals += page.length;
    events += ids.length;
    if (page.length < PAGE) break;
  }
  const stray = await listStrayEvents(tx, organizationId, TOLD);
  found.push(...stray.map((eventId) => ({ organizationId, seal: null, eventId, what: 'inserted' as const })));
  return { checked: { organizationId, slug, seals, events, head: seals > 0 ? end.hash.toString('hex') : null }, found };
}
