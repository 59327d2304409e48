-- When a session ends: by its own end, and by the strictest of the organizations in which its person works. Twin of the
-- condition in sessions/session-store.ts, which every request asks; this is for lists.
create function session_ends(of_account text, signed_in timestamptz, last_seen timestamptz, expires timestamptz)
returns timestamptz language sql stable as $$
  select least(expires,
    signed_in + make_interval(hours => least(min((o.policies->>'sessionHours')::int), 720)),
    last_seen + make_interval(mins => least(min((o.policies->>'sessionIdleMinutes')::int), 10080)))
  from memberships m join organizations o on o.id = m.organization_id and o.state = 'active'
  where m.account_id = of_account and m.state = 'active'
$$;
