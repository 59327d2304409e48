export { registerBrandingRoutes } from './branding-routes.ts';
