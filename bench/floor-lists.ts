// The lists of the floor: each page is one statement behind a bare route, with the columns of the server's own.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type pg from 'pg';
import { rowsOf as invitationRows } from '../server/src/features/invitations/invitation-page-read-model.ts';
import { rowsOf as memberRows } from '../server/src/features/members/member-list-read-model.ts';

const LIMIT = 51;
const INVITATIONS = 'array(select n.id from invitations n where n.organization_id = $1';
const MEMBERS = `array(select n.id from memberships n where n.organization_id = $1 and n.state <> 'removed'`;
const WORDS = `(n.address_canonical || ' ' || lower(coalesce(n.name, '')))`;

const invitations = (ids: string) => invitationRows(`${INVITATIONS} ${ids} limit ${LIMIT})`, '$2::timestamptz').text;
const members = (ids: string) => memberRows(`${MEMBERS} ${ids} limit ${LIMIT})`).text;

/** By the parameter that a request comes with; its value, if it is used, is the last one. */
const STATEMENTS = {
  invitations: {
    first: invitations('order by n.id desc'),
    cursor: invitations('and n.id < $3 order by n.id desc'),
    state: invitations('and n.state = $3 order by n.id desc'),
    sort: invitations('order by n.address_canonical, n.id'),
    q: invitations(`and ${WORDS} like '%' || $3 || '%' order by n.id desc`),
  },
  members: {
    first: members('order by n.id desc'),
    cursor: members('and n.id < $2 order by n.id desc'),
    state: members('and n.state = $2 order by n.id desc'),
    sort: members('order by n.sort_name collate names_en, n.id'),
    q: members(`and n.words like '%' || $2 || '%' order by n.id desc`),
  },
} as const;

type Kind = keyof (typeof STATEMENTS)['invitations'];
type Asked = { Params: { org: string }; Querystring: Partial<Record<Kind, string>> };

/** `check` finds the session, as everywhere. */
export function registerLists(
  app: FastifyInstance,
  pool: pg.Pool,
  check: (request: FastifyRequest, now: Date) => Promise<unknown>,
): void {
  for (const list of ['invitations', 'members'] as const) {
    app.get<Asked>(`/api/v1/organizations/:org/${list}`, async (request) => {
      const now = new Date();
      await check(request, now);
      const [kind = 'first', value] = (Object.entries(request.query) as [Kind, string][])[0] ?? [];
      const fixed = list === 'invitations' ? [request.params.org, now] : [request.params.org];
      const values = kind === 'first' || kind === 'sort' ? fixed : [...fixed, value];
      // What is looked for decides the plan: such statements are planned anew, as the server does.
      const name = kind === 'state' || kind === 'q' ? {} : { name: `${list} ${kind}` };
      const { rows } = await pool.query({ ...name, text: STATEMENTS[list][kind], values });
      return { items: rows.slice(0, LIMIT - 1), nextCursor: rows.at(LIMIT - 1) ? rows.at(LIMIT - 2).id : null };
    });
  }
}
