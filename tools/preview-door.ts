import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { LOCALES } from '@gatehouse/contract/locales';
import { buildDoorContext, DOOR_SAMPLES } from '../server/test/door-samples.ts';

/*
 * Writes every page of the door in every language, with made-up data, to a folder that any static server can show:
 *   node web/build-door.mjs && tsx --tsconfig server/tsconfig.json tools/preview-door.ts <folder>
 */
const folder = process.argv[2];
if (!folder) throw new Error('Say which folder to write to.');
const dist = path.join(import.meta.dirname, '../web/dist');
const { stylesheet, script, font } = JSON.parse(readFileSync(path.join(dist, 'door-assets.json'), 'utf8'));

cpSync(path.join(dist, 'assets'), path.join(folder, 'assets'), { recursive: true });
for (const locale of LOCALES) {
  mkdirSync(path.join(folder, locale), { recursive: true });
  for (const [name, render] of Object.entries(DOOR_SAMPLES)) {
    const context = buildDoorContext(locale, { assets: { stylesheet, script, font } });
    writeFileSync(path.join(folder, locale, `${name}.html`), render(context));
  }
}
