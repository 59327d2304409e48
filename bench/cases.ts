import type { Wishes } from './contestants.ts';
import type { Contestant, Environment } from './environment.ts';
import { dropOwedMail } from './environment.ts';
import type { Exchange } from './load.ts';
import { startWorker } from './processes.ts';
import type { HashOrder } from './raw-argon2.ts';
import { type Generator, loadRunner, type Runner } from './rounds.ts';
import { CANDIDATES, INVITED, MEMBERS, PASSWORD, range } from './world.ts';

/** One promise: Gatehouse does at least `least` of what the runner `reference` does per second. */
export type Case = {
  readonly name: string;
  readonly runners: readonly Runner[];
  readonly reference: string;
  readonly least: number;
};

type MakeCase = (environment: Environment, generator: Generator) => Case;

const FLOOR_SHARE = 0.6;
const DIAGNOSIS_SHARE = 0.5;
const CODE_SHARE = 0.5;
const RAW_SHARE = 0.85;
const ROUND = 2000;
/** Long enough that the first, which does not count, has every connection keep its plans. */
const SIGN_IN_ROUND = 6000;
/** More than any server does in a round; of those who can do it once, a fifth of all. */
const PER_ROUND = { creations: 8000, acceptances: CANDIDATES.count / 5, signIns: 1500 };

const contestants = ({ gatehouse, floor, peer }: Environment): Contestant[] => [
  gatehouse,
  floor,
  ...(peer ? [peer] : []),
];

/** Of whoever owes mail after a round, it is dropped. */
const tidy = (server: Contestant) => async () => {
  if (server.name === 'gatehouse') await dropOwedMail(server);
};

export const sessionCase: MakeCase = (environment, generator) => ({
  name: 'session check',
  reference: 'floor',
  least: FLOOR_SHARE,
  runners: contestants(environment).map((server) =>
    loadRunner(generator, server, ROUND, { again: range(MEMBERS).map(server.wishes.sessionCheck) }),
  ),
});

export const creationCase: MakeCase = (environment, generator) => ({
  name: 'invitation create',
  reference: 'floor',
  least: FLOOR_SHARE,
  runners: contestants(environment).map((server) => {
    const next = (round: number) => taken(round, PER_ROUND.creations).map(server.wishes.createInvitation);
    return loadRunner(generator, server, ROUND, { next }, tidy(server));
  }),
});

export const acceptanceCase: MakeCase = (environment, generator) => ({
  name: 'invitation accept',
  reference: 'floor',
  least: FLOOR_SHARE,
  runners: contestants(environment).map((server) => {
    const next = (round: number) =>
      taken(round, PER_ROUND.acceptances).map((number) => server.wishes.acceptInvitation(CANDIDATES.first + number));
    return loadRunner(generator, server, ROUND, { next }, tidy(server));
  }),
});

/** Of one statement that finds, judges and records, however many invitations there are. */
export const diagnosisCase: MakeCase = ({ gatehouse, floor }, generator) => ({
  name: 'diagnosis',
  reference: 'floor',
  least: DIAGNOSIS_SHARE,
  runners: [gatehouse, floor].map((server) => {
    const again = range(INVITED).flatMap((number) => server.wishes.diagnose?.(number) ?? []);
    return loadRunner(generator, server, ROUND, { again: again.map((request) => [request]) });
  }),
});

/** A code by mail, asked for where a password would do. */
export const codeRequestCase: MakeCase = (environment, generator) =>
  codeCase('code request', environment, generator, ({ askForCode }) => askForCode);

/** The right code, which signs in. */
export const codeVerifyCase: MakeCase = (environment, generator) =>
  codeCase('code verify', environment, generator, ({ typeCode }) => typeCode);

function codeCase(
  name: string,
  { gatehouse, floor }: Environment,
  generator: Generator,
  wish: (wishes: Wishes) => ((candidate: number) => Exchange) | undefined,
): Case {
  const runners = [gatehouse, floor].map((server) => {
    const next = (round: number) =>
      taken(round, PER_ROUND.acceptances).map((number) => wish(server.wishes)?.(CANDIDATES.first + number) ?? []);
    return loadRunner(generator, server, ROUND, { next }, tidy(server));
  });
  return { name, reference: 'floor', least: CODE_SHARE, runners };
}

/** The reference is no server: what Argon2id alone leaves possible on this machine. */
export const signInCase: MakeCase = (environment, generator) => {
  const { gatehouse, peer, passwordHash } = environment;
  const signIns = (server: Contestant) => {
    const account = (number: number) => MEMBERS.first + (number % MEMBERS.count);
    const next = (round: number) =>
      taken(round, PER_ROUND.signIns).map((number) => server.wishes.signIn(account(number), number));
    return loadRunner(generator, server, SIGN_IN_ROUND, { next });
  };
  return {
    name: 'password sign-in',
    reference: 'raw',
    least: RAW_SHARE,
    runners: [signIns(gatehouse), rawRunner(passwordHash), ...(peer ? [signIns(peer)] : [])],
  };
};

function rawRunner(hash: string): Runner {
  return {
    name: 'raw',
    round: async () => {
      const worker = startWorker<HashOrder, number>('raw-argon2.ts');
      const rate = await worker.ask({ hash, password: PASSWORD, milliseconds: SIGN_IN_ROUND });
      await worker.stop();
      return rate;
    },
  };
}

function taken(round: number, count: number): number[] {
  return range({ first: round * count, count });
}
