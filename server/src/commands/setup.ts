import { prepareSetup } from '../features/organizations/index.ts';
import { migrate } from '../platform/database/migrate.ts';
import { type Command, withDatabase } from './command.ts';

export const setup: Command = {
  summary: 'Make a new one-time link to set this installation up; the one before it is good no more',
  run: (context) =>
    withDatabase(context, async ({ database }, config) => {
      await migrate(database.pool);
      const token = await prepareSetup({ database }, config.setupToken);
      if (token === null) {
        const text = `This installation is set up already. Sign in at ${config.publicUrl}/sign-in`;
        return { ok: true, text, json: { setUp: true, url: null } };
      }
      const url = `${config.publicUrl}/setup?token=${encodeURIComponent(token)}`;
      return { ok: true, text: `Set it up, once, at:\n${url}`, json: { setUp: false, url } };
    }),
};
