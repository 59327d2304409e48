import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

const SECRET = Buffer.alloc(32, 1).toString('base64');
const production = {
  DATABASE_URL: 'postgres://gate:secret@db.example:5432/gate',
  GATEHOUSE_URL: 'https://gate.example',
  GATEHOUSE_SECRET: SECRET,
};

function mistakesOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).mistakes;
  }
}

describe('settings', () => {
  it('need none at all: the embedded database, on this machine only', () => {
    expect(readConfig({})).toMatchObject({
      publicUrl: 'http://localhost:3000',
      secure: false,
      host: '127.0.0.1',
      port: 3000,
      databaseUrl: null,
      masterKeys: [],
      smtpUrl: null,
      logLevel: 'info',
    });
  });

  it('empty is the same as absent', () => {
    const empty = readConfig({ PORT: '', SMTP_URL: ' ', GATEHOUSE_SECRET: '' });
    expect(JSON.stringify(empty)).toBe(JSON.stringify(readConfig({})));
  });

  it('of a real installation', () => {
    const config = readConfig({ ...production, TRUSTED_PROXIES: '10.0.0.0/8', SMTP_URL: 'smtps://mail.example' });
    expect(config).toMatchObject({
      publicUrl: 'https://gate.example',
      secure: true,
      mailFrom: 'no-reply@gate.example',
    });
    expect(config.masterKeys).toEqual([Buffer.alloc(32, 1)]);
    expect(config.trustedProxies.has('10.1.2.3')).toBe(true);
  });

  it('a list of secrets rotates: the first is today’s', () => {
    const next = Buffer.alloc(32, 2).toString('base64');
    const { masterKeys } = readConfig({ ...production, GATEHOUSE_SECRET: `${next}, ${SECRET}` });
    expect(masterKeys.map((key) => key[0])).toEqual([2, 1]);
  });

  it('the address has no slash at its end, so that links have none in their middle', () => {
    expect(readConfig({ GATEHOUSE_URL: 'https://gate.example/' }).publicUrl).toBe('https://gate.example');
  });

  it('hashes cost what ASVS asks for [S8]', () => {
    expect(readConfig({}).argon2).toEqual({ memoryKiB: 65_536, passes: 3, lanes: 1 });
    expect(mistakesOf({ ARGON2_PASSES: '1', ARGON2_MEMORY_KIB: '47103' })).toEqual([
      expect.stringMatching(/ARGON2_MEMORY_KIB.*47104/),
    ]);
    expect(mistakesOf({ ARGON2_PASSES: '2', ARGON2_MEMORY_KIB: '19455' })).toHaveLength(1);
    expect(mistakesOf({ ARGON2_PASSES: '3', ARGON2_MEMORY_KIB: '12288' })).toEqual([]);
  });
});

describe('gateways of text messages', () => {
  const smsUrl = (value: string) => readConfig({ SMS_URL: value }).smsGateways;

  it('are of two kinds, in order', () => {
    const http = 'https://user:pa%40ss@sms.example/send';
    expect(smsUrl(`smpp://us%40er:p%2Css@smsc.example, ${http}`)).toEqual([
      {
        kind: 'smpp',
        host: 'smsc.example',
        port: 2775,
        tls: false,
        user: 'us@er',
        password: 'p,ss',
        systemType: '',
        from: '',
        perSecond: 10,
        payload: false,
        separate: false,
      },
      { kind: 'http', url: http },
    ]);
  });

  it('over SMPP have a few parameters', () => {
    const query = 'tls&from=+48500100200&perSecond=50&payload=true&separate=true&systemType=VMA';
    expect(smsUrl(`smpp://user@[::1]?${query}`)).toMatchObject([
      { host: '::1', port: 3550, tls: true, from: '+48500100200', perSecond: 50, payload: true, separate: true },
    ]);
    expect(smsUrl('smpp://user@smsc.example:2776?tls=false&from=Gate%20House')).toMatchObject([
      { port: 2776, tls: false, from: 'Gate House', systemType: '' },
    ]);
  });

  it.each([
    ['ftp://user:pa55word@sms.example', /number 1.*smpp:\/\/user:password@host:2775/],
    ['https://sms.example, smpp://pa55word', /number 2.*without a user/],
    ['smpp://user:pa55word@smsc.example?tsl=true', /number 1.*unknown parameter.*tls, from/],
    ['smpp://user:pa55word@smsc.example?tls=yes', /true or false/],
    ['smpp://user:pa55word@smsc.example?from=FarTooLongAName', /11 letters/],
    ['smpp://user:pa55word@smsc.example?perSecond=0', /perSecond/],
    ['smpp://us%zzer:pa55word@smsc.example', /number 1/],
  ])('%s is refused in words that hold no password', (value, words) => {
    expect(mistakesOf({ SMS_URL: value })).toEqual([expect.stringMatching(words)]);
    expect(mistakesOf({ SMS_URL: value }).join()).not.toContain('pa55word');
  });
});

describe('mistakes', () => {
  it('are told all at once, each by its name [R34]', () => {
    const wrong = {
      DATABASE_URL: 'mysql://db',
      GATEHOUSE_URL: 'gate.example',
      GATEHOUSE_SECRET: 'short',
      GATEHOUSE_SETUP_TOKEN: 'guess',
      PORT: '70000',
      SMTP_URL: 'http://mail.example',
      MAIL_FROM: 'Gatehouse <no-reply@gate.example>',
      TRUSTED_PROXIES: '10.0.0.0/99',
      LOG_LEVEL: 'loud',
      ARGON2_PASSES: 'many',
    };
    const named = mistakesOf(wrong).map((mistake) => mistake.split(' ')[0]);
    expect(named.sort()).toEqual(Object.keys(wrong).sort());
  });

  it('what a real database needs beside itself', () => {
    const { DATABASE_URL } = production;
    expect(mistakesOf({ DATABASE_URL }).toSorted()).toEqual([
      expect.stringMatching(/^GATEHOUSE_SECRET is not set/),
      expect.stringMatching(/^GATEHOUSE_URL is not set/),
    ]);
  });

  it.each([
    'gate.example',
    'ftp://gate.example',
    'https://user:password@gate.example',
    'https://gate.example/path',
    'https://gate.example/?a=1',
    'https://gate.example/#a',
    'javascript:alert(1)',
  ])('an address that links cannot begin with: %s', (url) => {
    expect(mistakesOf({ GATEHOUSE_URL: url })).toEqual([expect.stringMatching(/^GATEHOUSE_URL is/)]);
  });

  it('never repeat a secret', () => {
    const mistakes = mistakesOf({
      DATABASE_URL: 'mysql://gate:hunter2@db',
      SMTP_URL: 'http://user:hunter2@mail',
      GATEHOUSE_SECRET: 'hunter2',
      GATEHOUSE_SETUP_TOKEN: 'hunter2',
    });
    expect(mistakes).toHaveLength(5); // and the address is missing
    expect(mistakes.join()).not.toContain('hunter2');
  });
});
