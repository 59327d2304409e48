import { describe, expect, it } from 'vitest';
import { describeDevice } from './device.ts';

describe('what a person recognizes of a device', () => {
  it.each([
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:142.0) Gecko/20100101 Firefox/142.0', 'Firefox, Windows'],
    [
      'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0',
      'Edge, Windows',
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15',
      'Safari, macOS',
    ],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) CriOS/140.0 Mobile Safari/604.1', 'Chrome, iOS'],
    ['Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36 MicroMessenger/8.0', 'WeChat, Android'],
    ['Mozilla/5.0 (Windows NT 10.0) Chrome/138.0 YaBrowser/25.8 Safari/537.36', 'Yandex Browser, Windows'],
    ['curl/8.5.0', 'curl'],
    ['', '?'],
  ])('%s', (userAgent, described) => {
    expect(describeDevice(userAgent)).toBe(described);
  });

  it('is short, however long the header is', () => {
    expect(describeDevice('x'.repeat(400)).length).toBeLessThanOrEqual(40);
  });
});
