/** An event as a seal covers it: every column, as PostgreSQL writes it independent of settings. */
export type SealedFields = {
  readonly id: string;
  /** Null: of no organization. */
  readonly organizationId: string | null;
  /** Microseconds since 1970. */
  readonly at: string;
  readonly actorType: string;
  readonly actorId: string | null;
  readonly action: string;
  readonly subjectType: string;
  readonly subjectId: string;
  /** The text of jsonb, which has one form per value. */
  readonly change: string;
  readonly ip: string;
  readonly requestId: string;
};

/** One link of an organization's chain. */
export type Seal = {
  /** '' for the events of no organization. */
  readonly organizationId: string;
  /** 1, 2, 3 ... */
  readonly seq: number;
  readonly eventIds: readonly string[];
  /** {@link DIGEST_BYTES} for each event, in the order of `eventIds`. */
  readonly digests: Buffer;
  /** `hash` of the seal before; {@link FIRST} before the first. */
  readonly previous: Buffer;
  readonly hash: Buffer;
  readonly sealedAt: Date;
};

export const DIGEST_BYTES = 16;
export const FIRST: Buffer = Buffer.alloc(32);

/** The one text of an event: a JSON array, so that no value can pass for two. */
export function eventText(event: SealedFields): string {
  const { id, organizationId, at, actorType, actorId, action, subjectType, subjectId, change, ip, requestId } = event;
  const fields = [id, organizationId, at, actorType, actorId, action, subjectType, subjectId, change, ip, requestId];
  return JSON.stringify(fields);
}

/** The one text of a seal. */
export function sealText(seal: Omit<Seal, 'hash'>): string {
  const { organizationId, seq, eventIds, digests, previous, sealedAt } = seal;
  const hex = (bytes: Buffer) => bytes.toString('hex');
  return JSON.stringify([organizationId, seq, eventIds, hex(digests), hex(previous), sealedAt.toISOString()]);
}

/** What is wrong with a chain, and where. `eventId` is null where a whole seal is meant. */
export type Breach = {
  readonly organizationId: string;
  readonly seal: number | null;
  readonly eventId: string | null;
  readonly what: 'altered' | 'removed' | 'inserted' | 'seal-altered' | 'seal-removed' | 'chain-broken';
};

/** Under any of the keys: HMACs of a text, newest key first. */
export type Hashes = (text: string) => readonly Buffer[];
export type ChainHashes = { readonly ofEvent: Hashes; readonly ofSeal: Hashes };

/** Where the walk along one chain stands. */
export type ChainEnd = { readonly seq: number; readonly hash: Buffer };

/** Checks one seal, and the events that it names, against the end of the chain before it. */
export function checkSeal(
  hashes: ChainHashes,
  before: ChainEnd,
  seal: Seal,
  events: ReadonlyMap<string, SealedFields>,
): Breach[] {
  const { organizationId, seq } = seal;
  const breach = (what: Breach['what'], eventId: string | null = null, at = seq): Breach => ({
    organizationId,
    seal: at,
    eventId,
    what,
  });
  const breaches: Breach[] = [];
  if (seq !== before.seq + 1) breaches.push(breach('seal-removed', null, before.seq + 1));
  else if (!seal.previous.equals(before.hash)) breaches.push(breach('chain-broken'));
  if (!hashes.ofSeal(sealText(seal)).some((hash) => hash.equals(seal.hash))) breaches.push(breach('seal-altered'));
  for (const [index, id] of seal.eventIds.entries()) {
    const event = events.get(id);
    const digest = seal.digests.subarray(index * DIGEST_BYTES, (index + 1) * DIGEST_BYTES);
    if (!event) breaches.push(breach('removed', id));
    else if (!hashes.ofEvent(eventText(event)).some((hash) => hash.subarray(0, DIGEST_BYTES).equals(digest))) {
      breaches.push(breach('altered', id));
    }
  }
  return breaches;
}
