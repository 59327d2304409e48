// better-auth with its organization plugin on `node:http`, as its guide sets it up, in its default settings but for
// three: its limit of requests and its limits of members and invitations are off, for one organization gets them all.
import { createServer } from 'node:http';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { toNodeHandler } from 'better-auth/node';
import { organization } from 'better-auth/plugins';
import pg from 'pg';

const { PORT, DATABASE_URL, DATABASE_CONNECTIONS, BETTER_AUTH_SECRET } = process.env;
const unlimited = 1_000_000;

const auth = betterAuth({
  baseURL: `http://127.0.0.1:${PORT}`,
  secret: BETTER_AUTH_SECRET,
  database: new pg.Pool({ connectionString: DATABASE_URL, max: Number(DATABASE_CONNECTIONS) }),
  emailAndPassword: { enabled: true },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  plugins: [
    organization({
      membershipLimit: unlimited,
      invitationLimit: unlimited,
      sendInvitationEmail: async () => {},
    }),
  ],
});

const { runMigrations } = await getMigrations(auth.options);
await runMigrations();
createServer(toNodeHandler(auth)).listen(Number(PORT), '127.0.0.1');
