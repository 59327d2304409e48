import { z } from 'zod';
import type { SmsGateway } from '../platform/sms/sms-sender.ts';
import { type Networks, parseNetworks } from './networks.ts';
import { parseSmsGateways } from './sms-gateways.ts';

/** The settings of docs/guide/settings.md, checked and typed. */
export type Config = {
  /** Public origin, without a trailing slash. Links in messages use this and nothing else. */
  readonly publicUrl: string;
  readonly secure: boolean;
  readonly host: string;
  readonly port: number;
  /** Null: the embedded database in `dataDirectory`. */
  readonly databaseUrl: string | null;
  readonly databaseConnections: number;
  readonly dataDirectory: string;
  /** Newest first; empty: made and kept in the data folder (embedded database only). */
  readonly masterKeys: readonly Buffer[];
  readonly setupToken: string | null;
  readonly smtpUrl: string | null;
  readonly mailFrom: string;
  /** Gateways of text messages, in order; none: they are kept and shown. */
  readonly smsGateways: readonly SmsGateway[];
  /** ISO 3166-1 alpha-2 of the countries that get text messages; null: every one. */
  readonly smsCountries: readonly string[] | null;
  /** What gateways sign their receipts with. */
  readonly webhookSecret: Buffer | null;
  /** Of one organization; one person may send a tenth of it. */
  readonly invitationsPerDay: number;
  /** `host:port` of targets of webhooks that may be private or without TLS. */
  readonly outboundAllow: readonly string[];
  /** A database of places by address (MMDB); null: none is known. */
  readonly geoipDatabase: string | null;
  readonly trustedProxies: Networks;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';
  readonly argon2: { readonly memoryKiB: number; readonly passes: number; readonly lanes: number };
};

/** All mistakes of the environment at once, in words. */
export class ConfigError extends Error {
  readonly mistakes: readonly string[];

  constructor(mistakes: readonly string[]) {
    super(`The settings need mending:\n${mistakes.map((mistake) => `  - ${mistake}`).join('\n')}`);
    this.name = 'ConfigError';
    this.mistakes = mistakes;
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;

/**
 * Reads the settings from the environment.
 * @throws ConfigError with every mistake, each naming its setting and what to do.
 */
export function readConfig(environment: Environment): Config {
  const mistakes: string[] = [];
  const read = reader(environment, mistakes);
  const databaseUrl = read('DATABASE_URL', null, databaseAddress);
  // What the embedded database can do without, a shared one cannot.
  const alone = databaseUrl === null;
  const port = read('PORT', 3000, integer(0, 65535));
  const publicUrl = read('GATEHOUSE_URL', alone ? `http://localhost:${port}` : REQUIRED, publicOrigin);
  const argon2 = {
    memoryKiB: read('ARGON2_MEMORY_KIB', 65_536, integer(7168, 1_048_576)),
    passes: read('ARGON2_PASSES', 3, integer(1, 20)),
    lanes: read('ARGON2_LANES', 1, integer(1, 8)),
  };
  const config: Config = {
    publicUrl,
    secure: publicUrl.startsWith('https:'),
    host: read('HOST', '127.0.0.1', text),
    port,
    databaseUrl,
    databaseConnections: read('DATABASE_CONNECTIONS', 10, integer(2, 200)),
    dataDirectory: read('GATEHOUSE_DATA', './data', text),
    masterKeys: read('GATEHOUSE_SECRET', alone ? [] : REQUIRED, keyList),
    setupToken: read('GATEHOUSE_SETUP_TOKEN', null, longToken),
    smtpUrl: read('SMTP_URL', null, smtpAddress),
    mailFrom: read('MAIL_FROM', defaultSender(publicUrl), mailAddress),
    invitationsPerDay: read('INVITATIONS_PER_DAY', 20_000, integer(1, 1_000_000)),
    smsGateways: read('SMS_URL', [], parseSmsGateways),
    smsCountries: read('SMS_COUNTRIES', null, countryCodes),
    webhookSecret: read('WEBHOOK_SECRET', null, webhookKey),
    outboundAllow: read('OUTBOUND_ALLOW', [], hostPorts),
    geoipDatabase: read('GEOIP_DATABASE', null, text),
    trustedProxies: read('TRUSTED_PROXIES', parseNetworks(''), parseNetworks),
    logLevel: read('LOG_LEVEL', 'info', oneOf(LEVELS)),
    argon2,
  };
  mistakes.push(...weakArgon2(argon2));
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  return config;
}

/** ASVS 5 appendix C: t=1 with 46 MiB, t=2 with 19 MiB, t>=3 with 12 MiB. */
function weakArgon2({ memoryKiB, passes }: Config['argon2']): string[] {
  const least = passes === 1 ? 47104 : passes === 2 ? 19456 : 12288;
  if (memoryKiB === 0 || memoryKiB >= least) return [];
  return [`ARGON2_MEMORY_KIB is ${memoryKiB}: with ${passes} pass(es) it must be at least ${least}.`];
}

/** Stands for "there is no default". */
const REQUIRED = Symbol('required');

type Read = <T, F>(name: string, fallback: F | typeof REQUIRED, parse: (value: string) => T) => T | F;

/**
 * Reads one setting. After a mistake the answer is of no use, for the caller throws once all settings are read: it is
 * an empty text, which every later default can be made of.
 */
function reader(environment: Environment, mistakes: string[]): Read {
  return <T, F>(name: string, fallback: F | typeof REQUIRED, parse: (value: string) => T): T | F => {
    const value = environment[name]?.trim() ?? '';
    try {
      if (value !== '') return parse(value);
      if (fallback !== REQUIRED) return fallback;
      mistakes.push(`${name} is not set. It is required together with DATABASE_URL.`);
    } catch (error) {
      mistakes.push(`${name} ${(error as Error).message}`);
    }
    return '' as T;
  };
}

function text(value: string): string {
  return value;
}

function integer(min: number, max: number) {
  return (value: string) => {
    const number = Number(value);
    if (Number.isInteger(number) && number >= min && number <= max) return number;
    throw new Error(`is "${value}": give a whole number from ${min} to ${max}.`);
  };
}

function oneOf<const T extends readonly string[]>(values: T) {
  return (value: string): T[number] => {
    if (values.includes(value)) return value;
    throw new Error(`is "${value}": give one of ${values.join(', ')}.`);
  };
}

function publicOrigin(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : null;
  const plain = url && !url.username && !url.search && !url.hash && url.pathname === '/';
  if (plain && ['http:', 'https:'].includes(url.protocol)) return url.origin;
  throw new Error(`is "${value}": give the public address as https://host or http://localhost:3000, without a path.`);
}

function databaseAddress(value: string): string {
  if (/^postgres(ql)?:\/\//.test(value)) return value;
  throw new Error('must look like postgres://user:password@host:5432/name.');
}

function smtpAddress(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url && ['smtp:', 'smtps:'].includes(url.protocol) && url.hostname) return value;
  throw new Error('must look like smtp://user:password@host:587 or smtps://host:465.');
}

function countryCodes(value: string): string[] {
  const codes = value.split(',').map((code) => code.trim().toUpperCase());
  if (codes.every((code) => /^[A-Z]{2}$/.test(code))) return codes;
  throw new Error('must be two-letter codes of countries, separated by commas, such as PL,TW,CN.');
}

function hostPorts(value: string): string[] {
  const entries = value.split(',').map((entry) => entry.trim().toLowerCase());
  const wrong = entries.find((entry) => !/^([a-z0-9.-]+|\[[0-9a-f:.]+\]):\d{1,5}$/.test(entry));
  if (wrong === undefined) return entries;
  throw new Error(`holds "${wrong}": give host:port, separated by commas, such as siem.internal:8443,[fd00::5]:443.`);
}

function webhookKey(value: string): Buffer {
  const key = Buffer.from(value.replace(/^whsec_/, ''), 'base64');
  if (key.byteLength >= 24 && key.byteLength <= 64) return key;
  throw new Error(
    'must be 24 to 64 bytes of base64, with or without whsec_ before it. Make one: openssl rand -base64 32',
  );
}

function mailAddress(value: string): string {
  if (z.email().safeParse(value).success) return value;
  throw new Error(`is "${value}": give one plain address, such as no-reply@gate.example.`);
}

function longToken(value: string): string {
  if (/^[\w-]{20,200}$/.test(value)) return value;
  throw new Error('must be 20 to 200 letters, digits, dashes or underscores.');
}

function keyList(value: string): Buffer[] {
  return value.split(',').map((item, index) => {
    const key = Buffer.from(item.trim(), 'base64');
    if (key.byteLength >= 32) return key;
    throw new Error(
      `holds a key (number ${index + 1}) shorter than 32 bytes of base64. Make one: openssl rand -base64 32`,
    );
  });
}

function defaultSender(publicUrl: string): string {
  const host = URL.canParse(publicUrl) ? new URL(publicUrl).hostname : 'localhost';
  return `no-reply@${host.includes('.') ? host : 'gatehouse.localhost'}`;
}
