// The style document: no base map, no glyph server, nothing from outside.

import type { StyleSpecification } from 'maplibre-gl';
import type { ReferenceLayer } from '../api/types';
import { TONES } from '../tones';
import { FONT } from './font';
import {
  FIRST_OWN,
  referenceLayers,
  ringLayers,
  sketchLayers,
  wardLabels,
  wardLayers,
} from './ground_layers';
import { clusterLayers, FACILITY_KEYS, itemLayers, PARCEL_KEYS } from './item_layers';

/** Beyond this zoom the server's tiles hold every item; up to it they hold gathered ones. */
export const LAST_CLUSTER_ZOOM = 13;

export const EMPTY = { type: 'FeatureCollection' as const, features: [] };

export interface StyleInput {
  origin: string;
  fontFaces: { url: string; 'unicode-range': string[] }[];
  references: readonly ReferenceLayer[];
}

export function buildStyle({ origin, fontFaces, references }: StyleInput): StyleSpecification {
  const tiles = (id: string) => ({ type: 'vector' as const, url: `${origin}/tiles/${id}.json` });
  /** Gathered items count what they hold by each key that a colour can stand for. */
  const gathered = (counted: readonly [property: string, keys: readonly string[]][]) => ({
    type: 'geojson' as const,
    data: EMPTY,
    cluster: true,
    clusterRadius: 48,
    clusterMaxZoom: LAST_CLUSTER_ZOOM,
    clusterProperties: Object.fromEntries(
      counted.flatMap(([property, keys]) =>
        keys.map((key) => [`n_${key}`, ['+', ['case', ['==', ['get', property], key], 1, 0]]]),
      ),
    ),
  });
  return {
    version: 8,
    'font-faces': { [FONT]: fontFaces.map((face) => ({ ...face, url: new URL(face.url, origin).href })) },
    sources: {
      wards: tiles('wards'),
      ...Object.fromEntries(references.map(({ id }) => [id, tiles(id)])),
      facilities: tiles('facilities'),
      parcels: tiles('parcels'),
      'facilities-matching': gathered([
        ['class', FACILITY_KEYS],
        ['tone', TONES],
      ]),
      'parcels-matching': gathered([['policy', PARCEL_KEYS]]),
      sketch: { type: 'geojson', data: EMPTY },
      rings: { type: 'geojson', data: EMPTY },
    },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': '#eef1f4' } },
      ...wardLayers(),
      ...referenceLayers(references),
      { id: FIRST_OWN, type: 'background', paint: { 'background-opacity': 0 } },
      ...itemLayers(),
      wardLabels(),
      ...clusterLayers(),
      ...sketchLayers(),
      ...ringLayers(),
    ],
  };
}
