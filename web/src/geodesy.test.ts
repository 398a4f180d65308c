import { describe, expect, it } from 'vitest';
import { areaM2, circle, distanceM, type LonLat, lengthM } from './geodesy';

describe('geodesy', () => {
  it('knows the length of a degree on GRS80', () => {
    expect(distanceM([0, 0], [1, 0])).toBeCloseTo(111_319.491, 2);
    expect(distanceM([135, 0], [135, 1])).toBeCloseTo(110_574.389, 2);
    expect(distanceM([135.5, 34.7], [135.5, 34.7])).toBe(0);
  });
  it('adds the legs of a line', () => {
    const line: LonLat[] = [
      [0, 0],
      [1, 0],
      [0, 0],
    ];
    expect(lengthM(line)).toBeCloseTo(2 * 111_319.491, 2);
    expect(lengthM([])).toBe(0);
  });
  it('measures a square of a kilometre, whichever way round', () => {
    const east = 500 / distanceM([135.5, 34.7], [136.5, 34.7]);
    const north = 500 / distanceM([135.5, 34.7], [135.5, 35.7]);
    const square: LonLat[] = [
      [135.5 - east, 34.7 - north],
      [135.5 + east, 34.7 - north],
      [135.5 + east, 34.7 + north],
      [135.5 - east, 34.7 + north],
    ];
    expect(Math.abs(areaM2(square) - 1e6)).toBeLessThan(200);
    expect(areaM2(square.toReversed())).toBeCloseTo(areaM2(square), 3);
  });
  it('draws a circle whose every point is as far as it says', () => {
    const center: LonLat = [135.5, 34.7];
    for (const point of circle(center, 2000))
      expect(Math.abs(distanceM(center, point) - 2000)).toBeLessThan(1);
  });
});
