/** The library, read when somebody first uses a passkey: a tenth of the memory that a server at rest takes. */
export const loadWebauthn = () => import('@simplewebauthn/server');
