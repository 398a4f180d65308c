import { describe, expect, it } from 'vitest';
import { ageTone, quantileBreaks, toneOf } from './tones';

describe('tones', () => {
  it('go by the decade of building and leave the unknown out', () => {
    expect([1868, 1969, 1970, 1999, 2010, 2024].map(ageTone)).toEqual(['t0', 't0', 't1', 't3', 't5', 't5']);
    expect(ageTone(null)).toBeNull();
  });
  it('share values out evenly', () => {
    const values = Array.from({ length: 60 }, (_, at) => at);
    const breaks = quantileBreaks(values);
    expect(breaks).toEqual([9, 19, 29, 39, 49]);
    expect([0, 9, 10, 59].map((value) => toneOf(value, breaks))).toEqual(['t0', 't0', 't1', 't5']);
  });
  it('need no more steps than there are values', () => {
    expect(quantileBreaks([5, 5, 5])).toEqual([]);
    expect(toneOf(5, [])).toBe('t0');
    expect(quantileBreaks([0, 0, 0, 0, 0, 9])).toEqual([0]);
    expect(quantileBreaks([])).toEqual([]);
    expect(toneOf(null, [1])).toBeNull();
  });
});
