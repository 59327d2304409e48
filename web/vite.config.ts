import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const api = process.env.GATEHOUSE_URL ?? 'http://localhost:3000';

// The server serves `index.html` for /portal and /console; everything else of the build lives under /app/.
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/app/',
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
        codeSplitting: { groups: [{ name: 'react', test: /node_modules\/(react|react-dom|scheduler)\// }] },
      },
    },
  },
  server: { proxy: { '/api': api, '/.well-known': api, '/flow': api, '/sign-in': api } },
});
