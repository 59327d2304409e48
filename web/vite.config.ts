import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const server = process.env.GATEHOUSE_URL ?? 'http://localhost:3000';

/**
 * Parts of zod that no browser uses, 7 kB of them: schemas are described as JSON Schema by the server alone, and what is
 * wrong with a field is told by its code in words of ours.
 */
const withoutUnusedZod: Plugin = {
  name: 'without-unused-zod',
  apply: 'build',
  transform(code, id) {
    if (id.endsWith('/zod/v4/locales/en.js'))
      return { code: 'export default () => ({ localeError: () => "" });', map: null };
    if (!/zod\/v4\/core\/(to-json-schema|json-schema-processors)\.js$/.test(id)) return null;
    const names = [...code.matchAll(/^export (?:const|function) (\w+)/gm)].map(([, name]) => name);
    const stubs = names.map((name) => `export const ${name} = () => () => {};`);
    const renamed = names.includes('processSchema') ? 'export { processSchema as process };' : '';
    return { code: [...stubs, renamed].join('\n'), map: null };
  },
};

// The server serves `index.html` for /portal and /console; everything else of the build lives under /app/.
export default defineConfig(({ command }) => ({
  root: import.meta.dirname,
  base: command === 'build' ? '/app/' : '/',
  plugins: [react(), tailwindcss(), withoutUnusedZod],
  build: {
    outDir: 'dist/app',
    emptyOutDir: true,
    // A strict content security policy: no data: addresses.
    assetsInlineLimit: 0,
    target: 'es2023',
    rolldownOptions: {
      output: {
        // What changes rarely is kept apart, so that a release does not make browsers fetch it again.
        // zod stands apart from the schemas, so that lib/no-eval.ts can run between the two.
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\// },
            { name: 'zod', test: /node_modules\/zod\/|src\/lib\/no-eval/ },
          ],
        },
      },
    },
  },
  // In development this server stands before the real one and adds only the portal and the console.
  server: { proxy: { '^/(?!portal|console|src/|icon\\.svg|@|node_modules/|contract/|locales/)': server } },
}));
