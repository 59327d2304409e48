import { DAY, HOUR, MINUTE } from '../server/src/kernel/clock.ts';
import { newId } from '../server/src/kernel/ids.ts';
import type { Database } from '../server/src/platform/database/database.ts';
import { HOST } from './cast.ts';

/** People of the service partners, beside those with a story: for lists that are worth searching. */
const COUNT = 5000;

const NAMES: Readonly<Record<string, readonly [given: readonly string[], family: readonly string[]]>> = {
  en: [
    ['Grace', 'Noah', 'Amelia', 'Liam', 'Ruth', 'Felix', 'Hanna', 'Oskar'],
    ['Berg', 'Clarke', 'Hughes', 'Keller', 'Moreau', 'Novak', 'Olsen', 'Vogel'],
  ],
  'zh-TW': [
    ['怡君', '俊傑', '雅婷', '志明', '淑芬', '家豪', '佩珊', '冠宇'],
    ['陳', '林', '黃', '張', '李', '王', '吳', '蔡'],
  ],
  'zh-CN': [
    ['伟', '芳', '娜', '秀英', '敏', '静', '磊', '洋'],
    ['王', '李', '张', '刘', '陈', '杨', '赵', '周'],
  ],
  pl: [
    ['Agnieszka', 'Bartosz', 'Celina', 'Dariusz', 'Elżbieta', 'Filip', 'Grażyna', 'Łukasz'],
    ['Wójcik', 'Kaczmarek', 'Mazur', 'Krawczyk', 'Piątek', 'Zając', 'Król', 'Wróbel'],
  ],
  ru: [
    ['Анна', 'Борис', 'Вера', 'Глеб', 'Дарья', 'Егор', 'Жанна', 'Игорь'],
    ['Белова', 'Громов', 'Жукова', 'Исаев', 'Лебедева', 'Миронов', 'Орлова', 'Титов'],
  ],
};
const LOCALES = Object.keys(NAMES);

type Person = { account: string; invitation: string; name: string; locale: string; email: string; at: Date; end: End };
type End = 'accepted' | 'delivered' | 'opened' | 'bounced' | 'expired';

/** Made from its number alone: each demo shows the same people. */
function person(number: number, now: number): Person {
  const locale = LOCALES[number % LOCALES.length] ?? 'en';
  const [given = [], family = []] = NAMES[locale] ?? [];
  const first = given[Math.floor(number / 5) % 8] ?? '';
  const last = family[Math.floor(number / 40) % 8] ?? '';
  // Nobody comes in later than now: the way in takes them an hour and three quarters.
  const at = new Date(now - 2 * HOUR - 80 * DAY + ((number * 7919) % 80_000) * (DAY / 1000));
  return {
    account: newId('acc', at),
    invitation: newId('inv', at),
    name: locale.startsWith('zh') ? last + first : `${first} ${last}`,
    locale,
    email: `partner${String(number).padStart(4, '0')}@${['north', 'south', 'east', 'west'][number % 4]}-service.example`,
    at,
    end: endOf(number, at.getTime(), now),
  };
}

function endOf(number: number, at: number, now: number): End {
  if (number % 50 === 0) return 'bounced';
  if (number % 12 !== 0) return 'accepted';
  if (at < now - 7 * DAY) return 'expired';
  return number % 24 === 0 ? 'opened' : 'delivered';
}

/** Invitations, accounts, memberships and sign-ins of the crowd, with the times that they would have. */
export async function bringCrowd(database: Database, organization: string, passwordHash: string): Promise<void> {
  const now = Date.now();
  const people = Array.from({ length: COUNT }, (_, number) => person(number, now)).sort((one, other) =>
    one.invitation < other.invitation ? -1 : 1,
  );
  const { pool } = database;
  const { rows } = await pool.query('select created_by as owner from organizations where id = $1', [organization]);
  const rowsOf = JSON.stringify(people);
  const PEOPLE = `json_to_recordset($1) as p (account text, invitation text, name text, locale text, email text, at timestamptz, "end" text)`;
  await pool.query(
    `insert into invitations (id, organization_id, kind, state, address_canonical, address_shown, name, locale, roles,
       created_by, created_at, expires_at, ended_at)
     select invitation, $2, 'member', case "end" when 'expired' then 'delivered' when 'accepted' then 'delivered' else "end" end,
       email, email, name, locale, array['member'], $3, at, at + interval '7 days', null from ${PEOPLE}`,
    [rowsOf, organization, rows[0]?.owner],
  );
  await pool.query(
    `insert into invitation_events (invitation_id, at, event, actor_type, actor_id, detail)
     select invitation, at + after * interval '1 minute', event, case event when 'created' then 'account' else 'system' end,
       case event when 'created' then $2 end,
       case when event = 'bounced' then '{"response": "550 5.1.1 mailbox unknown"}'::jsonb else '{}' end
     from ${PEOPLE}, (values ('created', 0), ('sent', 1), ('bounced', 2), ('accept-pressed', 90), ('code-sent', 95),
       ('address-verified', 97), ('terms-accepted', 100), ('accepted', 103)) as e (event, after)
     where (event in ('created', 'sent')) or (event = 'bounced' and "end" = 'bounced')
       or (event = 'accept-pressed' and "end" in ('opened', 'accepted'))
       or (event in ('code-sent', 'address-verified', 'terms-accepted', 'accepted') and "end" = 'accepted')
     order by at + after * interval '1 minute'`,
    [rowsOf, rows[0]?.owner],
  );
  const accepted = JSON.stringify(people.filter(({ end }) => end === 'accepted'));
  await pool.query(
    `insert into accounts (id, state, name, locale, created_at, updated_at)
     select account, 'active', name, locale, at + interval '97 minutes', at from ${PEOPLE}`,
    [accepted],
  );
  await pool.query(
    `insert into identifiers (id, account_id, kind, canonical, shown, verified_at, verified_by, is_primary, created_at)
     select 'idn' || right(account, -3), account, 'email', email, email, at + interval '97 minutes', 'code', true, at
     from ${PEOPLE}`,
    [accepted],
  );
  await pool.query(
    `insert into passwords (account_id, hash, set_at) select account, $2, at + interval '99 minutes' from ${PEOPLE}`,
    [accepted, passwordHash],
  );
  await pool.query(
    `insert into memberships (id, organization_id, account_id, roles, invitation_id, created_at)
     select 'mem' || right(account, -3), $2, account, array['member'], invitation, at + interval '103 minutes' from ${PEOPLE}`,
    [accepted, organization],
  );
  await pool.query(
    `update invitations set state = 'accepted', ended_at = created_at + interval '103 minutes', accepted_by = p.account,
       accepted_organization_id = $2 from ${PEOPLE} where invitations.id = p.invitation`,
    [accepted, organization],
  );
  await signIns(database, organization, people, now);
  await pool.query('analyze');
}

async function signIns({ pool }: Database, organization: string, people: Person[], now: number): Promise<void> {
  const events = people
    .filter(({ end }) => end === 'accepted')
    .map(({ account, email, at: invitedAt }, number) => {
      const ago = ((number * 6131) % 30_000) * (DAY / 1000) + (number % 9) * HOUR + (number % 53) * MINUTE;
      const at = new Date(Math.max(now - ago, invitedAt.getTime() + 110 * MINUTE));
      return { id: newId('sie', at), account, email, at, failed: number % 17 === 0, number };
    });
  await pool.query(
    `insert into sign_in_events (id, organization_id, account_id, identifier, at, method, result, reason, ip, user_agent)
     select id, $2, account, email, at, case when number % 5 = 0 then 'email-code' else 'password' end,
       case when failed then 'failure' else 'success' end,
       case when failed then case when number % 5 = 0 then 'CODE-WRONG' else 'CRED-WRONG' end end,
       '198.51.100.' || (1 + number % 250), 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/141.0.0.0'
     from json_to_recordset($1) as e (id text, account text, email text, at timestamptz, failed boolean, number int)`,
    [JSON.stringify(events), organization],
  );
  await pool.query(
    `update member_visits v set last_sign_in_at = e.at
     from (select account_id, max(at) as at from sign_in_events where result = 'success' group by 1) e
     where e.account_id = v.account_id and v.last_sign_in_at = to_timestamp(0)`,
  );
}

/** Who to sign in as, and what for. */
export function guide(address: string): string {
  const people = [
    [HOST.owner.email, 'owner, English'],
    ...HOST.colleagues.map(({ email, role, locale }) => [email, `${role}, ${locale}`] as const),
    ['meiling@urs.example', 'owner of a customer in Taiwan, zh-TW'],
    ['petra@schwarz.example', 'owner of a customer in Germany that requires a second step'],
    ['liming@huabei.example', 'owner of a customer in China whose seats are all taken, zh-CN'],
  ] as const;
  const width = Math.max(...people.map(([email]) => email.length));
  return [...people.map(([email, who]) => `    ${email.padEnd(width)}  ${who}`), `  at ${address}/sign-in`].join('\n');
}
