import { describe, expect, it } from 'vitest';
import type { Accuracy } from '../api/types';
import { matchingOf } from './matching';

function row(fid: number, lon: number, accuracy: Accuracy) {
  return {
    position: { lon, lat: 34.7, method: 'given', accuracy },
    drawn: { id: `F${fid}`, fid, name: `施設${fid}`, class: 'office' },
  };
}

describe('what matches', () => {
  it('says how many share a point', () => {
    const { points } = matchingOf([row(1, 135.5, 'exact'), row(2, 135.5, 'block'), row(3, 135.6, 'exact')]);
    expect(points.features.map(({ properties }) => properties.stack)).toEqual([2, 2, 1]);
  });
  it('keeps an item that has no place', () => {
    const { points, ids } = matchingOf([{ ...row(1, 135.5, 'exact'), position: null }]);
    expect(points.features).toEqual([]);
    expect(ids).toEqual(['F1']);
  });
});
