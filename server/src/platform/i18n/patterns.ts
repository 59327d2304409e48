import { createFormatters, createIntlCache } from '@formatjs/intl';
import type { Locale } from '@gatehouse/contract/locales';

/** What of an ICU pattern's tree is looked at: the name of an argument, and what lies inside of it. */
type Element = {
  readonly type: number;
  readonly value?: unknown;
  readonly options?: Readonly<Record<string, { readonly value: readonly Element[] }>>;
  readonly children?: readonly Element[];
};

/** Of the parser's kinds of elements: text, and `#`. All others carry the name of an argument or of a tag. */
const WITHOUT_NAME = new Set([0, 7]);
const TAG = 8;

const formatters = createFormatters(createIntlCache());

/**
 * Names of the arguments of an ICU pattern, sorted; tags as `<name>`.
 * @throws Error in the parser's words when it is none
 */
export function argumentsOf(pattern: string, locale: Locale): string[] {
  const names = new Set<string>();
  const visit = (elements: readonly Element[]) => {
    for (const element of elements) {
      const name = String(element.value);
      if (element.type === TAG) names.add(`<${name}>`);
      else if (!WITHOUT_NAME.has(element.type)) names.add(name);
      for (const option of Object.values(element.options ?? {})) visit(option.value);
      visit(element.children ?? []);
    }
  };
  visit(formatters.getMessageFormat(pattern, locale).getAst() as readonly Element[]);
  return [...names].sort();
}
