import { describe, expect, it } from 'vitest';
import { type Identifier, readIdentifier } from './read-identifier.ts';

const TOKEN = 'AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdE';
const SECRET: Identifier = { kind: 'secret', text: TOKEN };
const INV = 'inv_0123456789abcdefghjkmnpqrs';
const FLOW = 'flw_0123456789abcdefghjkmnpqrs';

describe('what may be typed', () => {
  it.each<[string, Identifier]>([
    [`https://gate.example/i/${TOKEN}`, SECRET],
    [`  <https://gate.example/i/${TOKEN}>.`, SECRET],
    [`Please open https://gate.example/i/${TOKEN} today`, SECRET],
    [`https://gate.example/i/${TOKEN}?lang=pl`, SECRET],
    [`https://gate.example/i/${TOKEN.slice(0, 20)}\r\n${TOKEN.slice(20)}`, SECRET],
    [`https://gate.example/i/${TOKEN.slice(0, 20)} ${TOKEN.slice(20)}`, SECRET],
    [`> https://gate.example/i/${TOKEN.slice(0, 20)}\n> ${TOKEN.slice(20)}`, SECRET],
    [`https://gate.example/i/${TOKEN.slice(0, 20)}=\n${TOKEN.slice(20)}`, SECRET],
    [`https://eur01.safelinks.example/?url=https%3A%2F%2Fgate.example%2Fi%2F${TOKEN}&data=05`, SECRET],
    [`https://urldefense.example/v3/__https://gate.example/i/${TOKEN}__;!!x`, SECRET],
    [TOKEN, SECRET],
    [`https://gate.example/i/${TOKEN.slice(0, 30)}`, { kind: 'cut-link' }],
    ['https://gate.example/i/', { kind: 'cut-link' }],
    ['https://gate.example/i/7K2M4QXT9P', { kind: 'secret', text: '7K2M4QXT9P' }],
    ['7k2m-4qxt-9p', { kind: 'secret', text: '7k2m-4qxt-9p' }],
    [INV, { kind: 'invitation', id: INV }],
    [`https://gate.example/i/${INV}`, { kind: 'invitation', id: INV }],
    [`https://gate.example/console/urs/invitations/${INV}`, { kind: 'invitation', id: INV }],
    [`https://gate.example/flow/${FLOW}`, { kind: 'flow', id: FLOW }],
    ['Reference: req_0123456789abcdefghjkmnpqrs', { kind: 'request', id: 'req_0123456789abcdefghjkmnpqrs' }],
    ['mem_0123456789abcdefghjkmnpqrs', { kind: 'person', id: 'mem_0123456789abcdefghjkmnpqrs' }],
    ['Jan <jan@urs.example>', { kind: 'address', text: 'jan@urs.example' }],
    ['mailto:jan@urs.example', { kind: 'address', text: 'jan@urs.example' }],
    ['+48 601 234 567', { kind: 'phone', text: '+48 601 234 567' }],
    ['GH-7K2M-4QXT', { kind: 'reference', code: '7K2M4QXT', otherwise: { kind: 'name', text: 'GH-7K2M-4QXT' } }],
    ['gh7k2m4qxt', { kind: 'reference', code: '7K2M4QXT', otherwise: { kind: 'secret', text: 'gh7k2m4qxt' } }],
    [`${TOKEN.slice(0, 20)}\n${TOKEN.slice(20)}`, SECRET],
    [TOKEN.slice(0, 40), { kind: 'cut-link' }],
    ['Zofia Maria Skłodowska-Curie', { kind: 'name', text: 'Zofia Maria Skłodowska-Curie' }],
    ['Zofia', { kind: 'name', text: 'Zofia' }],
    ['2345 6789', { kind: 'phone', text: '2345 6789' }],
  ])('%s', (typed, read) => {
    expect(readIdentifier(typed)).toEqual(read);
  });
});
