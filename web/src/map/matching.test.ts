import { describe, expect, it } from 'vitest';
import type { Accuracy } from '../api/types';
import { matchingOf } from './matching';

const columns = {
  fid: [1, 2, 1_234_567],
  lon: [135.5, 135.5, 135.6],
  lat: [34.7, 34.7, 34.7],
  accuracy: ['exact', 'block', 'exact'] as Accuracy[],
};

describe('what matches', () => {
  it('says how many share a point', () => {
    const { points } = matchingOf('F', columns, () => ({ name: '' }));
    expect(points.features.map(({ properties }) => properties.stack)).toEqual([2, 2, 1]);
  });
  it('carries the ids that the lists use', () => {
    const { points, fids } = matchingOf('P', columns, (row) => ({ name: `土地${row}`, policy: 'retain' }));
    expect(points.features.map(({ properties: { id, name } }) => [id, name])).toEqual([
      ['P000001', '土地0'],
      ['P000002', '土地1'],
      ['P1234567', '土地2'],
    ]);
    expect(fids).toEqual(columns.fid);
  });
});
