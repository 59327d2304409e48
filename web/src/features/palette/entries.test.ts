import { expect, it } from 'vitest';
import { type Entry, inGroups, isIdentifier, matching, plain } from './entries.ts';

const entry = (label: string, group: Entry['group'] = 'pages', words = ''): Entry => ({
  key: label,
  group,
  icon: 'log',
  label,
  words,
  href: '/',
});

it.each([
  ['Łódź', 'lodz'],
  ['ＵＲＳ', 'urs'],
  ['Ёлкина', 'елкина'],
  ['王伟', '王伟'],
])('%s is compared as %s', (text, expected) => {
  expect(plain(text)).toBe(expected);
});

it('every word that was typed is found, wherever it stands; what begins with it comes first', () => {
  const entries = [
    entry('My people'),
    entry('People', 'pages', 'people'),
    entry('Журнал входов', 'pages', 'sign-in-log'),
  ];
  const names = (typed: string) => matching(entries, typed).map(({ label }) => label);
  expect(names('')).toEqual(['My people', 'People', 'Журнал входов']);
  expect(names(' PEOPLE')).toEqual(['People', 'My people']);
  expect(names('log sign')).toEqual(['Журнал входов']);
  expect(names('people log')).toEqual([]);
});

it('stands by group, in their order, so many of each', () => {
  const found = inGroups([entry('a', 'actions'), entry('b'), entry('c'), entry('d'), entry('e', 'people')], 2);
  expect(found.map(({ group, entries }) => [group, entries.length])).toEqual([
    ['pages', 2],
    ['actions', 1],
    ['people', 1],
  ]);
});

it.each([
  ['ola@slowmail.example', true],
  ['+48 512 345 678', true],
  ['０２-２３４５６７８９', true],
  ['GH-7K2M-4QXT', true],
  ['inv_06h148ngw554yr89sbnx29ag7r', true],
  ['people', false],
  ['王伟', false],
  ['2026', false],
])('%s belongs to one person: %s', (text, expected) => {
  expect(isIdentifier(text)).toBe(expected);
});
