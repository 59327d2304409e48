// Holds the catalogues of locales/ together: the same files, keys, arguments and tags in every language, complete
// plurals, every error of the contract, and each Chinese in its own characters and words.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser';
import { ERROR_STATUS, isErrorCode } from '@gatehouse/contract/errors';
import { LOCALES, type Locale } from '@gatehouse/contract/locales';
import { findForeignWriting } from './locale-writing.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const REFERENCE = 'en';

/** file name -> key -> pattern. */
type Catalogues = Map<string, Record<string, unknown>>;

/** What is wrong with the catalogues in `directory`, one sentence each; empty when nothing is. */
export function findLocaleFaults(directory: string): string[] {
  const faults: string[] = [];
  const all = new Map(LOCALES.map((locale) => [locale, readCatalogues(directory, locale, faults)]));
  const reference = all.get(REFERENCE) ?? new Map();
  for (const [locale, catalogues] of all) {
    faults.push(...missingNames(`${locale}: no file`, reference.keys(), catalogues));
    faults.push(...missingNames(`${REFERENCE}: no file`, catalogues.keys(), reference));
    for (const [file, messages] of catalogues) {
      faults.push(...fileFaults(locale, file, messages, reference.get(file) ?? {}));
    }
  }
  const codes = Object.keys(ERROR_STATUS);
  faults.push(
    ...missingNames('errors.json: no text for', codes, new Map(Object.entries(reference.get('errors') ?? {}))),
  );
  return [...new Set(faults)];
}

function readCatalogues(directory: string, locale: Locale, faults: string[]): Catalogues {
  const catalogues: Catalogues = new Map();
  for (const file of readdirSync(path.join(directory, locale))) {
    try {
      const text = readFileSync(path.join(directory, locale, file), 'utf8');
      catalogues.set(path.basename(file, '.json'), JSON.parse(text));
    } catch (error) {
      faults.push(`${locale}/${file}: cannot be read: ${String(error)}`);
    }
  }
  return catalogues;
}

function missingNames(label: string, names: Iterable<string>, present: ReadonlyMap<string, unknown>): string[] {
  return [...names].filter((name) => !present.has(name)).map((name) => `${label} ${name}`);
}

function fileFaults(
  locale: Locale,
  file: string,
  messages: Record<string, unknown>,
  reference: Record<string, unknown>,
): string[] {
  const place = `${locale}/${file}.json:`;
  const keys = new Map(Object.entries(messages));
  return [
    ...missingNames(`${place} no key`, Object.keys(reference), keys),
    ...missingNames(`${REFERENCE}/${file}.json: no key`, keys.keys(), new Map(Object.entries(reference))),
    ...[...keys].flatMap(([key, pattern]) =>
      [...keyFaults(file, key), ...patternFaults(locale, pattern, reference[key])].map(
        (fault) => `${place} ${key}: ${fault}`,
      ),
    ),
  ];
}

function keyFaults(file: string, key: string): string[] {
  const known = file === 'errors' ? isErrorCode(key.replace(/\.action$/, '')) : key.startsWith(`${file}.`);
  return known ? [] : [file === 'errors' ? 'is no error of the contract' : `does not begin with ${file}.`];
}

function patternFaults(locale: Locale, pattern: unknown, reference: unknown): string[] {
  if (typeof pattern !== 'string') return ['is not a text'];
  if (pattern.trim() === '') return ['is empty'];
  const faults = findForeignWriting(locale, pattern);
  if (pattern !== pattern.trim()) faults.push('begins or ends with a space: write whole sentences');
  const shape = shapeOf(pattern);
  if (shape === null) return [...faults, 'is not a valid ICU message'];
  const expected = typeof reference === 'string' ? shapeOf(reference) : null;
  if (expected) {
    const missing = [...expected.names].filter((name) => !shape.names.has(name));
    const extra = [...shape.names].filter((name) => !expected.names.has(name));
    if (missing.length > 0) faults.push(`lacks ${missing.join(', ')}`);
    if (extra.length > 0) faults.push(`has ${extra.join(', ')}, which ${REFERENCE} has not`);
  }
  return [...faults, ...shape.plurals.flatMap((plural) => pluralFaults(locale, plural))];
}

type Plural = { readonly categories: readonly string[]; readonly type: Intl.PluralRulesOptions['type'] };
type Shape = { readonly names: Set<string>; readonly plurals: Plural[] };

/** Arguments as `{name}`, tags as `<name>`, and plurals; null when the pattern does not parse. */
function shapeOf(pattern: string): Shape | null {
  const shape: Shape = { names: new Set(), plurals: [] };
  try {
    collect(parse(pattern), shape);
    return shape;
  } catch {
    return null;
  }
}

/** The elements that an element holds: in its tag, or in the branches of its choice. */
function within(element: MessageFormatElement): MessageFormatElement[] {
  if (element.type === TYPE.tag) return element.children;
  const chooses = element.type === TYPE.plural || element.type === TYPE.select;
  return chooses ? Object.values(element.options).flatMap((option) => option.value) : [];
}

function collect(elements: readonly MessageFormatElement[], shape: Shape): void {
  for (const element of elements) {
    if (element.type === TYPE.literal || element.type === TYPE.pound) continue;
    shape.names.add(element.type === TYPE.tag ? `<${element.value}>` : `{${element.value}}`);
    if (element.type === TYPE.plural) {
      shape.plurals.push({ categories: Object.keys(element.options), type: element.pluralType });
    }
    collect(within(element), shape);
  }
}

function pluralFaults(locale: Locale, { categories, type }: Plural): string[] {
  const needed: string[] = new Intl.PluralRules(locale, type ? { type } : {}).resolvedOptions().pluralCategories;
  const missing = needed.filter((category) => !categories.includes(category));
  const extra = categories.filter((category) => !category.startsWith('=') && !needed.includes(category));
  return [
    ...missing.map((category) => `plural without ${category}`),
    ...extra.map((category) => `plural with ${category}, which ${locale} has not`),
  ];
}

if (process.argv[1] === import.meta.filename) {
  const faults = findLocaleFaults(path.join(ROOT, 'locales'));
  for (const fault of faults) console.log(fault);
  console.log(faults.length === 0 ? `${LOCALES.length} languages agree` : `${faults.length} faults in locales/`);
  process.exitCode = faults.length > 0 ? 1 : 0;
}
