// Pages of lists of a hundred thousand rows, each beside the one statement that finds such a page.
import type { Case } from './cases.ts';
import type { Environment } from './environment.ts';
import { type Generator, loadRunner } from './rounds.ts';
import { LISTED, listedAddress, numbered } from './world.ts';

const LIST_SHARE = 0.6;
const ROUND = 1500;
const PAGES = 200;

/** Numbers all over the list, and not in its order. */
const everywhere = Array.from({ length: PAGES }, (_, index) => LISTED.first + 1 + ((index * 48_271) % LISTED.count));
const deep = everywhere.filter((number) => number < LISTED.first + LISTED.count / 10);

const PATHS: Record<string, readonly string[]> = {
  'invitations, first page': ['invitations'],
  'invitations, deep page': deep.map((number) => `invitations?cursor=${numbered('inv', number)}`),
  'invitations, filtered': ['invitations?state=bounced'],
  'invitations, sorted': ['invitations?sort=address'],
  'invitations, searched': everywhere.map((number) => `invitations?q=${listedAddress(number).slice(2, 12)}`),
  'people, first page': ['members'],
  'people, deep page': deep.map((number) => `members?cursor=${numbered('mem', number)}`),
  'people, filtered': ['members?state=suspended'],
  'people, sorted': ['members?sort=name'],
  'people, searched': everywhere.map((number) => `members?q=rson${number}`),
};

/** First page and deep page of each list are cases of their own: neither may be slower than the floor allows. */
export function listCases({ gatehouse, floor }: Environment, generator: Generator): Case[] {
  return Object.entries(PATHS).map(([name, paths]) => ({
    name: `list of ${name}`,
    reference: 'floor',
    least: LIST_SHARE,
    runners: [gatehouse, floor].map((server) => {
      const again = paths.flatMap((path) => server.wishes.list?.(path) ?? []);
      return loadRunner(generator, server, ROUND, { again: again.map((request) => [request]) });
    }),
  }));
}
