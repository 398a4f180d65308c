import type { ExpressionSpecification, LayerSpecification, SymbolLayerSpecification } from 'maplibre-gl';
import type { ReferenceLayer, Ward } from '../api/types';
import type { Language } from '../i18n/language';
import { FONT } from './font';

const WARDS = { source: 'wards', 'source-layer': 'wards' };

export function wardLayers(): LayerSpecification[] {
  return [
    { id: 'wards-fill', type: 'fill', ...WARDS, paint: { 'fill-color': '#ffffff' } },
    {
      id: 'wards-line',
      type: 'line',
      ...WARDS,
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': '#999999',
        'line-width': ['interpolate', ['linear'], ['zoom'], 9, 0.6, 12, 1.1, 16, 2],
      },
    },
    {
      id: 'wards-chosen',
      type: 'line',
      ...WARDS,
      filter: ['in', ['get', 'code'], ['literal', []]],
      layout: { 'line-join': 'round' },
      paint: { 'line-color': '#00118f', 'line-width': ['interpolate', ['linear'], ['zoom'], 9, 1.5, 14, 3] },
    },
  ];
}

export function wardLabels(): SymbolLayerSpecification {
  return {
    id: 'wards-label',
    type: 'symbol',
    source: 'wards',
    'source-layer': 'wards_label',
    minzoom: 9.5,
    layout: {
      'text-field': ['get', 'name'],
      'text-font': [FONT],
      'text-size': ['interpolate', ['linear'], ['zoom'], 10, 12, 13, 15, 16, 20],
      'text-letter-spacing': 0.06,
      'text-padding': 1,
      // Gathered items keep their places: the name goes where there is room.
      'text-variable-anchor': ['center', 'top', 'bottom', 'right', 'left'],
      'text-radial-offset': 1.1,
      'text-justify': 'auto',
    },
    paint: { 'text-color': '#333333', 'text-halo-color': '#ffffff', 'text-halo-width': 2 },
  };
}

/** Tiles carry the Japanese name only. */
export function wardNames(wards: readonly Ward[], language: Language): ExpressionSpecification {
  const pairs = wards.flatMap(({ code, name_en }) =>
    name_en === null || name_en === '' ? [] : [code, name_en],
  );
  const [code, name, ...rest] = pairs;
  if (language === 'ja' || code === undefined || name === undefined) return ['get', 'name'];
  return ['match', ['get', 'code'], code, name, ...rest, ['get', 'name']];
}

export const WARD_LAYERS: readonly string[] = ['wards-line', 'wards-chosen', 'wards-label'];

export function referenceLayers(references: readonly ReferenceLayer[]): LayerSpecification[] {
  return references.flatMap(({ id, geometry }): LayerSpecification[] => {
    const from = { source: id, 'source-layer': id };
    const layers: LayerSpecification[] = [];
    if (geometry !== 'point') {
      layers.push({
        id: `reference-${id}`,
        type: 'line',
        ...from,
        paint: { 'line-color': '#767676', 'line-width': 1, 'line-dasharray': [3, 2] },
      });
    }
    if (geometry !== 'polygon') {
      layers.push({
        id: `reference-${id}-point`,
        type: 'circle',
        ...from,
        filter: ['==', ['geometry-type'], 'Point'],
        paint: {
          'circle-radius': 2.5,
          'circle-color': '#ffffff',
          'circle-stroke-color': '#767676',
          'circle-stroke-width': 1.2,
        },
      });
    }
    return layers;
  });
}

/** Reference layers lie below everything that is the portfolio's own. */
export const FIRST_OWN = 'references-end';
export const FIRST_RING = 'rings-pointed-halo';

export function sketchLayers(): LayerSpecification[] {
  const source = 'sketch';
  return [
    { id: 'sketch-fill', type: 'fill', source, paint: { 'fill-color': '#00118f', 'fill-opacity': 0.08 } },
    { id: 'sketch-halo', type: 'line', source, paint: { 'line-color': '#ffffff', 'line-width': 5 } },
    { id: 'sketch-line', type: 'line', source, paint: { 'line-color': '#00118f', 'line-width': 2.5 } },
    {
      id: 'sketch-point',
      type: 'circle',
      source,
      filter: ['==', ['geometry-type'], 'Point'],
      paint: {
        'circle-radius': 4.5,
        'circle-color': '#ffffff',
        'circle-stroke-color': '#00118f',
        'circle-stroke-width': 2.5,
      },
    },
  ];
}

/** The selected item in black on white, the one under the pointer in a lighter ring. */
export function ringLayers(): LayerSpecification[] {
  const ring = (id: string, role: string, width: number, color: string): LayerSpecification => ({
    id,
    type: 'circle',
    source: 'rings',
    filter: ['==', ['get', 'role'], role],
    paint: {
      'circle-radius': ['interpolate', ['linear'], ['zoom'], 9, 9, 14, 11.5, 17, 15],
      'circle-color': 'rgba(0, 0, 0, 0)',
      'circle-stroke-width': width,
      'circle-stroke-color': color,
    },
  });
  return [
    ring(FIRST_RING, 'pointed', 5, '#ffffff'),
    ring('rings-pointed', 'pointed', 2, '#333333'),
    ring('rings-selected-halo', 'selected', 7, '#ffffff'),
    ring('rings-selected', 'selected', 4, '#000000'),
  ];
}
