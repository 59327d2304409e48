import { readUserName } from '@gatehouse/contract/user-names';
import type { Caller } from '../../kernel/actor.ts';
import { isAppError } from '../../kernel/app-error.ts';
import { parsePhoneNumber, readInEveryCountry } from '../../kernel/phone-number.ts';
import type { Services } from '../../platform/services.ts';
import { parseEmailAddress } from '../accounts/index.ts';
import { findStop, type Stop } from '../admission/index.ts';
import { findPresentedInvitation } from '../invitations/index.ts';
import type { NearMatch } from './domain/near-match.ts';
import type { Identifier } from './domain/read-identifier.ts';
import {
  findAddressOf,
  findByName,
  findByPhone,
  findByUserName,
  findCountry,
  findFlow,
  isHost,
} from './identifier-read-model.ts';

/** Whom an identifier is about. */
export type Target = {
  readonly canonical: string | null;
  readonly invitationId: string | null;
  /** Nothing was found, or several: there is nobody to look at. */
  readonly isNobody: boolean;
  /** The address was not typed by whoever asks: it is theirs to see only if the organization knows it. */
  readonly isHidden: boolean;
  readonly candidates: readonly NearMatch[];
  /** The stopped page whose reference was given. */
  readonly stop: Stop | null;
};

const NOBODY: Target = {
  canonical: null,
  invitationId: null,
  isNobody: true,
  isHidden: false,
  candidates: [],
  stop: null,
};
const one = (over: Partial<Target>): Target => ({ ...NOBODY, isNobody: false, ...over });

type TargetServices = Pick<Services, 'database' | 'secretBox' | 'clock' | 'rateLimits'>;

/** @throws AppError RATE-LIMITED where somebody tries one reference after the other */
export async function findTarget(
  services: TargetServices,
  caller: Caller,
  organizationId: string,
  typed: Identifier,
): Promise<Target> {
  const { database } = services;
  switch (typed.kind) {
    case 'invitation':
      return one({ invitationId: typed.id });
    case 'secret': {
      const presented = await findPresentedInvitation(services, typed.text);
      return presented ? one({ invitationId: presented.id }) : NOBODY;
    }
    case 'flow': {
      const flow = await findFlow(database, typed.id);
      return flow ? hidden(services, organizationId, flow) : NOBODY;
    }
    case 'person': {
      const canonical = await findAddressOf(database, organizationId, typed.id);
      return canonical ? one({ canonical }) : NOBODY;
    }
    case 'reference':
    case 'request':
      return findStopped(services, caller, organizationId, typed);
    case 'cut-link':
      return NOBODY;
    case 'address':
      return byAddress(services, organizationId, typed.text);
    case 'phone':
      return byPhone(services, organizationId, typed.text);
    case 'name':
      return chosen(await findByName(database, organizationId, typed.text));
  }
}

/** `name@short` is a user name here; else it is an address, which need not be known. */
async function byAddress({ database }: TargetServices, organizationId: string, text: string): Promise<Target> {
  const userName = readUserName(text);
  if (userName) return chosen(await findByUserName(database, organizationId, userName));
  const canonical = orNull(() => parseEmailAddress(text).canonical);
  return canonical ? one({ canonical }) : NOBODY;
}

/** As the organization's own country reads it; a number that is said without its country is looked for in all of them. */
async function byPhone({ database }: TargetServices, organizationId: string, text: string): Promise<Target> {
  const country = (await findCountry(database, organizationId)) ?? undefined;
  const phone = orNull(() => parsePhoneNumber(text, country));
  const here = phone ? await findByPhone(database, organizationId, [phone]) : [];
  if (here.length > 0) return chosen(here);
  const anywhere = await findByPhone(database, organizationId, readInEveryCountry(text));
  if (anywhere.length > 0) return chosen(anywhere);
  return phone ? one({ canonical: phone }) : NOBODY;
}

type Half = { readonly canonical: string | null; readonly invitationId: string | null };

/** Whom a way in is about that somebody has begun; a user name is looked up here, where it is theirs. */
async function hidden({ database }: TargetServices, organizationId: string, about: Half): Promise<Target> {
  const userName = about.canonical === null ? null : readUserName(about.canonical);
  if (!userName) return one({ ...about, isHidden: true });
  const [named] = await findByUserName(database, organizationId, userName);
  return named ? one({ ...about, canonical: named.address, isHidden: true }) : NOBODY;
}

/** The stop of a reference: of this organization, or of a sign-in, or, to whoever runs this installation, of nobody. */
async function findStopped(
  services: TargetServices,
  caller: Caller,
  organizationId: string,
  typed: Extract<Identifier, { kind: 'reference' | 'request' }>,
): Promise<Target> {
  const { database, clock, rateLimits } = services;
  if (caller.actor.type === 'account') await rateLimits.consume(['reference.account', caller.actor.id]);
  const by = typed.kind === 'reference' ? { code: typed.code } : { requestId: typed.id };
  const stop = await findStop(database, by, clock.now());
  const isTheirs = stop?.organizationId === organizationId;
  if (stop?.invitationId && isTheirs) return one({ invitationId: stop.invitationId, stop });
  if (stop?.canonical && stop.organizationId === null) {
    const { canonical } = stop;
    return { ...(await hidden(services, organizationId, { canonical, invitationId: null })), stop };
  }
  if (stop && !stop.flowId && (await isHost(database, organizationId))) return { ...NOBODY, stop };
  const otherwise = typed.kind === 'reference' ? typed.otherwise : null;
  return otherwise ? findTarget(services, caller, organizationId, otherwise) : NOBODY;
}

/** The one that was found, else all of them to choose from. */
function chosen(found: readonly { address: string; name: string | null }[]): Target {
  const [first, ...others] = found;
  if (first && others.every(({ address }) => address === first.address)) return one({ canonical: first.address });
  return { ...NOBODY, candidates: found.map(({ address, name }) => ({ identifier: address, name, nearness: 'name' })) };
}

function orNull(read: () => string): string | null {
  try {
    return read();
  } catch (error) {
    if (!isAppError(error)) throw error;
    return null;
  }
}
