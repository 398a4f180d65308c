import { describe, expect, it } from 'vitest';
import { extentParameter, filterParameters, isFiltered } from './filters';
import { EMPTY_VIEW } from './permalink';

describe('filters', () => {
  it('of one register do not touch the other', () => {
    const view = { ...EMPTY_VIEW, classes: ['former' as const], policies: ['disposal' as const] };
    expect(filterParameters('facilities', view)).not.toHaveProperty('policy');
    expect(filterParameters('parcels', view)).not.toHaveProperty('class');
    expect(isFiltered('facilities', { ...EMPTY_VIEW, policies: ['disposal'] })).toBe(false);
  });
  it('leave their own choice out when its chips are counted', () => {
    const view = { ...EMPTY_VIEW, classes: ['former' as const], q: '学校' };
    expect(filterParameters('facilities', view, { classes: true })).toEqual({
      ward: [],
      bureau: [],
      q: '学校',
      near: '',
      radius_m: undefined,
      positioned: '',
      built_from: null,
      built_to: null,
      area_min: null,
      area_max: null,
      evaluated: '',
    });
  });
  it('never ask for things without a position inside an extent', () => {
    const view = { ...EMPTY_VIEW, inExtent: true, unplaced: true };
    expect(extentParameter(view, [135, 34, 136, 35])).toEqual({});
    expect(extentParameter({ ...view, unplaced: false }, [135, 34, 136, 35.123456789])).toEqual({
      bbox: '135,34,136,35.12346',
    });
  });
  it('measure buildings and land apart', () => {
    const view = { ...EMPTY_VIEW, floorAreaM2: [null, 500] as const, landAreaM2: [1000, null] as const };
    expect(filterParameters('facilities', view)).toMatchObject({ area_min: null, area_max: 500 });
    expect(filterParameters('parcels', view)).toMatchObject({ area_min: 1000, area_max: null });
    expect(isFiltered('parcels', { ...EMPTY_VIEW, evaluated: false })).toBe(false);
  });
  it('count as none when nothing is chosen', () => {
    expect(isFiltered('facilities', EMPTY_VIEW)).toBe(false);
    expect(isFiltered('parcels', { ...EMPTY_VIEW, q: '中' })).toBe(true);
  });
});
