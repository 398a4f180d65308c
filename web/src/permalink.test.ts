import { describe, expect, it } from 'vitest';
import { EMPTY_VIEW, readView, type View, writeView } from './permalink';

const FULL: View = {
  language: 'en',
  camera: { lon: 135.50123, lat: 34.68312, zoom: 13.25, bearing: -30 },
  tab: 'parcels',
  wards: ['271021', '271276'],
  classes: ['former'],
  policies: ['disposal', 'retain'],
  lendings: ['lendable'],
  bureaus: ['children', '契約管財局'],
  built: [1965, 1989],
  floorAreaM2: [null, 500],
  landAreaM2: [1000, null],
  evaluated: false,
  coloring: 'series',
  metric: 'cost_per_m2',
  fiscalYear: 2023,
  near: { lon: 135.50123, lat: 34.68312, radiusM: 500 },
  referenceStyles: { schools: { color: '#e25100', opacityPercent: 80, sizePx: 3 } },
  q: '髙﨑 & もと小学校',
  unplaced: true,
  inExtent: true,
  sort: '-area_m2',
  page: 3,
  hiddenLayers: ['wards'],
  shownReferences: ['stations'],
  selected: 'P000045',
};

describe('an address', () => {
  it('brings back the view it was written from', () => {
    expect(readView(writeView(FULL))).toEqual({ view: FULL, dropped: [] });
    expect(readView(writeView(EMPTY_VIEW))).toEqual({ view: EMPTY_VIEW, dropped: [] });
  });

  it('stays short when nothing is chosen', () => {
    expect(writeView(EMPTY_VIEW)).toBe('?v=1');
  });

  it('keeps commas readable', () => {
    expect(writeView({ ...EMPTY_VIEW, wards: ['271021', '271276'] })).toBe('?v=1&ward=271021,271276');
  });

  it('names each value it cannot use and keeps the rest', () => {
    const { view, dropped } = readView(
      '?v=9&z=99&c=500,abc&tab=ships&ward=271021,<b>&class=former,castle&sel=../../etc&page=-4&sort=price&lang=fr',
    );
    expect(view).toEqual({ ...EMPTY_VIEW, wards: ['271021'], classes: ['former'] });
    expect(dropped.map(({ key }) => key)).toEqual([
      'v',
      'tab',
      'lang',
      'z, c',
      'ward',
      'class',
      'sort',
      'page',
      'sel',
    ]);
  });

  it('ignores keys that it does not know', () => {
    expect(readView('?utm_source=mail&hue=score')).toEqual({ view: EMPTY_VIEW, dropped: [] });
  });

  it('refuses numbers in disguise', () => {
    for (const zoom of ['1e1', '0x10', 'Infinity', 'NaN', '', ' 12']) {
      expect(readView(`?z=${encodeURIComponent(zoom)}&c=135,34`).view.camera).toBeNull();
    }
  });

  it('takes a value given twice once', () => {
    expect(readView('?class=former,former').view.classes).toEqual(['former']);
  });

  it('asks a sort order of the list that is open', () => {
    expect(readView('?tab=parcels&sort=built_fy').dropped).toEqual([{ key: 'sort', value: 'built_fy' }]);
  });

  it('drops a range that is upside down or no range', () => {
    for (const text of ['1990..1980', '..', '1900', 'a..b', '1..2']) {
      expect(readView(`?v=1&built=${text}`).dropped).toEqual([{ key: 'built', value: text }]);
    }
    expect(readView('?v=1&built=..1980').view.built).toEqual([null, 1980]);
  });

  it('drops a style that no layer can have', () => {
    const { view, dropped } = readView('?v=1&style=a:e25100:80:3,b:red:80:3,c:000000:101:3,d:000000:1:99');
    expect(Object.keys(view.referenceStyles)).toEqual(['a']);
    expect(dropped.map(({ value }) => value)).toEqual(['b:red:80:3', 'c:000000:101:3', 'd:000000:1:99']);
  });

  it('drops a circle that cannot be searched', () => {
    for (const text of [
      '135.5,34.7',
      '135.5,34.7,9',
      '135.5,34.7,50001',
      '200,34.7,500',
      '135.5,34.7,500,1',
    ]) {
      expect(readView(`?v=1&near=${text}`).dropped).toEqual([{ key: 'near', value: text }]);
    }
  });
});
