/** ISO 3166-1 alpha-2, all officially assigned codes. Their names come from `Intl.DisplayNames`, in the reader's language. */
export const COUNTRIES: readonly string[] = (
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ ' +
  'CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR ' +
  'GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP ' +
  'KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT ' +
  'MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW ' +
  'SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG ' +
  'UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW'
).split(' ');

/** True for an assigned code in upper case. */
export function isCountry(code: string): boolean {
  return COUNTRIES.includes(code);
}

/** The zone in which most of a country's companies are comes first. */
const TIME_ZONES: Readonly<Record<string, readonly string[]>> = {
  AT: ['Europe/Vienna'],
  CH: ['Europe/Zurich'],
  CN: ['Asia/Shanghai', 'Asia/Urumqi'],
  CZ: ['Europe/Prague'],
  DE: ['Europe/Berlin'],
  FR: ['Europe/Paris'],
  GB: ['Europe/London'],
  HK: ['Asia/Hong_Kong'],
  JP: ['Asia/Tokyo'],
  KZ: ['Asia/Almaty', 'Asia/Qyzylorda', 'Asia/Qostanay', 'Asia/Aqtobe', 'Asia/Aqtau', 'Asia/Atyrau', 'Asia/Oral'],
  MO: ['Asia/Macau'],
  PL: ['Europe/Warsaw'],
  RU: [
    'Europe/Moscow',
    'Europe/Kaliningrad',
    'Europe/Samara',
    'Asia/Yekaterinburg',
    'Asia/Omsk',
    'Asia/Novosibirsk',
    'Asia/Krasnoyarsk',
    'Asia/Irkutsk',
    'Asia/Yakutsk',
    'Asia/Vladivostok',
    'Asia/Magadan',
    'Asia/Kamchatka',
  ],
  SG: ['Asia/Singapore'],
  TW: ['Asia/Taipei'],
  UA: ['Europe/Kyiv'],
  US: [
    'America/New_York',
    'America/Chicago',
    'America/Denver',
    'America/Phoenix',
    'America/Los_Angeles',
    'America/Anchorage',
    'Pacific/Honolulu',
  ],
};

/** The zones of a country, the likeliest first; empty where this list does not know them, which is no mistake of anybody. */
export function timeZonesOf(country: string): readonly string[] {
  return (Object.hasOwn(TIME_ZONES, country) && TIME_ZONES[country]) || [];
}

/** The zone to suggest for a company in a country, or null. */
export function defaultTimeZone(country: string): string | null {
  return timeZonesOf(country)[0] ?? null;
}

/** True for a zone of the IANA database that this machine knows; an offset (`+08:00`) is not a zone: it knows no summer. */
export function isTimeZone(id: string): boolean {
  if (!/^[A-Za-z]/.test(id)) return false;
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: id }));
  } catch {
    return false;
  }
}
