import { createRootRoute, Outlet } from '@tanstack/react-router';

/** What every page stands in. */
export const root = createRootRoute({ component: Outlet });
