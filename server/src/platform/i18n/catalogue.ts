import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locale } from '@gatehouse/contract/locales';
import { findUpward } from '../find-upward.ts';

/** Every message of one language: key -> ICU pattern. */
export type Catalogue = ReadonlyMap<string, string>;

/** Where the catalogues live, found from the sources and from the build alike. */
export function localesDirectory(): string {
  return findUpward(import.meta.dirname, 'locales');
}

/**
 * All files of a language merged into one catalogue, read from disk at each call: keep the answer.
 * @throws Error when a file is not a flat object of texts, or two files share a key.
 */
export function readCatalogue(locale: Locale, directory: string = localesDirectory()): Catalogue {
  const messages = new Map<string, string>();
  const folder = path.join(directory, locale);
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    const entries: Record<string, unknown> = JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
    for (const [key, pattern] of Object.entries(entries)) {
      if (typeof pattern !== 'string') throw new Error(`${locale}/${file}: ${key} is not a text.`);
      if (messages.has(key)) throw new Error(`${locale}/${file}: ${key} is already in another file.`);
      messages.set(key, pattern);
    }
  }
  return messages;
}
