/** One kind of what is kept, under its name. */
export type DataSection = { readonly title: string; readonly rows: readonly Readonly<Record<string, unknown>>[] };

type Words = { readonly title: string; readonly none: string; readonly locale: string };

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(value: unknown): string {
  const text = value instanceof Date ? value.toISOString() : value === null || value === undefined ? '' : String(value);
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}

function table({ rows }: DataSection, none: string): string {
  const [first] = rows;
  if (!first) return `<p>${escaped(none)}</p>`;
  const names = Object.keys(first);
  const head = names.map((name) => `<th scope="col">${escaped(name.replaceAll('_', ' '))}</th>`).join('');
  const body = rows.map((row) => `<tr>${names.map((name) => `<td>${escaped(row[name])}</td>`).join('')}</tr>`);
  return `<table><thead><tr>${head}</tr></thead><tbody>${body.join('\n')}</tbody></table>`;
}

/** Everything as one page that opens without this server: no script, nothing loaded, all text escaped. */
export function ownDataHtml({ title, none, locale }: Words, sections: readonly DataSection[]): string {
  const parts = sections.map((section) => `<h2>${escaped(section.title)}</h2>\n${table(section, none)}`);
  return `<!doctype html>
<html lang="${escaped(locale)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>body{font:1rem/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem}
table{border-collapse:collapse;display:block;overflow-x:auto}th,td{border:1px solid #999;padding:.25rem .5rem;text-align:left;vertical-align:top}
@media (prefers-color-scheme:dark){body{background:#111;color:#eee}}</style></head>
<body><h1>${escaped(title)}</h1>
${parts.join('\n')}
</body></html>
`;
}
