export { registerBrandingRoutes } from './branding-routes.ts';
export { findDoorBrand, findHouseBrand, getOwnDoorBrand } from './door-brand-read-model.ts';
export { draftBrand, findMailLogo } from './draft-brand.ts';
