import type { DoorContext } from '../door-context.ts';

/** The page where this sign-in began, at the same door and for where it leads. */
export function signInPath({ begin = {} }: DoorContext): string {
  return withQuery('/sign-in', begin);
}

/** Asking for a link to set a password, at the same door. */
export function forgotPath({ begin: { organization } = {} }: DoorContext): string {
  return withQuery('/forgot', organization ? { organization } : {});
}

function withQuery(path: string, values: Record<string, string>): string {
  const query = new URLSearchParams(values).toString();
  return query === '' ? path : `${path}?${query}`;
}
