// The map as the page needs it: it shows what it is told and tells what was pointed at. It knows nothing of Svelte,
// and nobody else knows MapLibre. Loaded when the first map opens.

import 'maplibre-gl/dist/maplibre-gl.css';
import '../styles/map.css';
import faces from 'virtual:font-faces';
import type { Feature } from 'geojson';
import {
  type ExpressionSpecification,
  type GeoJSONSource,
  Map as GlMap,
  NavigationControl,
  ScaleControl,
  setWorkerUrl,
} from 'maplibre-gl';
// Not `?url`: that works in development and leaves the built map blank.
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import type { Register } from '../api/portfolio';
import type { Bounds, Position, ReferenceLayer, Ward } from '../api/types';
import type { LonLat } from '../geodesy';
import type { Dictionary } from '../i18n/ja';
import type { Language } from '../i18n/language';
import type { Item } from '../item';
import type { Camera, ReferenceStyle } from '../permalink';
import { FIRST_OWN, FIRST_RING, WARD_LAYERS, wardNames } from './ground_layers';
import { HomeControl } from './home_control';
import { addIcons, drawClusterOnDemand } from './icons';
import { facilityImages, layersOf, POLYGON } from './item_layers';
import type { Matching } from './matching';
import { watchPointer } from './pointing';
import { buildStyle, EMPTY, LAST_CLUSTER_ZOOM } from './style';

setWorkerUrl(workerUrl);

/** The islands of Japan, for a portfolio that has no place yet. */
const FALLBACK_BOUNDS: Bounds = [128, 30, 146, 46];
const MIN_ZOOM = 4;
const MAX_ZOOM = 19;
/** From here on nothing is gathered any more. */
const SINGLE_ZOOM = LAST_CLUSTER_ZOOM + 1;

export interface MapOptions {
  container: HTMLElement;
  camera: Camera | null;
  home: Bounds | null;
  references: readonly ReferenceLayer[];
  wards: readonly Ward[];
  language: Language;
  words: Dictionary;
  onMoved: (camera: Camera, extent: Bounds) => void;
  /** A click that may be meant for the point itself: whether it was taken. */
  onPoint: (point: LonLat) => boolean;
  onPicked: (items: Item[]) => void;
  onPointed: (item: Item | null) => void;
  /** How much of the map other things cover, in pixels. */
  covered: () => { left: number; right: number; bottom: number };
}

export type Ring = { role: 'selected' | 'pointed'; position: Position };

export class PortfolioMap {
  readonly #map: GlMap;
  readonly #options: MapOptions;
  readonly #chosen = new Set<number>();
  readonly #names: Record<Register, Map<string, string>> = { facilities: new Map(), parcels: new Map() };

  /** Throws where there is no WebGL2. */
  constructor(options: MapOptions) {
    this.#options = options;
    markBusy();
    const { camera, home, words } = options;
    this.#map = new GlMap({
      container: options.container,
      style: buildStyle({ origin: location.origin, fontFaces: faces, references: options.references }),
      ...(camera === null
        ? { bounds: home ?? FALLBACK_BOUNDS, fitBoundsOptions: { padding: this.#padding() } }
        : { center: [camera.lon, camera.lat], zoom: camera.zoom, bearing: camera.bearing }),
      minZoom: MIN_ZOOM,
      maxZoom: MAX_ZOOM,
      maxPitch: 0,
      pitchWithRotate: false,
      touchPitch: false,
      // The page prints the sources as text; a string from a tile must never become markup.
      attributionControl: false,
      locale: words.controls,
      fadeDuration: prefersStillness() ? 0 : 150,
    });
    this.#map.addControl(new NavigationControl({ visualizePitch: false }), 'top-right');
    this.#map.addControl(new HomeControl(words.home, () => this.showAll()), 'top-right');
    this.#map.addControl(new ScaleControl({ maxWidth: 96, unit: 'metric' }), 'bottom-right');
    addIcons(this.#map);
    drawClusterOnDemand(this.#map);
    watchPointer(this.#map, options, (register, id) => this.#names[register].get(id));
    this.#map.on('moveend', () => this.#tellMoved());
    this.#map.on('movestart', markBusy);
    this.#map.on('sourcedataloading', markBusy);
    this.#map.on('idle', markIdle);
    window.koyuMap = this.#map;
  }

  /** The style can be changed from here on. */
  whenReady(): Promise<void> {
    return new Promise<void>((resolve) => {
      if (this.#map.isStyleLoaded() === true) resolve();
      else this.#map.once('styledata', () => resolve());
    }).then(() => {
      this.#map.setLayoutProperty(
        'wards-label',
        'text-field',
        wardNames(this.#options.wards, this.#options.language),
      );
      this.#tellMoved();
    });
  }

  close(): void {
    delete window.koyuMap;
    this.#map.remove();
  }

  resize(): void {
    this.#map.resize();
  }

  /** A picture of what is shown, for paper: a printed canvas is blank. */
  picture(): string {
    this.#map.resize();
    this.#map.redraw();
    return this.#map.getCanvas().toDataURL();
  }

  jumpTo({ lon, lat, zoom, bearing }: Camera): void {
    this.#map.jumpTo({ center: [lon, lat], zoom, bearing });
  }

  showAll(): void {
    const { home } = this.#options;
    if (home !== null) this.fit(home);
  }

  fit(bounds: Bounds): void {
    this.#map.fitBounds(bounds, {
      padding: this.#padding(),
      bearing: 0,
      maxZoom: 17,
      ...stillness(),
    });
  }

  /** Brings a place in sight; moves nothing when it is there already. */
  reveal({ lon, lat }: Position, closer: boolean): void {
    const { left, right, bottom } = this.#options.covered();
    const { clientWidth, clientHeight } = this.#map.getContainer();
    const at = this.#map.project([lon, lat]);
    const margin = 40;
    const inSight =
      at.x > left + margin &&
      at.y > margin &&
      at.x < clientWidth - right - margin &&
      at.y < clientHeight - bottom - margin;
    const zoom = this.#map.getZoom();
    const nearEnough = !closer || zoom >= SINGLE_ZOOM;
    if (inSight && nearEnough) return;
    this.#map.easeTo({
      center: [lon, lat],
      zoom: nearEnough ? zoom : SINGLE_ZOOM + 0.5,
      offset: [(left - right) / 2, -bottom / 2],
      ...stillness(),
    });
  }

  /** Shows or hides a register; `matching` is what the filters leave of it, null for everything. */
  showRegister(register: Register, shown: boolean, muted: boolean, matching: Matching | null): void {
    const { tiles, matching: gathered, shapes } = layersOf(register);
    const source = this.#map.getSource<GeoJSONSource>(`${register}-matching`);
    source?.setData(matching?.points ?? EMPTY);
    this.#names[register] = new Map(
      matching?.points.features.map(({ properties: { id, name } }) => [id, name]),
    );
    for (const id of tiles) this.#setShown(id, shown && matching === null);
    for (const id of gathered) this.#setShown(id, shown && matching !== null);
    for (const id of [...tiles, ...gathered]) {
      this.#map.setPaintProperty(id, 'icon-opacity', muted ? 0.5 : 1);
      this.#map.setPaintProperty(id, 'text-opacity', muted ? 0 : 1);
    }
    // The register that is not in the list stays as a quiet hint of where there is more.
    for (const id of [...tiles, ...gathered].filter((layer) => layer.includes('cluster'))) {
      this.#map.setLayoutProperty(id, 'icon-size', muted ? 0.42 : 1);
    }
    if (!muted) this.#bringForward([...shapes, ...tiles, ...gathered]);
    for (const id of shapes) {
      this.#setShown(id, shown);
      const among: ExpressionSpecification = ['in', ['id'], ['literal', matching?.fids ?? []]];
      this.#map.setFilter(id, matching === null ? POLYGON : ['all', POLYGON, among]);
    }
    this.#changed();
  }

  /** Whether the facilities' colours stand for the step of an order rather than for the class. */
  colorFacilities(byTone: boolean): void {
    for (const [layer, image] of facilityImages(byTone)) {
      this.#map.setLayoutProperty(layer, 'icon-image', image);
    }
    this.#changed();
  }

  showWards(shown: boolean, chosen: readonly string[]): void {
    for (const id of WARD_LAYERS) this.#setShown(id, shown);
    const inside: ExpressionSpecification = ['in', ['get', 'code'], ['literal', [...chosen]]];
    this.#map.setFilter('wards-chosen', inside);
    this.#map.setPaintProperty(
      'wards-fill',
      'fill-color',
      chosen.length === 0 ? '#ffffff' : ['case', inside, '#ffffff', '#f5f7f9'],
    );
    this.#changed();
  }

  /** The reference layers that are shown, the lowest first, and how each is drawn. */
  showReferences(shown: readonly string[], styleOf: (id: string) => ReferenceStyle): void {
    const { references } = this.#options;
    for (const { id } of references) {
      for (const layer of this.#layersOfReference(id)) this.#setShown(layer, shown.includes(id));
    }
    for (const id of shown) {
      const { color, opacityPercent, sizePx } = styleOf(id);
      const opacity = opacityPercent / 100;
      for (const layer of this.#layersOfReference(id)) {
        const paint = layer.endsWith('-point')
          ? {
              'circle-radius': sizePx + 1.5,
              'circle-stroke-color': color,
              'circle-opacity': opacity,
              'circle-stroke-opacity': opacity,
            }
          : { 'line-color': color, 'line-width': sizePx, 'line-opacity': opacity };
        for (const [name, value] of Object.entries(paint)) {
          this.#map.setPaintProperty(layer, name as keyof typeof paint, value);
        }
        this.#map.moveLayer(layer, FIRST_OWN);
      }
    }
    this.#changed();
  }

  /** What is drawn over everything: a circle, a line that is measured. */
  showSketch(features: Feature[]): void {
    this.#map.getSource<GeoJSONSource>('sketch')?.setData({ type: 'FeatureCollection', features });
    this.#changed();
  }

  center(): LonLat {
    return this.#map.getCenter().toArray();
  }

  showRings(rings: readonly Ring[], chosenParcels: readonly number[]): void {
    this.#map.getSource<GeoJSONSource>('rings')?.setData({
      type: 'FeatureCollection',
      features: rings.map(({ role, position: { lon, lat } }) => ({
        type: 'Feature',
        geometry: { type: 'Point', coordinates: [lon, lat] },
        properties: { role },
      })),
    });
    const parcel = (id: number) => ({ source: 'parcels', sourceLayer: 'parcels', id });
    for (const id of this.#chosen) this.#map.setFeatureState(parcel(id), { chosen: false });
    this.#chosen.clear();
    for (const id of chosenParcels) {
      this.#map.setFeatureState(parcel(id), { chosen: true });
      this.#chosen.add(id);
    }
    this.#changed();
  }

  #layersOfReference(id: string): string[] {
    const layers = [`reference-${id}`, `reference-${id}-point`];
    return layers.filter((layer) => this.#map.getLayer(layer) !== undefined);
  }

  #padding(): { top: number; left: number; right: number; bottom: number } {
    const { left, right, bottom } = this.#options.covered();
    return { top: 28, left: left + 28, right: right + 28, bottom: bottom + 28 };
  }

  /** The register of the list lies above the other one, below the rings. */
  #bringForward(layers: readonly string[]): void {
    for (const id of layers) this.#map.moveLayer(id, FIRST_RING);
  }

  #setShown(id: string, shown: boolean): void {
    const visibility = shown ? 'visible' : 'none';
    if ((this.#map.getLayoutProperty(id, 'visibility') ?? 'visible') !== visibility) {
      this.#map.setLayoutProperty(id, 'visibility', visibility);
    }
  }

  /** Makes sure that an `idle` follows, even when nothing on the map became different. */
  #changed(): void {
    markBusy();
    this.#map.triggerRepaint();
  }

  #tellMoved(): void {
    const { lng, lat } = this.#map.getCenter();
    const bounds = this.#map.getBounds();
    this.#options.onMoved({ lon: lng, lat, zoom: this.#map.getZoom(), bearing: this.#map.getBearing() }, [
      bounds.getWest(),
      bounds.getSouth(),
      bounds.getEast(),
      bounds.getNorth(),
    ]);
  }
}

function markBusy(): void {
  document.documentElement.dataset.map = 'busy';
}

function markIdle(): void {
  document.documentElement.dataset.map = 'idle';
}

function prefersStillness(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}

function stillness(): { duration: number } {
  return { duration: prefersStillness() ? 0 : 500 };
}
