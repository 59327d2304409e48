import { describe, expect, it } from 'vitest';
import { entryFor, findAddresses, findMissing } from './check-lock.ts';

describe('lock file', () => {
  it('is not whole without every optional package that one asks for', () => {
    const packages = {
      'node_modules/fast': {
        dev: true,
        optionalDependencies: { 'fast-linux-x64': '1.2.3', 'fast-darwin-x64': '1.2.3' },
      },
      'node_modules/fast-linux-x64': { version: '1.2.3' },
    };
    expect(findMissing(packages)).toEqual([{ name: 'fast-darwin-x64', version: '1.2.3', dev: true }]);
  });

  it('holds no address of a registry', () => {
    const packages = {
      'node_modules/one': { resolved: 'https://registry.example.test/one.tgz' },
      'node_modules/@gatehouse/server': { resolved: 'server' },
    };
    expect(findAddresses(packages)).toEqual(['node_modules/one']);
  });

  it.each([
    ['@x/cli-win32-arm64', { cpu: ['arm64'], os: ['win32'] }],
    ['@x/cli-linux-x64-musl', { cpu: ['x64'], os: ['linux'], libc: ['musl'] }],
    ['@x/core-linux-arm-gnueabihf', { cpu: ['arm'], os: ['linux'], libc: ['glibc'] }],
    ['@x/core-win32-ia32-msvc', { cpu: ['ia32'], os: ['win32'] }],
    ['@x/binding-android-arm-eabi', { cpu: ['arm'], os: ['android'] }],
    ['@x/oxide-wasm32-wasi', { cpu: ['wasm32'] }],
  ])('gets the entry of %s from its name', (name, machine) => {
    expect(entryFor({ name, version: '1.2.3', dev: false })).toEqual({ version: '1.2.3', optional: true, ...machine });
  });

  it.each([
    ['@x/extra', '1.2.3'],
    ['@x/cli-linux-x64', '^1.2.3'],
  ])('leaves %s@%s to people', (name, version) => {
    expect(() => entryFor({ name, version, dev: false })).toThrow('by hand');
  });
});
