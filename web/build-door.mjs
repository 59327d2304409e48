import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

// Builds what the pages of the door load: a stylesheet, a script with the parts that only some pages ask for, the
// fonts, and the list of their URLs. `node web/build-door.mjs [folder]`; the folder is `web/dist` unless given.

const web = path.dirname(fileURLToPath(import.meta.url));
const dist = path.resolve(process.argv[2] ?? path.join(web, 'dist'));
const assets = path.join(dist, 'assets');
/** Alphabets of the five languages; Chinese uses the system's fonts. */
const SUBSETS = ['latin', 'latin-ext', 'cyrillic'];

/** Leaves out the themes and tokens that only the other surfaces have: a stranger waits for this stylesheet. */
function withoutUnusedTokens(stylesheet) {
  const css = stylesheet.replace(/:root\[data-theme=\w+\]\{[^}]*\}/g, '').replace(/:not\(\[data-theme=\w+\]\)/g, '');
  const used = new Set(Array.from(css.matchAll(/var\((--[\w-]+)/g), ([, name]) => name));
  return css.replace(/(--[\w-]+):[^;}]*;?/g, (declaration, name) => (used.has(name) ? declaration : ''));
}

/**
 * The same tokens for a page in a theme that was picked, as previews are: after the door's stylesheet and before a brand's,
 * and no stronger than either.
 */
function themesOf(tokens) {
  const declarations = (pattern) => pattern.exec(tokens)?.[1].replace(/--(font|radius)[^;]*;/g, '') ?? '';
  const light = declarations(/:root \{([^}]*)\}/).replace('light dark', 'light');
  const dark = declarations(/:root\[data-theme="dark"\] \{([^}]*)\}/);
  const rule = (theme, text) => `:root:where([data-theme="${theme}"]){${text.replace(/\s+/g, ' ').trim()}}`;
  return `${rule('light', light)}\n${rule('dark', dark)}\n`;
}

function emptyOfDoorFiles(folder) {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder).filter((file) => /^door[\w-]*\.\w+\.(css|js)$/.test(file))) {
    rmSync(path.join(folder, name));
  }
}

async function bundle() {
  const { outputs } = (
    await build({
      entryPoints: [path.join(web, 'src/door/door.css'), path.join(web, 'src/door/door.ts')],
      outdir: assets,
      entryNames: '[name].[hash]',
      chunkNames: 'door-[name].[hash]',
      bundle: true,
      minify: true,
      format: 'esm',
      splitting: true,
      target: ['es2022', 'chrome103', 'firefox102', 'safari15.4'],
      external: ['/assets/*'],
      metafile: true,
      legalComments: 'none',
    })
  ).metafile;
  const entry = (source) => Object.keys(outputs).find((file) => outputs[file].entryPoint?.endsWith(source));
  return { stylesheet: path.basename(entry('door.css')), script: path.basename(entry('door.ts')) };
}

emptyOfDoorFiles(assets);
const { stylesheet, script } = await bundle();
const stylesheetFile = path.join(assets, stylesheet);
writeFileSync(stylesheetFile, withoutUnusedTokens(readFileSync(stylesheetFile, 'utf8')));

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
const themes = themesOf(readFileSync(path.join(web, 'src/ui/tokens.css'), 'utf8'));
const themesFile = `door-themes.${createHash('sha256').update(themes).digest('hex').slice(0, 8).toUpperCase()}.css`;
writeFileSync(path.join(assets, themesFile), themes);
const manifest = {
  stylesheet: `/assets/${stylesheet}`,
  themes: `/assets/${themesFile}`,
  script: `/assets/${script}`,
  font: fonts.latin,
  fonts,
};
writeFileSync(path.join(dist, 'door-assets.json'), `${JSON.stringify(manifest, null, 2)}\n`);
