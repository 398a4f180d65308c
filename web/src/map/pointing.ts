// From pixels to items: what is under the pointer, and what a click means.

import {
  type GeoJSONSource,
  type Map as GlMap,
  type MapGeoJSONFeature,
  type MapMouseEvent,
  type PointLike,
  Popup,
} from 'maplibre-gl';
import type { Register } from '../api/portfolio';
import type { Item } from '../item';
import { CLASS_LOOK, isMajorClass, isPolicy, type Look, POLICY_LOOK, UNKNOWN_LOOK } from '../palette';
import { HIT_LAYERS } from './item_layers';
import type { MapOptions } from './portfolio_map';
import { LAST_CLUSTER_ZOOM } from './style';

/** A finger is wider than a symbol. */
const REACH_PX = { mouse: 3, touch: 12 };

/**
 * The name of an item of a GeoJSON source. MapLibre sends those through a tile of its own, and its writer (pbf 5.1.2)
 * spoils characters beyond U+1FFFF: 𠮷 comes back as another one. What is drawn is right, what is queried is not.
 */
export type NameOf = (register: Register, id: string) => string | undefined;

export function watchPointer(map: GlMap, options: MapOptions, nameOf: NameOf): void {
  const tip = new Popup({
    closeButton: false,
    closeOnClick: false,
    closeOnMove: false,
    className: 'map-tip',
    offset: 14,
    maxWidth: '260px',
    focusAfterOpen: false,
  });
  let pointedId: string | null = null;

  function leave(): void {
    tip.remove();
    map.getCanvas().style.cursor = '';
    if (pointedId !== null) options.onPointed(null);
    pointedId = null;
  }

  map.on('mousemove', (event) => {
    if (map.isMoving()) return;
    const hits = hitsAt(map, event.point, REACH_PX.mouse);
    const [top] = hits;
    if (top === undefined) return leave();
    map.getCanvas().style.cursor = 'pointer';
    const at = pointOf(top) ?? event.lngLat.toArray();
    if (isCluster(top)) {
      tip
        .setLngLat(at)
        .setText(options.words.clusterTip(Number(top.properties.point_count)))
        .addTo(map);
      if (pointedId !== null) options.onPointed(null);
      pointedId = null;
      return;
    }
    const picked = pickedOf(top, at, nameOf);
    if (picked === null) return;
    const others = itemsOf(hits, at, nameOf).length - 1;
    tip.setLngLat(at).setText(options.words.mapTip(picked.name, others)).addTo(map);
    if (picked.id !== pointedId) options.onPointed(picked);
    pointedId = picked.id;
  });
  map.on('mouseout', leave);
  map.on('movestart', leave);

  map.on('click', (event) => void pick(event));

  async function pick(event: MapMouseEvent): Promise<void> {
    if (options.onPoint(event.lngLat.toArray())) return;
    const touched =
      event.originalEvent instanceof PointerEvent && event.originalEvent.pointerType === 'touch';
    const hits = hitsAt(map, event.point, touched ? REACH_PX.touch : REACH_PX.mouse);
    const [top] = hits;
    if (top === undefined) return options.onPicked([]);
    leave();
    if (isCluster(top)) return openCluster(map, top);
    options.onPicked(itemsOf(hits, event.lngLat.toArray(), nameOf));
  }
}

function hitsAt(map: GlMap, { x, y }: { x: number; y: number }, reach: number): MapGeoJSONFeature[] {
  const box: [PointLike, PointLike] = [
    [x - reach, y - reach],
    [x + reach, y + reach],
  ];
  const layers = HIT_LAYERS.filter((id) => map.getLayer(id) !== undefined);
  return map.queryRenderedFeatures(box, { layers });
}

/** One item can be hit through its fill, its line and its symbol. */
function itemsOf(hits: readonly MapGeoJSONFeature[], at: [number, number], nameOf: NameOf): Item[] {
  const items = new Map<string, Item>();
  for (const hit of hits) {
    const picked = isCluster(hit) ? null : pickedOf(hit, pointOf(hit) ?? at, nameOf);
    if (picked !== null && !items.has(picked.id)) items.set(picked.id, picked);
  }
  return [...items.values()];
}

function pickedOf(hit: MapGeoJSONFeature, [lon, lat]: [number, number], nameOf: NameOf): Item | null {
  const { id, name, number, accuracy } = hit.properties;
  if (typeof id !== 'string') return null;
  const register = hit.source.startsWith('parcels') ? 'parcels' : 'facilities';
  return {
    register,
    id,
    fid: Number(hit.id ?? 0),
    name: nameOf(register, id) ?? String(name || number || id),
    look: lookOf(hit),
    position: { lon, lat, method: '', accuracy: accuracy ?? 'exact' },
  };
}

function lookOf({ properties }: MapGeoJSONFeature): Look {
  const majorClass = String(properties.class ?? '');
  const policy = String(properties.policy ?? '');
  if (isMajorClass(majorClass)) return CLASS_LOOK[majorClass];
  return isPolicy(policy) ? POLICY_LOOK[policy] : UNKNOWN_LOOK;
}

function isCluster(hit: MapGeoJSONFeature): boolean {
  return hit.properties.point_count !== undefined;
}

function pointOf(hit: MapGeoJSONFeature): [number, number] | null {
  if (hit.geometry.type !== 'Point') return null;
  const [lon, lat] = hit.geometry.coordinates;
  return lon === undefined || lat === undefined ? null : [lon, lat];
}

async function openCluster(map: GlMap, cluster: MapGeoJSONFeature): Promise<void> {
  const center = pointOf(cluster);
  if (center === null) return;
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  map.easeTo({ center, zoom: await opensAt(map, cluster), duration: still ? 0 : 500 });
}

async function opensAt(map: GlMap, cluster: MapGeoJSONFeature): Promise<number> {
  const closer = Math.min(map.getZoom() + 2, LAST_CLUSTER_ZOOM + 1.5);
  const source = map.getSource<GeoJSONSource>(cluster.source);
  if (source?.type !== 'geojson') return Math.max(closer, map.getZoom() + 1);
  try {
    return await source.getClusterExpansionZoom(Number(cluster.properties.cluster_id));
  } catch {
    // The data changed between the click and the question.
    return closer;
  }
}
