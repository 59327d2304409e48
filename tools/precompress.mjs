// Puts `<name>.br` and `<name>.gz` beside every built file that gets smaller by it: `node tools/precompress.mjs <folder>`.
// Done once, at the hardest setting, so that the server only picks one.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

/** Fonts are compressed already; index.html is sent changed. */
const WORTH_IT = /\.(js|css)$/;

const folder = process.argv[2];
if (!folder) throw new Error('Say which folder.');
for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !WORTH_IT.test(entry.name)) continue;
  const file = path.join(entry.parentPath, entry.name);
  const content = readFileSync(file);
  const variants = { br: brotliCompressSync(content), gz: gzipSync(content, { level: 9 }) }; // brotli: 11 by default
  for (const [extension, smaller] of Object.entries(variants)) {
    if (smaller.byteLength < content.byteLength) writeFileSync(`${file}.${extension}`, smaller);
  }
}
