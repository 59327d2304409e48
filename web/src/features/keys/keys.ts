export type KeyAct = 'next' | 'previous' | 'select' | 'open' | 'search' | 'help';

const ACTS: Readonly<Record<string, KeyAct>> = {
  j: 'next',
  k: 'previous',
  x: 'select',
  Enter: 'open',
  '/': 'search',
  '?': 'help',
};

/** Where letters are typed they are letters, and what is open over the page has keys of its own. */
const ELSEWHERE =
  'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable], [role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]';

type Pressed = Pick<
  KeyboardEvent,
  'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'isComposing' | 'defaultPrevented' | 'target'
>;

/** What a key means on a page with a list; null where it means nothing of ours. */
export function actOf(event: Pressed): KeyAct | null {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return null;
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest(ELSEWHERE)) return null;
  const act = ACTS[event.key] ?? null;
  // Enter is the row's own, never that of a link or a button in it.
  return act === 'open' && !target?.matches('[data-row]') ? null : act;
}
