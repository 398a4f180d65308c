import { describe, expect, it } from 'vitest';
import { sketch } from './sketch';

const kinds = (...given: Parameters<typeof sketch>) => sketch(...given).map(({ geometry }) => geometry.type);

describe('what is drawn over the map', () => {
  it('is nothing when nothing is searched or measured', () => {
    expect(sketch(null, null)).toEqual([]);
    expect(sketch(null, [])).toEqual([]);
  });
  it('is a circle with its centre', () => {
    expect(kinds({ lon: 135.5, lat: 34.7, radiusM: 500 }, null)).toEqual(['Polygon', 'Point']);
  });
  it('becomes a line with two points and an area with three', () => {
    const points = [
      [135.5, 34.7],
      [135.6, 34.7],
      [135.6, 34.8],
    ] as const;
    expect(kinds(null, points.slice(0, 1))).toEqual(['Point']);
    expect(kinds(null, points.slice(0, 2))).toEqual(['LineString', 'Point', 'Point']);
    expect(kinds(null, points)).toEqual(['Polygon', 'Point', 'Point', 'Point']);
  });
});
