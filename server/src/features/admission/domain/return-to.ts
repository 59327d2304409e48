// biome-ignore lint/suspicious/noControlCharactersInRegex: browsers drop these before they read an address
const STRIPPED = /[\u0000-\u0020\u007f-\u009f\\]/;

/**
 * A path of this site to go to afterwards, or null for anything that could leave it (ASVS 3.7.2): exactly one slash at
 * the start, nothing that a browser strips or reads as a slash, and the same origin however it is resolved.
 */
export function safeReturnTo(target: string | null, publicUrl: string): string | null {
  if (target === null || target.length > 2000 || STRIPPED.test(target) || !/^\/(?!\/)/.test(target)) return null;
  if (!URL.canParse(target, publicUrl)) return null;
  const url = new URL(target, publicUrl);
  if (url.origin !== new URL(publicUrl).origin || url.pathname.startsWith('//')) return null;
  return `${url.pathname}${url.search}`;
}
