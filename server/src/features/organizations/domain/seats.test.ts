import { describe, expect, it } from 'vitest';
import { isFull, seatsLeft, seatsOver } from './seats.ts';

describe('the places of an organization', () => {
  it.each([
    ['no limit', { limit: null, members: 900, invitations: 80 }, false, null, 0],
    ['room for all', { limit: 5, members: 2, invitations: 1 }, false, 2, 0],
    ['everybody invited has a place', { limit: 5, members: 4, invitations: 1 }, false, 0, 0],
    ['more invited than can come', { limit: 5, members: 4, invitations: 3 }, false, 0, 2],
    ['full', { limit: 5, members: 5, invitations: 0 }, true, 0, 0],
    ['lowered below what is there', { limit: 2, members: 5, invitations: 1 }, true, 0, 4],
  ])('%s', (_what, seats, full, left, over) => {
    expect([isFull(seats), seatsLeft(seats), seatsOver(seats)]).toEqual([full, left, over]);
  });
});
