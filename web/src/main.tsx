import './lib/no-eval.ts';
import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClientProvider } from '@tanstack/react-query';
import { CatchBoundary, RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { LocaleProvider, loadErrorTexts, startLocale } from './lib/i18n.tsx';
import { queryClient } from './lib/query-client.ts';
import { startTheme } from './lib/theme.ts';
import { router } from './router.tsx';
import { BareErrorPage } from './surfaces/shell/problem-pages.tsx';
import './ui/app.css';

async function start(root: HTMLElement): Promise<void> {
  startTheme();
  await startLocale();
  createRoot(root).render(
    <StrictMode>
      <CSPProvider disableStyleElements>
        <QueryClientProvider client={queryClient}>
          <LocaleProvider>
            <CatchBoundary getResetKey={() => 'app'} errorComponent={BareErrorPage}>
              <RouterProvider router={router} />
            </CatchBoundary>
          </LocaleProvider>
        </QueryClientProvider>
      </CSPProvider>
    </StrictMode>,
  );
  loadErrorTexts();
}

const root = document.getElementById('root');
if (root) await start(root);
