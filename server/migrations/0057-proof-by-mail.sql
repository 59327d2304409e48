-- When whoever is signed in proved it anew by a code to their mailbox alone: enough for what matters, never for addresses,
-- numbers and second steps (NIST SP 800-63B-4 s. 3.1.3.1). What proves more stands in `proven_at`.
alter table sessions add column mail_proven_at timestamptz;
