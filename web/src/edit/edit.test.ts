import { describe, expect, it } from 'vitest';
import type { FormField } from '../api/staff';
import { readGeometry, writeGeometry } from './coordinates';
import { changedFields, isSame, patchOf, toPatch, toWritten, valuesOf } from './field_value';
import { compare, merged, undecided } from './three_way';
import { areaOf, toZoneSix } from './zone_six';

function field(path: string, input: FormField['input'] = 'line', more: Partial<FormField> = {}): FormField {
  return {
    path,
    pointer: `/${path.replaceAll('.', '/')}`,
    section: 'name',
    label_ja: path,
    label_en: path,
    input,
    list: null,
    choices: null,
    least: null,
    most: null,
    max_length: null,
    required: false,
    says_why_missing: false,
    needs_reason: false,
    public: true,
    editable: true,
    ...more,
  };
}

const FIELDS = [
  field('name'),
  field('address.town'),
  field('floor_area_m2', 'area_m2', { says_why_missing: true }),
  field('built', 'date', { says_why_missing: true }),
  field('evaluated', 'decision'),
  field('criterion', 'code_digit'),
  field('organisation.divisions', 'words'),
];
const RECORD = {
  name: '中央図書館',
  address: { town: '中之島' },
  floor_area_m2: { missing: 'withheld' },
  built: { text: '昭53.3', value: '1978-03' },
  evaluated: { value: true, on: '2026-04-01', reason: '方針' },
  criterion: 2,
  organisation: { divisions: ['生涯学習部', '管理課'] },
};

describe('a field', () => {
  it('goes into the form and back as it was', () => {
    const values = valuesOf(FIELDS, RECORD);
    expect(values.built).toEqual({ text: '昭53.3', missing: '' });
    expect(patchOf(FIELDS, values)).toEqual({ ...RECORD, built: '昭53.3' });
  });
  it('that is emptied is null, or says why', () => {
    const area = field('a', 'area_m2', { says_why_missing: true });
    expect(toPatch(area, { text: ' ', missing: '' })).toBeNull();
    expect(toPatch(area, { text: '', missing: 'withheld' })).toEqual({ missing: 'withheld' });
    expect(toPatch(field('b'), '')).toBeNull();
    expect(toPatch(field('c', 'decision'), { answer: '', on: '2026-01-01', reason: 'x' })).toBeNull();
    expect(toWritten(field('d', 'position'), null)).toEqual({ method: '', accuracy: '', note: '' });
  });
  it('that nobody touched is in no patch', () => {
    const before = valuesOf(FIELDS, RECORD);
    const now = { ...before, 'address.town': '中之島一丁目' };
    expect(patchOf(changedFields(FIELDS, before, now), now)).toEqual({ address: { town: '中之島一丁目' } });
  });
  it('is the same whatever the order of its members', () => {
    expect(isSame({ a: 1, b: [1, { c: 2, d: 3 }] }, { b: [1, { d: 3, c: 2 }], a: 1 })).toBe(true);
  });
});

describe('three sides', () => {
  const fields = ['a', 'b', 'c', 'd', 'e'].map((path) => field(path));
  const base = { a: '0', b: '0', c: '0', d: '0', e: '0' };
  const mine = { a: '1', b: '0', c: '1', d: '1', e: '0' };
  const theirs = { a: '0', b: '2', c: '2', d: '1', e: '0' };
  const compared = compare(fields, { base, mine, theirs });
  it('are told apart field by field', () => {
    expect(compared.map(({ field: { path }, standing }) => `${path} ${standing}`)).toEqual([
      'a mine',
      'b theirs',
      'c both',
      'd same',
    ]);
  });
  it('lose nothing that only one side changed, and wait for a choice where both did', () => {
    expect(undecided(compared, {}).map(({ field: { path } }) => path)).toEqual(['c']);
    expect(undecided(compared, { c: 'mine' })).toEqual([]);
    expect(merged(compared, { mine, theirs }, { c: 'mine' })).toEqual({
      a: '1',
      b: '2',
      c: '1',
      d: '1',
      e: '0',
    });
    expect(merged(compared, { mine, theirs }, { c: 'theirs' }).c).toBe('2');
  });
});

describe('an area', () => {
  it('is that of zone VI', () => {
    // PROJ 9.5.1, EPSG:6668 to EPSG:6674.
    const [east, north] = toZoneSix([135.5, 34.7]);
    expect(east).toBeCloseTo(-45805.67298, 4);
    expect(north).toBeCloseTo(-144102.91429, 4);
    expect(areaOf({ type: 'Point', coordinates: [135.5, 34.7] })).toBeNull();
  });
  it('leaves holes out', () => {
    const square = (west: number, south: number, side: number) => [
      [west, south],
      [west + side, south],
      [west + side, south + side],
      [west, south + side],
      [west, south],
    ];
    const whole = areaOf({ type: 'Polygon', coordinates: [square(135.5, 34.7, 0.001)] }) ?? 0;
    const hole = areaOf({ type: 'Polygon', coordinates: [square(135.5002, 34.7002, 0.0005)] }) ?? 0;
    const hollow = areaOf({
      type: 'Polygon',
      coordinates: [square(135.5, 34.7, 0.001), square(135.5002, 34.7002, 0.0005)],
    });
    expect(hollow).toBeCloseTo(whole - hole, 4);
  });
});

describe('a place as text', () => {
  it('is read in either order and with any figures', () => {
    for (const text of ['135.5, 34.7', '34.7 135.5', '緯度３４．７、経度１３５．５'])
      expect(readGeometry(text)).toEqual({ geometry: { type: 'Point', coordinates: [135.5, 34.7] } });
  });
  it('of three corners is a polygon, and is written as it was read', () => {
    const text = '135.5, 34.7\n135.501, 34.7\n135.501, 34.701';
    const read = readGeometry(text);
    expect(read).toMatchObject({ geometry: { type: 'Polygon' } });
    expect('geometry' in read && writeGeometry(read.geometry)).toBe(text);
  });
  it('may be GeoJSON, of one geometry', () => {
    const geometry = { type: 'Point', coordinates: [135.5, 34.7] };
    for (const value of [
      geometry,
      { type: 'Feature', geometry },
      { type: 'FeatureCollection', features: [{ type: 'Feature', geometry }] },
    ])
      expect(readGeometry(JSON.stringify(value))).toEqual({ geometry });
  });
  it('that is none says what is wrong', () => {
    expect(readGeometry(' ')).toEqual({ fault: 'empty' });
    expect(readGeometry('北区中之島')).toEqual({ fault: 'unreadable' });
    expect(readGeometry('{')).toEqual({ fault: 'unreadable' });
    expect(readGeometry('{"type":"LineString","coordinates":[]}')).toEqual({ fault: 'kind' });
    expect(readGeometry('1, 2')).toEqual({ fault: 'range' });
    expect(readGeometry('135, 34\n135.1, 34')).toEqual({ fault: 'corners' });
  });
});
