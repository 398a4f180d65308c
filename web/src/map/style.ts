// The style document: no base map, no glyph server, nothing from outside.

import type { StyleSpecification } from 'maplibre-gl';
import type { ReferenceLayer } from '../api/types';
import { FONT } from './font';
import { referenceLayers, ringLayers, vacancyLayer, wardLabels, wardLayers } from './ground_layers';
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
  const gathered = (keys: readonly string[], property: string) => ({
    type: 'geojson' as const,
    data: EMPTY,
    cluster: true,
    clusterRadius: 48,
    clusterMaxZoom: LAST_CLUSTER_ZOOM,
    clusterProperties: Object.fromEntries(
      keys.map((key) => [`n_${key}`, ['+', ['case', ['==', ['get', property], key], 1, 0]]]),
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
      'facilities-matching': gathered(FACILITY_KEYS, 'class'),
      'parcels-matching': gathered(PARCEL_KEYS, 'policy'),
      vacancies: tiles('vacancies'),
      rings: { type: 'geojson', data: EMPTY },
    },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': '#eef1f4' } },
      ...wardLayers(),
      ...referenceLayers(references),
      vacancyLayer(),
      ...itemLayers(),
      wardLabels(),
      ...clusterLayers(),
      ...ringLayers(),
    ],
  };
}
