import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

// Builds what the pages of the door load: one stylesheet, one script, the fonts, and the list of their URLs.

const web = path.dirname(fileURLToPath(import.meta.url));
const dist = path.join(web, 'dist');
const assets = path.join(dist, 'assets');
/** Alphabets of the five languages; Chinese uses the system's fonts. */
const SUBSETS = ['latin', 'latin-ext', 'cyrillic'];

mkdirSync(assets, { recursive: true });
for (const name of readdirSync(assets).filter((file) => /^door\.\w+\.(css|js)$/.test(file))) {
  rmSync(path.join(assets, name));
}

const { metafile } = await build({
  entryPoints: [path.join(web, 'src/door/door.css'), path.join(web, 'src/door/door.ts')],
  outdir: assets,
  entryNames: '[name].[hash]',
  bundle: true,
  minify: true,
  format: 'iife',
  target: ['es2022', 'chrome103', 'firefox102', 'safari15.4'],
  external: ['/assets/*'],
  metafile: true,
  legalComments: 'none',
});

const fontFolder = path.join(
  path.dirname(fileURLToPath(import.meta.resolve('@fontsource-variable/golos-text'))),
  'files',
);
for (const subset of SUBSETS) {
  copyFileSync(
    path.join(fontFolder, `golos-text-${subset}-wght-normal.woff2`),
    path.join(assets, `golos-${subset}.woff2`),
  );
}

const fonts = Object.fromEntries(SUBSETS.map((subset) => [subset, `/assets/golos-${subset}.woff2`]));
const urlOf = (extension) => {
  const file = Object.keys(metafile.outputs).find((output) => output.endsWith(extension));
  return `/assets/${path.basename(file)}`;
};
const manifest = { stylesheet: urlOf('.css'), script: urlOf('.js'), font: fonts.latin, fonts };
writeFileSync(path.join(dist, 'door-assets.json'), `${JSON.stringify(manifest, null, 2)}\n`);
