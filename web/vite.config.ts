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
        codeSplitting: { groups: [{ name: 'react', test: /node_modules\/(react|react-dom|scheduler)\// }] },
      },
    },
  },
  // In development this server stands before the real one and adds only the portal and the console.
  server: { proxy: { '^/(?!portal|console|src/|icon\\.svg|@|node_modules/|contract/|locales/)': server } },
}));
