import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = process.env.GATEHOUSE_URL ?? 'http://localhost:3000';

// The server serves `index.html` for /portal and /console; everything else of the build lives under /app/.
export default defineConfig(({ command }) => ({
  root: import.meta.dirname,
  base: command === 'build' ? '/app/' : '/',
  plugins: [react(), tailwindcss()],
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
