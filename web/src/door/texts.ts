/** Puts values in place of the marks `%name%` of a sentence that came ready from the server. */
export function fill(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replace(/%(\w+)%/g, (mark, name: string) => String(values[name] ?? mark));
}
