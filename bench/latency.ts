import type { Contestant, Environment } from './environment.ts';
import type { Exchange } from './load.ts';
import { type Generator, median, quantile, separation } from './rounds.ts';
import { MEMBERS, range } from './world.ts';

const CROWD = 5000;
const CROWD_ROUNDS = 5;
/** Sign-ins at a time: each that is answered is followed by the next. */
const WAITING = 200;
const PAIRS = 200;
/** Pairs before those that count: what is done for the first time takes longer, for whomever. */
const WARM_UP = 50;
/** Beyond the numbers of the throughput cases, so that no browser and no network comes twice. */
const FIRST_NUMBER = 1_000_000;

export type CrowdFigures = { readonly text: string; readonly slower: number };

/**
 * How long a session check takes while nobody else is there, and while {@link WAITING} sign-ins stand in the queue of the
 * hasher and take all that the machine has. `slower`: the p99 of Gatehouse, as a multiple of its quiet one.
 */
export async function measureCrowd(
  { gatehouse, peer }: Environment,
  generator: Generator,
  second: Generator,
): Promise<CrowdFigures> {
  const lines = [`session check of one browser, quiet and while ${WAITING} sign-ins wait (ms):`];
  let slower = Number.NaN;
  for (const server of peer ? [gatehouse, peer] : [gatehouse]) {
    const quiet: number[] = [];
    const busy: number[] = [];
    const times: number[] = [];
    for (let round = 0; round < CROWD_ROUNDS; round++) {
      const { alone, beside } = await crowdRound(server, round, generator, second);
      quiet.push(...alone);
      busy.push(...beside);
      times.push(quantile(beside, 0.99) / quantile(alone, 0.99));
    }
    if (server === gatehouse) slower = median(times);
    lines.push(
      `    ${server.name}: quiet ${spread(quiet)}, busy ${spread(busy)}; p99 ${median(times).toFixed(1)} times`,
    );
  }
  return { text: lines.join('\n'), slower };
}

async function crowdRound(server: Contestant, round: number, generator: Generator, second: Generator) {
  const check = async () => {
    const exchanges = range(MEMBERS).map(server.wishes.sessionCheck);
    const load = { port: server.port, connections: 1, milliseconds: CROWD, exchanges, again: true, pause: 10 };
    return (await generator.ask({ kind: 'throughput', load })).times;
  };
  const alone = await check();
  const first = FIRST_NUMBER + round * CROWD;
  const exchanges = range({ first, count: CROWD }).map((number) =>
    server.wishes.signIn(MEMBERS.first + (number % MEMBERS.count), number),
  );
  const load = { port: server.port, connections: WAITING, exchanges, again: false, pause: 0 };
  const crowd = second.ask({ kind: 'throughput', load: { ...load, milliseconds: CROWD + 1500 } });
  await new Promise((resolve) => setTimeout(resolve, 1000)); // until all of them wait
  const beside = await check();
  await crowd;
  return { alone, beside };
}

const spread = (times: readonly number[]) => `p50 ${median(times).toFixed(1)} p99 ${quantile(times, 0.99).toFixed(1)}`;

type Question = {
  readonly name: string;
  /** The request of an account, known or not; `number` is used once. */
  ask(account: number, number: number): Exchange;
  readonly first: number;
};

/** What strangers may ask of an address: its answer must not tell whether it is somebody's, by its time either. */
const QUESTIONS = ({ wishes }: Contestant): readonly Question[] => [
  {
    name: 'sign-in refused',
    ask: (account, number) => wishes.signIn(account, number, 'not the right password'),
    first: 2 * FIRST_NUMBER,
  },
  {
    name: '"I can\'t get in"',
    ask: (account, number) => wishes.askForHelp?.(account, number) ?? [],
    first: 3 * FIRST_NUMBER,
  },
];

export type Timing = { readonly text: string; readonly separation: number };

/** Whether the time of an answer tells if the identifier is somebody's: pairs of a known and an unknown one, in turn. */
export async function measureTiming({ gatehouse }: Environment, generator: Generator): Promise<Timing[]> {
  const timings: Timing[] = [];
  for (const question of QUESTIONS(gatehouse)) timings.push(await timingOf(question, gatehouse.port, generator));
  return timings;
}

async function timingOf({ name, ask, first }: Question, port: number, generator: Generator): Promise<Timing> {
  const nobody = 900_000;
  const exchanges = range({ first: 0, count: WARM_UP + PAIRS }).flatMap((pair) => {
    const number = first + 2 * pair;
    const known = ask(MEMBERS.first + pair, number);
    const unknown = ask(nobody + pair, number + 1);
    return pair % 2 === 0 ? [known, unknown] : [unknown, known];
  });
  const load = { port, connections: 1, milliseconds: 0, exchanges, again: false, pause: 0 };
  const times = (await generator.ask({ kind: 'each', load })).times.slice(2 * WARM_UP);
  const known = times.filter((_, index) => index % 4 === 0 || index % 4 === 3);
  const unknown = times.filter((_, index) => index % 4 === 1 || index % 4 === 2);
  const apart = separation(known, unknown);
  const text =
    `${name}, ${PAIRS} pairs in turn (ms): known identifier p50 ${median(known).toFixed(2)}, ` +
    `unknown ${median(unknown).toFixed(2)}; told apart with AUC ${apart.toFixed(2)} (below 0.6; 0.5 is a coin)`;
  return { text, separation: apart };
}
