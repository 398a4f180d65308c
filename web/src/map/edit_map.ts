// A map on which one place is drawn. It knows nothing of forms: it shows a geometry and tells what became of it.

import 'maplibre-gl/dist/maplibre-gl.css';
import '../styles/map.css';
import {
  Map as GlMap,
  type LayerSpecification,
  LngLatBounds,
  NavigationControl,
  ScaleControl,
  type StyleSpecification,
  setWorkerUrl,
} from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import {
  type GeoJSONStoreFeatures,
  type HexColor,
  TerraDraw,
  TerraDrawPointMode,
  TerraDrawPolygonMode,
  TerraDrawSelectMode,
} from 'terra-draw';
import { TerraDrawMapLibreGLAdapter } from 'terra-draw-maplibre-gl-adapter';
import type { Bounds } from '../api/types';
import { positionsOf } from '../edit/coordinates';
import type { Geometry } from '../edit/field_value';

setWorkerUrl(workerUrl);

export type Tool = 'select' | 'polygon' | 'point';

export interface EditMapOptions {
  container: HTMLElement;
  geometry: Geometry | null;
  /** Where to look when there is no geometry. */
  home: Bounds | null;
  /** The outlines round about, to whose corners drawing is attracted. */
  neighbours: readonly Geometry[];
  locale: Record<string, string>;
  /** What is drawn by now; a polygon that is not closed is told as null with its area so far. */
  onDrawn: (geometry: Geometry | null) => void;
}

const INK: HexColor = '#0031d8';
const CORNER: HexColor = '#ffffff';
const MAX_ZOOM = 21;
/** A corner nearer than this takes the one that is drawn. */
const REACH_PX = 10;
const EMPTY = { type: 'FeatureCollection' as const, features: [] };

export class EditMap {
  readonly #map: GlMap;
  readonly #draw: TerraDraw;
  readonly #options: EditMapOptions;
  #corners: [number, number][] = [];
  /** Set while the page itself puts a geometry in. */
  #quiet = false;
  #removed = false;

  /** Throws where there is no WebGL2. */
  constructor(options: EditMapOptions) {
    this.#options = options;
    markBusy();
    this.#map = new GlMap({
      container: options.container,
      style: style(location.origin),
      ...camera(options.geometry, options.home),
      maxZoom: MAX_ZOOM,
      maxPitch: 0,
      pitchWithRotate: false,
      dragRotate: false,
      attributionControl: false,
      locale: options.locale,
      fadeDuration: 0,
    });
    window.koyuMap = this.#map;
    this.#map.addControl(new NavigationControl({ showCompass: false }), 'top-right');
    this.#map.addControl(new ScaleControl({ maxWidth: 96, unit: 'metric' }), 'bottom-right');
    this.#map.on('movestart', markBusy);
    this.#map.on('sourcedataloading', markBusy);
    this.#map.on('idle', () => {
      document.documentElement.dataset.map = 'idle';
    });
    const snapping = {
      toCustom: (event: { lng: number; lat: number }) => this.#nearestCorner(event.lng, event.lat),
    };
    const shown = {
      fillColor: INK,
      fillOpacity: 0.18,
      outlineColor: INK,
      outlineWidth: 3,
      closingPointColor: CORNER,
      closingPointOutlineColor: INK,
      closingPointOutlineWidth: 2,
      closingPointWidth: 6,
    };
    this.#draw = new TerraDraw({
      adapter: new TerraDrawMapLibreGLAdapter({ map: this.#map, coordinatePrecision: 9 }),
      modes: [
        new TerraDrawSelectMode({
          flags: {
            polygon: {
              feature: {
                draggable: false,
                coordinates: { midpoints: true, draggable: true, deletable: true, snappable: snapping },
              },
            },
            point: { feature: { draggable: true } },
          },
          styles: {
            selectedPolygonColor: INK,
            selectedPolygonFillOpacity: 0.22,
            selectedPolygonOutlineColor: INK,
            selectedPolygonOutlineWidth: 3,
            selectionPointColor: CORNER,
            selectionPointOutlineColor: INK,
            selectionPointOutlineWidth: 2,
            selectionPointWidth: 6,
            midPointColor: INK,
            midPointOutlineColor: CORNER,
            midPointOutlineWidth: 1,
            midPointWidth: 4,
            selectedPointColor: INK,
            selectedPointOutlineColor: CORNER,
            selectedPointOutlineWidth: 3,
            selectedPointWidth: 9,
          },
        }),
        new TerraDrawPolygonMode({ snapping, styles: shown, showCoordinatePoints: true }),
        new TerraDrawPointMode({
          styles: { pointColor: INK, pointOutlineColor: CORNER, pointOutlineWidth: 3, pointWidth: 9 },
        }),
      ],
    });
  }

  /** Drawing can begin from here on. */
  async whenReady(): Promise<void> {
    await new Promise<void>((resolve) => {
      if (this.#map.isStyleLoaded() === true) resolve();
      else this.#map.once('load', () => resolve());
    });
    if (this.#removed) return;
    this.#draw.start();
    this.#draw.on('change', (ids, type) => this.#changed(ids, type));
    this.#draw.on('finish', () => this.#tell());
    this.showNeighbours(this.#options.neighbours);
    this.show(this.#options.geometry);
  }

  use(tool: Tool): void {
    if (this.#draw.enabled) this.#draw.setMode(tool);
  }

  /** Puts a geometry in the place of what is drawn. */
  show(geometry: Geometry | null): void {
    this.#quiet = true;
    this.#draw.clear();
    if (geometry !== null) this.#draw.addFeatures(featuresOf(geometry));
    this.#quiet = false;
  }

  showNeighbours(neighbours: readonly Geometry[]): void {
    this.#corners = neighbours.flatMap(positionsOf).map(([lon = 0, lat = 0]) => [lon, lat]);
    const source = this.#map.getSource('neighbours');
    if (source !== undefined && 'setData' in source && typeof source.setData === 'function') {
      source.setData({
        type: 'FeatureCollection',
        features: neighbours.map((geometry) => ({ type: 'Feature', properties: {}, geometry })),
      });
    }
  }

  lookAt(geometry: Geometry): void {
    this.#map.fitBounds(boundsOf(geometry), { padding: 60, maxZoom: 19, duration: 0 });
  }

  close(): void {
    this.#removed = true;
    if (this.#draw.enabled) this.#draw.stop();
    this.#map.remove();
    delete window.koyuMap;
    delete document.documentElement.dataset.map;
  }

  #changed(ids: readonly (string | number)[], type: string): void {
    if (this.#quiet || type === 'styling') return;
    const created = type === 'create' && this.#draw.getMode() !== 'select';
    if (created) this.#replaceOthers(ids);
    if (this.#draw.getMode() === 'select') this.#tell();
  }

  /** What is drawn anew takes the place of what was there. */
  #replaceOthers(ids: readonly (string | number)[]): void {
    const others = this.#draw
      .getSnapshot()
      .filter(({ id, properties }) => id !== undefined && !ids.includes(id) && isOwn(properties))
      .map(({ id }) => id as string | number);
    if (others.length === 0) return;
    this.#quiet = true;
    this.#draw.removeFeatures(others);
    this.#quiet = false;
  }

  #tell(): void {
    this.#options.onDrawn(geometryOf(this.#draw.getSnapshot()));
  }

  #nearestCorner(lng: number, lat: number): [number, number] | undefined {
    const at = this.#map.project([lng, lat]);
    let best: [number, number] | undefined;
    let nearest = REACH_PX;
    for (const corner of this.#corners) {
      const { x, y } = this.#map.project(corner);
      const distance = Math.hypot(x - at.x, y - at.y);
      if (distance <= nearest) {
        nearest = distance;
        best = corner;
      }
    }
    return best;
  }
}

function markBusy(): void {
  document.documentElement.dataset.map = 'busy';
}

/** Corners and midpoints are features of the tool, not of the record. */
function isOwn(properties: Record<string, unknown>): boolean {
  return (
    ['polygon', 'point'].includes(String(properties.mode)) &&
    !('selectionPoint' in properties) &&
    !('midPoint' in properties) &&
    !('coordinatePoint' in properties)
  );
}

function featuresOf(geometry: Geometry): GeoJSONStoreFeatures[] {
  const feature = (mode: string, geometry: unknown) =>
    ({ type: 'Feature', properties: { mode }, geometry }) as GeoJSONStoreFeatures;
  if (geometry.type === 'Point')
    return [feature('point', { ...geometry, coordinates: trimmed(geometry.coordinates) })];
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  return polygons.map((rings) =>
    feature('polygon', { type: 'Polygon', coordinates: rings.map((ring) => ring.map(trimmed)) }),
  );
}

/** The tool takes nine digits, a tenth of a millimetre. */
function trimmed(position: readonly number[]): number[] {
  return position.slice(0, 2).map((degrees) => Number(degrees.toFixed(9)));
}

function geometryOf(features: readonly GeoJSONStoreFeatures[]): Geometry | null {
  const drawn = features.filter(
    ({ properties }) => isOwn(properties) && properties.currentlyDrawing !== true,
  );
  const polygons = drawn.flatMap(({ geometry }) =>
    geometry.type === 'Polygon' ? [geometry.coordinates as number[][][]] : [],
  );
  const [first, ...more] = polygons;
  if (first !== undefined)
    return more.length === 0
      ? { type: 'Polygon', coordinates: first }
      : { type: 'MultiPolygon', coordinates: polygons };
  const point = drawn.find(({ geometry }) => geometry.type === 'Point');
  return point === undefined ? null : { type: 'Point', coordinates: point.geometry.coordinates as number[] };
}

/** Whether the map can draw it: the tool knows no holes. */
export function isDrawable(geometry: Geometry | null): boolean {
  if (geometry === null || geometry.type === 'Point') return true;
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  return polygons.every((rings) => rings.length === 1);
}

function boundsOf(geometry: Geometry): LngLatBounds {
  const bounds = new LngLatBounds();
  for (const [lon = 0, lat = 0] of positionsOf(geometry)) bounds.extend([lon, lat]);
  return bounds;
}

function camera(geometry: Geometry | null, home: Bounds | null) {
  if (geometry !== null)
    return { bounds: boundsOf(geometry), fitBoundsOptions: { padding: 60, maxZoom: 18 } };
  return home === null ? { center: [135.5, 34.69] as [number, number], zoom: 11 } : { bounds: home };
}

function style(origin: string): StyleSpecification {
  const tiles = (id: string) => ({ type: 'vector' as const, url: `${origin}/tiles/${id}.json` });
  const layers: LayerSpecification[] = [
    { id: 'ground', type: 'background', paint: { 'background-color': '#eef1f4' } },
    {
      id: 'wards-fill',
      type: 'fill',
      source: 'wards',
      'source-layer': 'wards',
      paint: { 'fill-color': '#ffffff' },
    },
    {
      id: 'wards-line',
      type: 'line',
      source: 'wards',
      'source-layer': 'wards',
      paint: { 'line-color': '#999999', 'line-width': 1.2 },
    },
    {
      id: 'parcels-line',
      type: 'line',
      source: 'parcels',
      'source-layer': 'parcels',
      paint: { 'line-color': '#8b3200', 'line-width': 1 },
    },
    {
      id: 'facilities-point',
      type: 'circle',
      source: 'facilities',
      'source-layer': 'facilities',
      filter: ['!', ['has', 'point_count']],
      paint: {
        'circle-radius': 4,
        'circle-color': '#767676',
        'circle-stroke-color': '#ffffff',
        'circle-stroke-width': 1,
      },
    },
    {
      id: 'neighbours-line',
      type: 'line',
      source: 'neighbours',
      paint: { 'line-color': '#8b3200', 'line-width': 1.5, 'line-dasharray': [3, 2] },
    },
  ];
  return {
    version: 8,
    sources: {
      wards: tiles('wards'),
      facilities: tiles('facilities'),
      parcels: tiles('parcels'),
      neighbours: { type: 'geojson', data: EMPTY },
    },
    layers,
  };
}
