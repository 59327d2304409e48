/** Something that was looked at: where it is, and what it is called. */
export type Recent = { readonly href: string; readonly label: string; readonly detail: string };

const MOST = 8;
const keyOf = (org: string) => `gatehouse-recent-${org}`;

/** What was looked at in this tab, latest first. Names of people are kept no longer than the tab is. */
export function readRecent(org: string): Recent[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(keyOf(org)) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isRecent) : [];
  } catch {
    return [];
  }
}

function isRecent(one: unknown): one is Recent {
  return typeof one === 'object' && one !== null && 'href' in one && 'label' in one && 'detail' in one;
}

/** Storage may be switched off: then nothing is recent. */
export function keepRecent(org: string, one: Recent): void {
  try {
    const others = readRecent(org).filter(({ href }) => href !== one.href);
    sessionStorage.setItem(keyOf(org), JSON.stringify([one, ...others].slice(0, MOST)));
  } catch {}
}

/** For whoever signs out: the next one of this tab is somebody else. */
export function forgetRecent(): void {
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(keyOf(''))) sessionStorage.removeItem(key);
  } catch {}
}
