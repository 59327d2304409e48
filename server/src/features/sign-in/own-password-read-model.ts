import { type Queryable, statement } from '../../platform/database/database.ts';

export type OwnPassword = {
  readonly exists: boolean;
  /** Nothing but messages lets this person in, a password would, and they have not said that they want none. */
  readonly offered: boolean;
};

const OWN = statement<OwnPassword>(`
  select has.password as exists,
    not has.password and a.password_offer_closed_at is null
      and not exists (select from passkeys k where k.account_id = a.id)
      and coalesce((select bool_or(coalesce((o.policies->>'passwordSignIn')::boolean, true))
        from memberships m join organizations o on o.id = m.organization_id and o.state = 'active'
        where m.account_id = a.id and m.state = 'active'), true) as offered
  from accounts a
  cross join lateral (select exists (select from passwords p where p.account_id = a.id) as password) has
  where a.id = $1`);

/** Whether somebody has a password, and whether the portal offers one. */
export async function findOwnPassword(queryable: Queryable, accountId: string): Promise<OwnPassword> {
  const [row] = await queryable.query(OWN, [accountId]);
  return row ?? { exists: false, offered: false };
}
