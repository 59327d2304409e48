import type { Command } from './command.ts';

export const serve: Command = {
  summary: 'Run the server until it is told to stop',
  async run() {
    const { main } = await import('../main.ts'); // everything that a server needs: not for the other commands
    await main();
    return null;
  },
};
