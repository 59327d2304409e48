import { beforeEach, expect, it, vi } from 'vitest';

/** Texts that come when the test lets them. */
const gates = vi.hoisted(() => new Map<string, { readonly come: Promise<void>; readonly open: () => void }>());
const late = vi.hoisted(() => (name: string) => async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  gates.set(name, { come: promise, open: () => resolve() });
  await promise;
  return { default: { [name]: 'text' } };
});
vi.mock('../../../locales/en/overview.json', late('en'));
vi.mock('../../../locales/pl/queue.json', late('pl'));
vi.mock('../../../locales/ru/queue.json', late('ru'));

const shown = { lang: '' };
beforeEach(() => {
  vi.resetModules();
  gates.clear();
  shown.lang = '';
  vi.stubGlobal('document', { documentElement: shown });
});

/** Lets texts come that were asked for, and all that follows from it. */
async function come(name: string): Promise<void> {
  await vi.waitUntil(() => gates.has(name));
  gates.get(name)?.open();
  await gates.get(name)?.come;
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}

it('whoever asks for texts that somebody else has asked for waits until they are there', async () => {
  const { needCatalogues } = await import('./i18n.tsx');
  const first = needCatalogues(['overview']);
  let seen: string | null = null;
  const second = needCatalogues(['overview']).then(() => {
    seen = shown.lang;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(seen).toBeNull();
  await come('en');
  await Promise.all([first, second]);
  expect(seen).toBe('en');
});

it('what was asked for earlier and comes later is not shown any more, and whoever waited for it waits for the newest', async () => {
  const { needCatalogues, switchLocale } = await import('./i18n.tsx');
  await needCatalogues(['queue']);
  let isDone = false;
  const polish = switchLocale('pl').then(() => {
    isDone = true;
  });
  const russian = switchLocale('ru');
  await come('pl');
  expect([shown.lang, isDone]).toEqual(['en', false]);
  await come('ru');
  await Promise.all([polish, russian]);
  expect(shown.lang).toBe('ru');
});
