import { describe, expect, it } from 'vitest';
import { areaAddress, readArea } from './area_address';

describe('the address of an area', () => {
  it('comes back as it was written', () => {
    for (const area of [
      { kind: 'ward', value: '271276', likeM: 800 },
      { kind: 'feature', value: 'X000001', likeM: 500 },
      { kind: 'circle', value: '135.5,34.7,800', likeM: 0 },
      { kind: 'polygon', value: '135.49,34.68;135.52,34.68;135.52,34.7', likeM: 800 },
    ] as const) {
      expect(readArea(areaAddress(area).split('?')[1] ?? '')).toEqual(area);
    }
  });
  it('is short and carries the language', () => {
    expect(areaAddress({ kind: 'circle', value: '135.5,34.7,800', likeM: 800 }, 'en')).toBe(
      '/area?circle=135.5,34.7,800&lang=en',
    );
  });
  it('names nothing, or falls back where the distance is absurd', () => {
    expect(readArea('?v=1')).toBeNull();
    expect(readArea('?ward=271276&like_m=-3')?.likeM).toBe(800);
  });
});
