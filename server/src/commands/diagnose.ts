import type { Diagnosis, DiagnosisFix } from '@gatehouse/contract/diagnosis';
import { LOCALES } from '@gatehouse/contract/locales';
import { diagnose as diagnosePerson } from '../features/diagnosis/index.ts';
import { type Command, Misuse, ORGANIZATION, organizationOf } from './command.ts';
import { operator, operatorPlace, withServices } from './operator.ts';

export const diagnose: Command = {
  summary: 'Why can they not get in? An address, number, link, code, invitation or name; says what helps',
  takes: '<anything>',
  options: {
    organization: ORGANIZATION,
    locale: {
      type: 'string',
      value: '<tag>',
      help: `language of the answer: ${LOCALES.join(', ')}; en if it is not said`,
    },
  },
  run: (context) => {
    const organization = organizationOf(context);
    const { locale: wanted = 'en' } = context.options;
    const locale = LOCALES.find((tag) => tag === wanted);
    if (!locale) throw new Misuse(`--locale is "${wanted}": give one of ${LOCALES.join(', ')}.`);
    return withServices(context, async (services, { publicUrl }) => {
      const { organizationId, slug } = await operatorPlace(services, organization);
      const asker = { organizationId, slug, may: () => true };
      const found = await diagnosePerson(services, operator(locale), asker, context.given ?? '');
      return { ok: true, text: describe(found, `${publicUrl}/console/${slug}`, publicUrl), json: found };
    });
  },
};

function describe({ identifier, report, fix, fixes }: Diagnosis, console: string, publicUrl: string): string {
  const all = fix ? [fix, ...fixes] : fixes;
  const page = `${console}/diagnosis?identifier=${encodeURIComponent(identifier)}`;
  const lines = all.map((each) => `> ${each.label}: ${placeOf(each, page, publicUrl)}`);
  return [report, ...(lines.length > 0 ? ['', ...lines] : [])].join('\n');
}

/** A page leads there; what has to be pressed is pressed in the console. */
function placeOf({ href, method }: DiagnosisFix, page: string, publicUrl: string): string {
  return method === 'GET' ? new URL(href, publicUrl).href : page;
}
