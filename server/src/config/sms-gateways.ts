import type { SmsGateway } from '../platform/sms/sms-sender.ts';

const PARAMETERS = ['tls', 'from', 'systemType', 'perSecond', 'payload', 'separate'];

/**
 * The gateways of `SMS_URL`, in order.
 * @throws Error that says which one is wrong, without a word of the value itself: it may hold a password.
 */
export function parseSmsGateways(value: string): SmsGateway[] {
  return value.split(',').map((item, index) => {
    const address = item.trim();
    const url = URL.canParse(address) ? new URL(address) : null;
    if (url?.hostname && ['http:', 'https:'].includes(url.protocol)) return { kind: 'http', url: address };
    if (url?.hostname && url.protocol === 'smpp:') return readSmpp(url, index + 1);
    throw new Error(
      `holds an address (number ${index + 1}) that is not like https://user:password@host/path or smpp://user:password@host:2775.`,
    );
  });
}

function readSmpp(url: URL, number: number): SmsGateway {
  const wrong = (what: string) => new Error(`holds an address (number ${number}) ${what}`);
  const query = url.searchParams;
  const unknown = [...query.keys()].find((key) => !PARAMETERS.includes(key));
  if (unknown !== undefined) throw wrong(`with an unknown parameter: those known are ${PARAMETERS.join(', ')}.`);
  const [user, password] = [decoded(url.username), decoded(url.password)];
  // SMPP 3.4 s. 4.1.1 has room for 15 and 8; gateways that take more are common.
  if (!isShort(user, 1, 64) || !isShort(password, 0, 64))
    throw wrong('without a user, or with a user or password of more than 64 characters or beyond ASCII.');
  // A plus that was not percent-encoded arrives as a space.
  const from = (query.get('from') ?? '').replace(/^ (?=\d+$)/, '+');
  if (!/^(\+?\d{0,15}|[A-Za-z0-9 ._-]{1,11})$/.test(from))
    throw wrong('whose from is neither a number nor up to 11 letters and digits.');
  const perSecond = Number(query.get('perSecond') ?? 10);
  if (!(perSecond >= 1 && perSecond <= 1000)) throw wrong('whose perSecond is not from 1 to 1000.');
  const systemType = query.get('systemType') ?? '';
  if (!isShort(systemType, 0, 12)) throw wrong('whose systemType is longer than 12 characters of ASCII.');
  const [tls, payload, separate] = ['tls', 'payload', 'separate'].map((name) => isOn(query.get(name)));
  if (tls === undefined || payload === undefined || separate === undefined)
    throw wrong('whose tls, payload or separate is not true or false.');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port) || (tls ? 3550 : 2775);
  return {
    kind: 'smpp',
    host,
    port,
    tls,
    user,
    password,
    systemType,
    from,
    perSecond,
    payload,
    separate,
  };
}

function isShort(text: string | null, least: number, most: number): text is string {
  return text !== null && text.length >= least && text.length <= most && /^[\x20-\x7e]*$/.test(text);
}

/** Null: not what percent-encoding makes. */
function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** `?tls` alone is on. */
function isOn(value: string | null): boolean | undefined {
  if (value === null || value === 'false') return false;
  return value === '' || value === 'true' ? true : undefined;
}
