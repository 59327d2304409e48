// `npm run demo`: a throw-away installation with a past, filled through the same API that everybody uses.
import { PASSWORD } from './cast.ts';
import { bringCrowd, guide } from './crowd.ts';
import { getStuck } from './scenes.ts';
import { setStage } from './stage.ts';
import { bringCustomers, foundHost } from './story.ts';
import { STUCK, type StuckPerson } from './stuck.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);

say('gatehouse: making a world of its own in a temporary folder ...');
const stage = await setStage(process.env);
let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    stage.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
}
try {
  const host = await foundHost(stage);
  await bringCustomers(stage, host);
  const { rows } = await stage.database.pool.query('select hash from passwords limit 1');
  await bringCrowd(stage.database, host.organization, rows[0].hash);
  await getStuck(stage, host);
  stage.daysAgo(0);
  await stage.worker.runDue();
  await stage.http.listen({ host: stage.config.host, port: stage.config.port });
  stage.worker.start();
} catch (error) {
  await stage.close();
  throw error;
}
say(`
  The demo is ready: ${stage.config.publicUrl}
  Nothing leaves this machine; mails are at ${stage.config.publicUrl}/outbox. All of it goes when you press Ctrl+C.

  Sign in as (the password of everybody is "${PASSWORD}"):
${guide(stage.config.publicUrl)}

  Stuck on their way in:
${Object.entries<StuckPerson>(STUCK)
  .map(([at, { address, owner }]) => `    ${address.padEnd(38)}  ${at}${owner ? ` (ask as ${owner})` : ''}`)
  .join('\n')}
`);
