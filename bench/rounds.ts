import type { Exchange, LoadOrder, LoadResult } from './load.ts';
import type { Worker } from './processes.ts';

export const CONNECTIONS = 16;
/** The first round warms up and does not count. */
const ROUNDS = 5;

export type Generator = Worker<LoadOrder, LoadResult>;

/** One runner of a race: does its round and answers what it did per second. */
export type Runner = { readonly name: string; round(): Promise<number> };

/** By name: the rates of all rounds that count, in order, so that the nth of one ran beside the nth of another. */
export type Race = ReadonlyMap<string, readonly number[]>;

/** Runs all in turn, round by round, so that whatever else the machine does hits all alike. */
export async function race(runners: readonly Runner[]): Promise<Race> {
  const rates = new Map<string, number[]>(runners.map(({ name }) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const runner of runners) {
      const rate = await runner.round();
      if (round > 0) rates.get(runner.name)?.push(rate);
    }
  }
  return rates;
}

/** Sends exchanges as fast as they are answered; each round takes new ones, unless they may be sent `again`. */
export function loadRunner(
  generator: Generator,
  server: { readonly name: string; readonly port: number },
  milliseconds: number,
  exchanges: { readonly again: readonly Exchange[] } | { readonly next: (round: number) => Exchange[] },
  afterwards: () => Promise<void> = async () => {},
): Runner {
  let round = 0;
  return {
    name: server.name,
    round: async () => {
      const again = 'again' in exchanges;
      const load = {
        port: server.port,
        connections: CONNECTIONS,
        milliseconds,
        exchanges: again ? exchanges.again : exchanges.next(round++),
        again,
        pause: 0,
      };
      const result = await generator.ask({ kind: 'throughput', load });
      await afterwards();
      if (result.failures > 0) {
        throw new Error(`${server.name} failed ${result.failures} times, first with: ${result.firstFailure}`);
      }
      return result.perSecond;
    },
  };
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Median of the ratios of neighbouring rounds. */
export function ratio(rates: Race, name: string, to: string): number {
  const theirs = rates.get(to) ?? [];
  return median((rates.get(name) ?? []).map((rate, round) => rate / (theirs[round] ?? Number.NaN)));
}

/** How often a value of the one list is above one of the other: 0.5 where nothing tells them apart, up to 1. */
export function separation(ones: readonly number[], others: readonly number[]): number {
  const wins = ones.reduce((sum, one) => sum + others.filter((other) => one > other).length, 0);
  const ties = ones.reduce((sum, one) => sum + others.filter((other) => one === other).length, 0);
  const share = (wins + ties / 2) / (ones.length * others.length);
  return Math.max(share, 1 - share);
}
