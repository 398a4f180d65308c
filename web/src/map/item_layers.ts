// Facilities and parcels: single items, and items gathered at low zooms. Each comes twice: from the server's tiles
// (everything) and from a GeoJSON source (only what matches the filters, gathered here so that the counts are true).

import type {
  DataDrivenPropertyValueSpecification,
  ExpressionSpecification,
  LayerSpecification,
  SymbolLayerSpecification,
} from 'maplibre-gl';
import type { Register } from '../api/portfolio';
import { MAJOR_CLASSES, POLICIES, POLICY_LOOK, UNKNOWN_LOOK } from '../palette';
import { TONES } from '../tones';
import { FONT } from './font';
import { RING_SLICES } from './icons';

export const FACILITY_KEYS: readonly string[] = MAJOR_CLASSES;
export const PARCEL_KEYS: readonly string[] = POLICIES;

type Filter = ExpressionSpecification;

const SINGLE: Filter = ['!', ['has', 'point_count']];
const GATHERED: Filter = ['has', 'point_count'];
/** A ward is no place: such items are only in the list. */
const PLACED: Filter = [
  '!',
  ['in', ['coalesce', ['get', 'accuracy'], 'exact'], ['literal', ['ward', 'none']]],
];
export const POLYGON: Filter = ['match', ['geometry-type'], ['Polygon', 'MultiPolygon'], true, false];

interface From {
  source: string;
  'source-layer'?: string;
}

/** Where an item's layers read from, and how their ids end. */
export function origins(register: Register): { suffix: string; from: From }[] {
  return [
    { suffix: '', from: { source: register, 'source-layer': register } },
    { suffix: '-matching', from: { source: `${register}-matching` } },
  ];
}

const ICON_SIZE: DataDrivenPropertyValueSpecification<number> = [
  'interpolate',
  ['linear'],
  ['zoom'],
  9,
  0.7,
  12,
  0.85,
  14,
  1,
  17,
  1.35,
];

function iconImage(prefix: string, property: string, keys: readonly string[]): ExpressionSpecification {
  return [
    'concat',
    `${prefix}-`,
    ['match', ['get', property], [...keys], ['get', property], ''],
    ['case', ['==', ['coalesce', ['get', 'accuracy'], 'exact'], 'exact'], '-exact', '-approximate'],
  ];
}

function symbolLayer(id: string, from: From, image: ExpressionSpecification): SymbolLayerSpecification {
  return {
    id,
    type: 'symbol',
    ...from,
    filter: ['all', SINGLE, PLACED],
    layout: {
      'icon-image': image,
      'icon-size': ICON_SIZE,
      'icon-allow-overlap': true,
    },
  };
}

function nameLayer(
  id: string,
  from: From,
  minzoom: number,
  name: ExpressionSpecification,
): SymbolLayerSpecification {
  return {
    id,
    type: 'symbol',
    ...from,
    minzoom,
    filter: ['all', SINGLE, PLACED],
    layout: {
      'text-field': name,
      'text-font': [FONT],
      'text-size': 12,
      'text-max-width': 11,
      'text-anchor': 'top',
      // Clear of the item's own symbol, which takes room as all symbols do.
      'text-offset': [0, 1.15],
      'text-padding': 1,
      'text-line-height': 1.25,
    },
    paint: { 'text-color': '#1a1a1a', 'text-halo-color': '#ffffff', 'text-halo-width': 1.6 },
  };
}

/** How many share the point, at its right shoulder. */
function stackLayer(id: string, from: From): SymbolLayerSpecification {
  return {
    id,
    type: 'symbol',
    ...from,
    minzoom: 11.5,
    filter: ['all', SINGLE, PLACED, ['>', ['coalesce', ['get', 'stack'], 1], 1]],
    layout: {
      'text-field': ['to-string', ['get', 'stack']],
      'text-font': [FONT],
      'text-size': 12,
      'text-anchor': 'bottom-left',
      'text-offset': [0.95, -0.55],
      'text-allow-overlap': true,
    },
    paint: { 'text-color': '#000000', 'text-halo-color': '#ffffff', 'text-halo-width': 2 },
  };
}

const POLICY_COLOR: ExpressionSpecification = [
  'match',
  ['get', 'policy'],
  'disposal',
  POLICY_LOOK.disposal.color,
  'retain',
  POLICY_LOOK.retain.color,
  'project',
  POLICY_LOOK.project.color,
  UNKNOWN_LOOK.color,
];

function parcelShapes(): LayerSpecification[] {
  const from = { source: 'parcels', 'source-layer': 'parcels' };
  return [
    {
      id: 'parcels-fill',
      type: 'fill',
      ...from,
      filter: POLYGON,
      paint: { 'fill-color': POLICY_COLOR, 'fill-opacity': 0.22 },
    },
    {
      id: 'parcels-line',
      type: 'line',
      ...from,
      filter: POLYGON,
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': POLICY_COLOR,
        'line-width': ['interpolate', ['linear'], ['zoom'], 12, 0.8, 16, 1.8],
      },
    },
    {
      id: 'parcels-chosen',
      type: 'line',
      ...from,
      filter: POLYGON,
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': '#000000',
        'line-width': 3,
        'line-opacity': ['case', ['boolean', ['feature-state', 'chosen'], false], 1, 0],
      },
    },
  ];
}

/** The symbols of facilities that come as a GeoJSON source, by their class or by the step of an order. */
export function facilityImages(byTone: boolean): [layer: string, image: ExpressionSpecification][] {
  const keys = byTone ? TONES : FACILITY_KEYS;
  return [
    ['facilities-matching', iconImage('facility', byTone ? 'tone' : 'class', keys)],
    ['facilities-cluster-matching', clusterImage('circle', keys)],
  ];
}

export function itemLayers(): LayerSpecification[] {
  const facility = iconImage('facility', 'class', FACILITY_KEYS);
  const parcel = iconImage('parcel', 'policy', PARCEL_KEYS);
  const parcelName: ExpressionSpecification = ['coalesce', ['get', 'name'], ['get', 'number']];
  return [
    ...parcelShapes(),
    ...origins('parcels').flatMap(({ suffix, from }) => [
      symbolLayer(`parcels${suffix}`, from, parcel),
      stackLayer(`parcels-stack${suffix}`, from),
      nameLayer(`parcels-name${suffix}`, from, 15.5, parcelName),
    ]),
    ...origins('facilities').flatMap(({ suffix, from }) => [
      symbolLayer(`facilities${suffix}`, from, facility),
      stackLayer(`facilities-stack${suffix}`, from),
      nameLayer(`facilities-name${suffix}`, from, 14.5, ['get', 'name']),
    ]),
  ];
}

const COUNT: ExpressionSpecification = ['get', 'point_count'];

/** The ring's name says how wide it is and how it is shared out; icons.ts draws it when it is first asked for. */
function clusterImage(shape: 'circle' | 'diamond', keys: readonly string[]): ExpressionSpecification {
  const extra = shape === 'diamond' ? 10 : 0;
  const diameter: ExpressionSpecification = [
    'step',
    COUNT,
    28 + extra,
    10,
    32 + extra,
    50,
    38 + extra,
    200,
    46 + extra,
  ];
  const shares = keys.flatMap((key, index): (ExpressionSpecification | string)[] => {
    const share: ExpressionSpecification = [
      'ceil',
      ['/', ['*', RING_SLICES, ['coalesce', ['get', `n_${key}`], 0]], COUNT],
    ];
    return index === 0 ? [['to-string', share]] : [',', ['to-string', share]];
  });
  return ['concat', `cluster:${shape}:${keys.join(',')}:`, ['to-string', diameter], ':', ...shares];
}

function clusterLayer(id: string, from: From, image: ExpressionSpecification): SymbolLayerSpecification {
  return {
    id,
    type: 'symbol',
    ...from,
    filter: GATHERED,
    layout: {
      'icon-image': image,
      'icon-allow-overlap': true,
      'text-field': ['number-format', COUNT, { locale: 'ja-JP' }],
      'text-font': [FONT],
      'text-size': ['step', COUNT, 12, 50, 13, 200, 14],
      'text-allow-overlap': true,
      'text-ignore-placement': true,
      'symbol-sort-key': COUNT,
    },
    paint: { 'text-color': '#1a1a1a' },
  };
}

export function clusterLayers(): LayerSpecification[] {
  return [
    ...origins('parcels').map(({ suffix, from }) =>
      clusterLayer(`parcels-cluster${suffix}`, from, clusterImage('diamond', PARCEL_KEYS)),
    ),
    ...origins('facilities').map(({ suffix, from }) =>
      clusterLayer(`facilities-cluster${suffix}`, from, clusterImage('circle', FACILITY_KEYS)),
    ),
  ];
}

/** What the pointer can hit, topmost first. */
export const HIT_LAYERS: readonly string[] = [
  ...(['facilities', 'parcels'] as const).flatMap((register) =>
    origins(register).flatMap(({ suffix }) => [`${register}-cluster${suffix}`, `${register}${suffix}`]),
  ),
  'parcels-fill',
];

/** All layers that show one register, so that they go on and off together. */
export function layersOf(register: Register): { tiles: string[]; matching: string[]; shapes: string[] } {
  const named = (suffix: string) =>
    [register, `${register}-stack`, `${register}-name`, `${register}-cluster`].map((id) => id + suffix);
  return {
    tiles: named(''),
    matching: named('-matching'),
    shapes: register === 'parcels' ? ['parcels-fill', 'parcels-line', 'parcels-chosen'] : [],
  };
}
