import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../test/app.ts';
import { invite, type Place, rowsOf } from '../test/journey.ts';
import { explaining } from '../test/plans.ts';
import { after, DAY, HOUR, MINUTE } from './kernel/clock.ts';
import { sweepEnded } from './platform/database/sweep-ended.ts';
import { type SweepRule, sweepBatch } from './platform/database/sweep-store.ts';
import { SWEEP_RULES } from './sweep-rules.ts';

let app: TestApp;
let place: Place;
let account: string;
let invitation: string;
let message: string;
beforeAll(async () => {
  app = await createTestApp();
  place = await app.setUp();
  await invite(app, place, { to: { email: 'one@urs.example' } });
  account = (await rowsOf<{ id: string }>(app, 'select id from accounts limit 1'))[0]?.id ?? '';
  message = (await rowsOf<{ id: string }>(app, 'select id from messages limit 1'))[0]?.id ?? '';
  invitation = (await rowsOf<{ id: string }>(app, 'select id from invitations limit 1'))[0]?.id ?? '';
  app.clock.advance(2 * DAY); // what setting up has left goes at once
  await app.worker.runDue();
});
afterAll(() => app.close());

/** A row of each kind that ends at `at`; `id` is its own. Whatever must not be swept beside it is `kept`. */
const SAMPLES: Readonly<Record<string, (id: string, at: Date) => [sql: string, values?: unknown[]][]>> = {
  'idempotency-keys': (id, at) => [
    [
      `insert into idempotency_keys (account_id, key, request_hash, created_at) values ($3, $1, convert_to($1::text, 'UTF8'), $2)`,
      [id, at, account],
    ],
  ],
  'rate-limits': (id, at) => [['insert into rate_limits (key, points, expire) values ($1, 3, $2)', [id, at.getTime()]]],
  codes: (id, at) => [flow(`${id}-flow`, after(at, 300 * DAY)), code(id, `${id}-flow`, at)],
  'passkey-questions': (id, at) => [
    [
      `insert into webauthn_challenges (challenge_hash, purpose, account_id, created_at, expires_at)
      values (convert_to($1::text, 'UTF8'), 'confirm', $3, $2, $2)`,
      [id, at, account],
    ],
  ],
  'unconfirmed-factors': (id, at) => [
    [`insert into accounts (id, created_at, updated_at) values ($1, $2, $2)`, [id, at]],
    [`insert into second_factors (account_id, kind, secret, created_at) values ($1, 'totp', '\\x00', $2)`, [id, at]],
  ],
  'wrong-tries': (id, at) => [
    ['insert into guess_budgets (key, tries_until, changed_at) values ($1, $2, $2)', [id, at]],
    [
      `insert into guess_budgets (key, tries_until, changed_at, locked_until) values ($1, $2, $2, $2::timestamptz + interval '300 days')`,
      [`${id}-kept`, at],
    ],
  ],
  'notice-links': (id, at) => [
    [
      `insert into disavowals (token_hash, account_id, kind, since, expires_at) values (convert_to($1::text, 'UTF8'), $3, 'new-sign-in', $2, $2)`,
      [id, at, account],
    ],
  ],
  confirmations: (id, at) => [flow(id, at, 'confirm')],
  flows: (id, at) => [flow(id, at), flow(`${id}-held`, at), code(`${id}-code`, `${id}-held`, after(at, 300 * DAY))],
  'password-links': (id, at) => [
    passwordLink(id, at),
    passwordLink(`${id}-held`, at),
    [
      `insert into flows (id, kind, client_hash, created_at, expires_at, password_link_id)
      values ($1, 'recovery', convert_to($1::text, 'UTF8'), $2, $2, $3)`,
      [`${id}-flow`, after(at, 300 * DAY), `${id}-held`],
    ],
  ],
  'temporary-passwords': (id, at) => [
    [`insert into accounts (id, created_at, updated_at) values ($1, $2, $2)`, [id, at]],
    [
      `insert into temporary_passwords (account_id, hash, organization_id, begun_by, created_at, expires_at)
      values ($1, '', $3, $4, $2, $2)`,
      [id, at, place.org, account],
    ],
  ],
  references: (id, at) => [
    [
      `insert into stop_references (code, subject, error, request_id, at, expires_at)
      values ($4, $1, 'LINK-UNKNOWN', 'req', $2::timestamptz - interval '30 days', $3)`,
      [id, at, at, referenceOf(id)],
    ],
  ],
  sessions: (id, at) => [
    [
      `insert into sessions (id, token_hash, account_id, methods, signed_in_at, last_seen_at, expires_at)
      values ($1, convert_to($1::text, 'UTF8'), $3, '{}', $2, $2, $2)`,
      [id, at, account],
    ],
  ],
  browsers: (id, at) => [
    [
      `insert into devices (token_hash, account_id, created_at, last_seen_at) values (convert_to($1::text, 'UTF8'), $3, $2, $2)`,
      [id, at, account],
    ],
  ],
  links: (id, at) => [
    [
      `insert into invitations (id, organization_id, kind, state, address_canonical, address_shown, roles, created_at, expires_at, ended_at)
      values ($1, $3, 'member', 'declined', $1, $1, '{member}', $2, $2, $2)`,
      [id, at, place.org],
    ],
    [
      `insert into invitation_tokens (token_hash, code_hash, invitation_id, created_at) values (convert_to($1::text, 'UTF8'), convert_to($1::text, 'UTF8'), $1, $2::timestamptz - interval '1 day')`,
      [id, at],
    ],
    // Of an invitation that is live: however old the link is.
    [
      `insert into invitation_tokens (token_hash, code_hash, invitation_id, created_at)
      values (convert_to($1 || '-kept', 'UTF8'), convert_to($1 || '-kept', 'UTF8'), $3, $2::timestamptz - interval '800 days')`,
      [id, at, invitation],
    ],
  ],
  'early-receipts': (id, at) => [
    [
      `insert into early_receipts (references_spelt, from_number, state, at) values (array[$1], '', 'delivered', $2)`,
      [id, at],
    ],
  ],
  'text-message-parts': (id, at) => [
    sent(id, at, 'invitation'),
    ['insert into sms_parts (message_id, part, at) values ($1, 1, $2)', [id, at]],
  ],
  'mail-events': (id, at) => [
    [
      `insert into mail_events (id, message_id, kind, at, received_at) values ($1, $3, 'delivered', $2, $2)`,
      [id, at, message],
    ],
  ],
  messages: (id, at) => [sent(id, at, 'account'), sent(`${id}-kept`, at, 'invitation')],
  'export-files': (id, at) => [
    operation(id, at),
    [`insert into operation_files (operation_id, part, content) values ($1, 1, '')`, [id]],
  ],
  'operation-rows': (id, at) => [
    operation(id, at),
    [`insert into operation_rows (operation_id, row, subject_id) values ($1, 1, 'inv_1')`, [id]],
  ],
  alerts: (id, at) => [
    [
      `insert into alerts (id, organization_id, rule, subject_type, subject_id, state, count, first_at, last_at, opened_at, acknowledged_at)
       values ($1, $3, 'account-locked', 'account', $1, 'acknowledged', 1, $2, $2, $2, $2)`,
      [id, at, place.org],
    ],
  ],
  'identifier-changes': (id, at) => [
    [
      `insert into identifier_changes (id, account_id, act, kind, canonical, shown, state, created_at, expires_at)
       values ($1, $3, 'add', 'email', $1, $1, 'dead', $2, $2)`,
      [id, at, account],
    ],
  ],
  'own-data': (id, at) => [
    [
      `insert into own_data_files (account_id, id, locale, asked_at, ready_at, expires_at, content)
       values ($3, $1, 'en', $2, $2, $2, '')`,
      [id, at, account],
    ],
  ],
  'webhook-deliveries': (id, at) => [
    [
      `insert into webhook_deliveries (id, organization_id, type, body, state, created_at) values ($1, $3, 'webhook.test', '{}', 'failed', $2)`,
      [id, at, place.org],
    ],
  ],
  'unused-imports': (id, at) => [imported(id, at, 'ready'), imported(`${id}-run`, at, 'done')],
};

const flow = (id: string, at: Date, kind = 'sign-in'): [string, unknown[]] => [
  `insert into flows (id, kind, client_hash, created_at, expires_at) values ($1, $3, convert_to($1::text, 'UTF8'), $2, $2)`,
  [id, at, kind],
];
const passwordLink = (id: string, at: Date): [string, unknown[]] => [
  `insert into password_links (id, account_id, secret_hash, sent_to, created_at, expires_at)
  values ($1, $3, convert_to($1::text, 'UTF8'), 'one@urs.example', $2, $2)`,
  [id, at, account],
];
const code = (id: string, flowId: string, at: Date): [string, unknown[]] => [
  `insert into one_time_codes (id, flow_id, purpose, channel, destination, code_hash, created_at, expires_at)
   values ($1, $3, 'sign-in', 'email', $1, convert_to($1::text, 'UTF8'), $2, $2)`,
  [id, at, flowId],
];
const sent = (id: string, at: Date, subject: string): [string, unknown[]] => [
  `insert into messages (id, channel, template, locale, to_address, params, subject_type, subject_id, state, created_at, updated_at)
   values ($1, 'email', 'M05', 'en', $1, '{}', $3, $1, 'sent', $2, $2)`,
  [id, at, subject],
];
const operation = (id: string, at: Date): [string, unknown[]] => [
  `insert into operations (id, organization_id, kind, state, created_by, created_at, starts_at, ended_at)
   values ($1, $3, 'export-people', 'done', $4, $2, $2, $2)`,
  [id, at, place.org, account],
];
const imported = (id: string, at: Date, state: string): [string, unknown[]] => [
  `insert into imports (id, organization_id, state, file_name, format, has_header, columns, mapping, sample, row_count, created_by, created_at)
   values ($1, $3, $5, 'list.csv', 'csv', true, '[]', '{}', '[]', 0, $4, $2)`,
  [id, at, place.org, account, state],
];
/** Eight characters of those that a reference is made of. */
const referenceOf = (id: string) =>
  [
    ...id
      .replace(/[^a-z]/g, '')
      .toUpperCase()
      .replace(/[OIL]/g, 'X'),
    ...'ZZZZZZZZ',
  ]
    .slice(-8)
    .join('')
    .padStart(8, 'Z');

async function count({ table }: SweepRule): Promise<number> {
  return (await rowsOf<{ n: number }>(app, `select count(*)::int as n from ${table}`))[0]?.n ?? 0;
}

describe('what has ended is removed, and nothing else', () => {
  it('every rule has a sample here', () => {
    expect(Object.keys(SAMPLES).sort()).toEqual(SWEEP_RULES.map(({ what }) => what).sort());
  });

  it.each(SWEEP_RULES.map((rule) => [rule.what, rule] as const))(
    '%s: not before its time, and then',
    async (what, rule) => {
      const end = after(app.clock.now(), -rule.keep);
      const make = async (id: string, at: Date) => {
        for (const [sql, values] of SAMPLES[what]?.(id, at) ?? []) await rowsOf(app, sql, values);
      };
      const before = await count(rule);
      await make(`zz-${what}-a`, after(end, HOUR));
      const made = (await count(rule)) - before;
      expect(made).toBeGreaterThan(0);
      await app.worker.runDue();
      expect(await count(rule)).toBe(before + made);
      app.clock.advance(HOUR + 10 * MINUTE);
      await app.worker.runDue();
      expect(await count(rule)).toBe(before + made - 1);
      expect((await app.client().get('/metrics')).body).toContain(`gatehouse_swept_rows_total{what="${what}"} `);
    },
  );

  it('removes much in small transactions, past what somebody holds', async () => {
    await rowsOf(
      app,
      `insert into idempotency_keys (account_id, key, request_hash, created_at)
       select $1, 'many-' || n, 'x', now() - interval '3 days' from generate_series(1, 1600) n`,
      [account],
    );
    const holder = await app.services.database.pool.connect();
    await holder.query(`begin; select from idempotency_keys where key = 'many-7' for update`);
    app.clock.advance(10 * MINUTE);
    await app.worker.runDue();
    expect(await rowsOf(app, `select key from idempotency_keys where key like 'many-%'`)).toEqual([{ key: 'many-7' }]);
    await holder.query('rollback');
    holder.release();
    app.clock.advance(10 * MINUTE);
    await app.worker.runDue();
    expect(await rowsOf(app, `select key from idempotency_keys where key like 'many-%'`)).toEqual([]);
  });

  it('removes nothing by a clock that is not the database’s [R18]', async () => {
    const [rule] = SWEEP_RULES.filter(({ what }) => what === 'sessions');
    for (const [sql, values] of SAMPLES.sessions?.('zz-wrong-clock', new Date()) ?? []) await rowsOf(app, sql, values);
    const clock = { now: () => after(new Date(), 500 * DAY) };
    const before = rule && (await count(rule));
    await sweepEnded({ ...app.services, clock }, SWEEP_RULES).run();
    expect(rule && (await count(rule))).toBe(before);
    expect(app.logs.join('')).toContain('nothing that has ended is removed');
    await sweepEnded({ ...app.services, clock: { ...clock, pretends: true } }, SWEEP_RULES).run();
    expect(rule && (await count(rule))).toBeLessThan(before ?? 0);
  });

  it('finds it by an index, however much there is', async () => {
    await rowsOf(
      app,
      `insert into flows (id, kind, client_hash, created_at, expires_at)
      select 'many-' || n, 'sign-in', 'x', now(), now() + n * interval '1 second' from generate_series(1, 5000) n`,
    );
    await rowsOf(
      app,
      `insert into invitation_tokens (token_hash, code_hash, invitation_id, created_at)
      select ('many-' || n)::bytea, ('many-' || n)::bytea, $1, now() from generate_series(1, 5000) n`,
      [invitation],
    );
    await rowsOf(app, 'analyze flows, invitation_tokens');
    for (const rule of SWEEP_RULES) {
      const { database, readings } = explaining(app.services.database.pool);
      await sweepBatch(database, rule, after(new Date(), -rule.keep - 1000 * DAY));
      expect(
        readings.filter(({ rows }) => rows > 100),
        rule.what,
      ).toEqual([]);
    }
  });
});
