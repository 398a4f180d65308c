// Everything visible is in the address, versioned and short:
// ?v=1&z=13.2&c=135.5012,34.6831&tab=parcels&ward=271276&class=former&sel=P000045
// Pure text in, text out; what is unknown or absurd is dropped and named, so that the page can say so.

import type { Register } from './api/portfolio';
import type { Lending, Policy } from './api/types';
import { LANGUAGES, type Language } from './i18n/language';
import { LENDINGS, MAJOR_CLASSES, type MajorClass, POLICIES } from './palette';

const VERSION = '1';

export interface Camera {
  lon: number;
  lat: number;
  zoom: number;
  bearing: number;
}

export const SORTS = {
  facilities: ['name', '-floor_area_m2', 'built_fy', 'number'],
  parcels: ['number', '-area_m2'],
} as const satisfies Record<Register, readonly string[]>;
export type Sort = (typeof SORTS)[Register][number];

export const OWN_LAYERS = ['facilities', 'parcels', 'wards'] as const;
export type OwnLayer = (typeof OWN_LAYERS)[number];

/** From and to, both within; null is open on that side. */
export type Range = readonly [from: number | null, to: number | null];
export const ANY: Range = [null, null];

/** A circle to search in. */
export interface Near {
  lon: number;
  lat: number;
  radiusM: number;
}
/** As far as the server searches. */
export const RADIUS_LIMITS = [10, 50_000] as const;

/** How a reference layer is drawn. */
export interface ReferenceStyle {
  /** `#rrggbb` */
  color: string;
  opacityPercent: number;
  /** Width of lines and radius of points, in pixels. */
  sizePx: number;
}
export const PLAIN_REFERENCE: ReferenceStyle = { color: '#767676', opacityPercent: 100, sizePx: 1 };
export const MAX_SIZE_PX = 8;

/** What the colours of the facilities stand for. */
export const COLORINGS = ['class', 'age', 'series'] as const;
export type Coloring = (typeof COLORINGS)[number];
export const FIRST_METRIC = 'visitors';

export interface View {
  language: Language | null;
  camera: Camera | null;
  tab: Register;
  wards: string[];
  classes: MajorClass[];
  policies: Policy[];
  lendings: Lending[];
  /** Keys of the list of bureaus, or a source's own words. */
  bureaus: string[];
  /** Fiscal years of building. */
  built: Range;
  floorAreaM2: Range;
  landAreaM2: Range;
  /** 評価対象 only, others only, or both. */
  evaluated: boolean | null;
  near: Near | null;
  q: string;
  unplaced: boolean;
  inExtent: boolean;
  sort: Sort | null;
  page: number;
  hiddenLayers: OwnLayer[];
  coloring: Coloring;
  /** Which figure the colours stand for, and of which year; null is the latest. */
  metric: string;
  fiscalYear: number | null;
  /** Reference layers are drawn only when someone asks; the last one lies on top. */
  shownReferences: string[];
  /** Those that are drawn otherwise than plain. */
  referenceStyles: Record<string, ReferenceStyle>;
  selected: string | null;
}

export interface Dropped {
  key: string;
  value: string;
}

export const EMPTY_VIEW: View = {
  language: null,
  camera: null,
  tab: 'facilities',
  wards: [],
  classes: [],
  policies: [],
  lendings: [],
  bureaus: [],
  built: ANY,
  floorAreaM2: ANY,
  landAreaM2: ANY,
  evaluated: null,
  near: null,
  q: '',
  unplaced: false,
  inExtent: false,
  sort: null,
  page: 1,
  hiddenLayers: [],
  coloring: 'class',
  metric: FIRST_METRIC,
  fiscalYear: null,
  shownReferences: [],
  referenceStyles: {},
  selected: null,
};

const MAX_QUERY_CHARACTERS = 100;
const MAX_PAGE = 10_000;
export const BUILT_LIMITS = [1600, 2100] as const;
export const AREA_LIMITS = [0, 99_999_999] as const;

export function readView(search: string): { view: View; dropped: Dropped[] } {
  const query = new URLSearchParams(search);
  const dropped: Dropped[] = [];

  function take<Value>(key: string, absent: Value, parse: (text: string) => Value | undefined): Value {
    const text = query.get(key);
    if (text === null || text === '') return absent;
    const value = parse(text);
    if (value === undefined) {
      dropped.push({ key, value: text });
      return absent;
    }
    return value;
  }

  function takeList<Item extends string>(key: string, fits: (text: string) => text is Item): Item[] {
    const items = (query.get(key) ?? '').split(',').filter((text) => text !== '');
    const kept = new Set<Item>();
    for (const item of items) {
      if (fits(item)) kept.add(item);
      else dropped.push({ key, value: item });
    }
    return [...kept];
  }

  take('v', VERSION, oneOf([VERSION]));

  const tab = take('tab', EMPTY_VIEW.tab, oneOf(['facilities', 'parcels']));
  const view: View = {
    language: take('lang', null, oneOf(LANGUAGES)),
    camera: readCamera(query, dropped),
    tab,
    wards: takeList('ward', isWardCode),
    classes: takeList('class', isOneOf(MAJOR_CLASSES)),
    policies: takeList('policy', isOneOf(POLICIES)),
    lendings: takeList('lending', isOneOf(LENDINGS)),
    bureaus: takeList('bureau', isBureau),
    built: take('built', ANY, (text) => readRange(text, BUILT_LIMITS)),
    floorAreaM2: take('floor', ANY, (text) => readRange(text, AREA_LIMITS)),
    landAreaM2: take('land', ANY, (text) => readRange(text, AREA_LIMITS)),
    evaluated: take<boolean | null>('eval', null, (text) =>
      text === '1' ? true : text === '0' ? false : undefined,
    ),
    near: take<Near | null>('near', null, readNear),
    q: take('q', '', (text) => (text.length <= MAX_QUERY_CHARACTERS ? text : undefined)),
    unplaced: take('pos', false, (text) => (text === 'none' ? true : undefined)),
    inExtent: take('ext', false, (text) => (text === '1' ? true : undefined)),
    sort: take<Sort | null>('sort', null, oneOf(SORTS[tab])),
    page: take('page', 1, (text) => wholeNumber(text, 1, MAX_PAGE)),
    hiddenLayers: takeList('off', isOneOf(OWN_LAYERS)),
    coloring: take('color', 'class', oneOf(COLORINGS)),
    metric: take('metric', FIRST_METRIC, (text) => (/^[a-z0-9_]{1,60}$/.test(text) ? text : undefined)),
    fiscalYear: take<number | null>('fy', null, (text) => wholeNumber(text, ...BUILT_LIMITS)),
    shownReferences: takeList('on', isLayerId),
    referenceStyles: readStyles(query, dropped),
    selected: take('sel', null, (text) => (/^[FP]\d{1,18}$/.test(text) ? text : undefined)),
  };
  return { view, dropped };
}

export function writeView(view: View): string {
  const parts: [string, string][] = [['v', VERSION]];
  if (view.camera !== null) {
    parts.push(['z', trimmed(view.camera.zoom, 2)]);
    parts.push(['c', `${trimmed(view.camera.lon, 5)},${trimmed(view.camera.lat, 5)}`]);
    if (Math.abs(view.camera.bearing) >= 0.5) parts.push(['b', trimmed(view.camera.bearing, 0)]);
  }
  if (view.tab !== EMPTY_VIEW.tab) parts.push(['tab', view.tab]);
  if (view.wards.length > 0) parts.push(['ward', view.wards.join(',')]);
  if (view.classes.length > 0) parts.push(['class', view.classes.join(',')]);
  if (view.policies.length > 0) parts.push(['policy', view.policies.join(',')]);
  if (view.lendings.length > 0) parts.push(['lending', view.lendings.join(',')]);
  if (view.bureaus.length > 0) parts.push(['bureau', view.bureaus.join(',')]);
  if (isNarrowed(view.built)) parts.push(['built', rangeText(view.built)]);
  if (isNarrowed(view.floorAreaM2)) parts.push(['floor', rangeText(view.floorAreaM2)]);
  if (isNarrowed(view.landAreaM2)) parts.push(['land', rangeText(view.landAreaM2)]);
  if (view.evaluated !== null) parts.push(['eval', view.evaluated ? '1' : '0']);
  if (view.near !== null) {
    const { lon, lat, radiusM } = view.near;
    parts.push(['near', `${trimmed(lon, 5)},${trimmed(lat, 5)},${radiusM}`]);
  }
  if (view.q !== '') parts.push(['q', view.q]);
  if (view.unplaced) parts.push(['pos', 'none']);
  if (view.inExtent) parts.push(['ext', '1']);
  if (view.sort !== null) parts.push(['sort', view.sort]);
  if (view.page > 1) parts.push(['page', String(view.page)]);
  if (view.hiddenLayers.length > 0) parts.push(['off', view.hiddenLayers.join(',')]);
  if (view.coloring !== EMPTY_VIEW.coloring) parts.push(['color', view.coloring]);
  if (view.coloring === 'series') {
    parts.push(['metric', view.metric]);
    if (view.fiscalYear !== null) parts.push(['fy', String(view.fiscalYear)]);
  }
  if (view.shownReferences.length > 0) parts.push(['on', view.shownReferences.join(',')]);
  const styles = Object.entries(view.referenceStyles).map(
    ([id, { color, opacityPercent, sizePx }]) => `${id}:${color.slice(1)}:${opacityPercent}:${sizePx}`,
  );
  if (styles.length > 0) parts.push(['style', styles.join(',')]);
  if (view.selected !== null) parts.push(['sel', view.selected]);
  if (view.language !== null) parts.push(['lang', view.language]);
  return `?${parts.map(([key, value]) => `${key}=${encodeURIComponent(value).replaceAll('%2C', ',').replaceAll('%3A', ':')}`).join('&')}`;
}

function readCamera(query: URLSearchParams, dropped: Dropped[]): Camera | null {
  const z = query.get('z');
  const c = query.get('c');
  if (z === null && c === null) return null;
  const zoom = boundedNumber(z, 0, 22);
  const [lonText, latText, ...rest] = (c ?? '').split(',');
  const lon = boundedNumber(lonText ?? null, -180, 180);
  const lat = boundedNumber(latText ?? null, -85, 85);
  if (zoom === undefined || lon === undefined || lat === undefined || rest.length > 0) {
    dropped.push({ key: 'z, c', value: `${z ?? ''}, ${c ?? ''}` });
    return null;
  }
  const b = query.get('b');
  const bearing = b === null ? 0 : boundedNumber(b, -360, 360);
  if (bearing === undefined) dropped.push({ key: 'b', value: b ?? '' });
  return { lon, lat, zoom, bearing: bearing ?? 0 };
}

function boundedNumber(text: string | null, least: number, most: number): number | undefined {
  if (text === null || !/^-?\d{1,3}(\.\d{1,12})?$/.test(text)) return undefined;
  const value = Number(text);
  return value >= least && value <= most ? value : undefined;
}

function wholeNumber(text: string, least: number, most: number): number | undefined {
  if (!/^\d{1,9}$/.test(text)) return undefined;
  const value = Number(text);
  return value >= least && value <= most ? value : undefined;
}

function isOneOf<Item extends string>(items: readonly Item[]) {
  return (text: string): text is Item => (items as readonly string[]).includes(text);
}

function oneOf<Item extends string>(items: readonly Item[]) {
  const fits = isOneOf(items);
  return (text: string): Item | undefined => (fits(text) ? text : undefined);
}

/** `135.50123,34.68312,500` */
function readNear(text: string): Near | undefined {
  const [lonText = '', latText = '', radiusText = '', ...rest] = text.split(',');
  const lon = boundedNumber(lonText, -180, 180);
  const lat = boundedNumber(latText, -85, 85);
  const radiusM = wholeNumber(radiusText, ...RADIUS_LIMITS);
  if (lon === undefined || lat === undefined || radiusM === undefined || rest.length > 0) return undefined;
  return { lon, lat, radiusM };
}

/** `schools:e25100:80:3`: colour, opacity in percent, size in pixels. */
function readStyles(query: URLSearchParams, dropped: Dropped[]): Record<string, ReferenceStyle> {
  const styles: Record<string, ReferenceStyle> = {};
  for (const text of (query.get('style') ?? '').split(',').filter((item) => item !== '')) {
    const [id = '', color = '', opacity = '', size = '', ...rest] = text.split(':');
    const opacityPercent = wholeNumber(opacity, 0, 100);
    const sizePx = wholeNumber(size, 1, MAX_SIZE_PX);
    const fits = isLayerId(id) && /^[0-9a-f]{6}$/.test(color) && rest.length === 0;
    if (!fits || opacityPercent === undefined || sizePx === undefined)
      dropped.push({ key: 'style', value: text });
    else styles[id] = { color: `#${color}`, opacityPercent, sizePx };
  }
  return styles;
}

export function isNarrowed([from, to]: Range): boolean {
  return from !== null || to !== null;
}

/** `1965..1989`, `1965..`, `..1989` */
export function rangeText([from, to]: Range): string {
  return `${from ?? ''}..${to ?? ''}`;
}

function readRange(text: string, [least, most]: readonly [number, number]): Range | undefined {
  const match = /^(\d*)\.\.(\d*)$/.exec(text);
  if (match === null || text === '..') return undefined;
  const [from, to] = [match[1] ?? '', match[2] ?? ''].map((end) =>
    end === '' ? null : wholeNumber(end, least, most),
  );
  if (from === undefined || to === undefined) return undefined;
  return from !== null && to !== null && from > to ? undefined : [from, to];
}

function isBureau(text: string): text is string {
  return text.length <= 60 && !/[\p{Cc}]/u.test(text);
}

function isWardCode(text: string): text is string {
  return /^\d{6}$/.test(text);
}

function isLayerId(text: string): text is string {
  return /^[A-Za-z][\w-]{0,63}$/.test(text);
}

function trimmed(value: number, places: number): string {
  return String(Number(value.toFixed(places)));
}
