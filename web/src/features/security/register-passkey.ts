import { type Passkey, passkeyRoutes } from '@gatehouse/contract/passkeys';
import { startRegistration } from '@simplewebauthn/browser';
import { call } from '../../lib/api.ts';

/** Creates a passkey in the browser's own interface. @throws ApiProblem, or what the browser says where it was cancelled */
export async function registerPasskey(): Promise<Passkey> {
  const optionsJSON = await call(passkeyRoutes.options, {});
  const response = await startRegistration({ optionsJSON: optionsJSON as never });
  return call(passkeyRoutes.add, { body: { response: response as never } });
}
