// What matches the filters, as points for the map. The server's tiles know no filters and gather items at low zooms,
// so their counts would be wrong; up to a limit the matching items are fetched and gathered here.

import type { Feature, FeatureCollection, Point } from 'geojson';
import type { Parameters } from '../api/client';
import { listFacilities, listParcels, type Register } from '../api/portfolio';
import type { Accuracy, Page, Position } from '../api/types';
import { parcelName } from '../item';
import { majorClassOf } from '../look';

const PAGE = 1000;
export const MOST_TO_DRAW = 5000;

export interface Drawn {
  id: string;
  fid: number;
  name: string;
  accuracy: Accuracy;
  /** Major class or policy, under the name that the tiles use. */
  class?: string;
  policy?: string;
  /** How many of what is drawn share the point. */
  stack: number;
}

export interface Matching {
  points: FeatureCollection<Point, Drawn>;
  ids: string[];
}

interface Row {
  position: Position | null;
  drawn: Omit<Drawn, 'accuracy' | 'stack'>;
}

/** Null when there are more than a page should carry. */
export async function readMatching(
  register: Register,
  query: Parameters,
  signal: AbortSignal,
): Promise<Matching | null> {
  const rows = await (register === 'facilities'
    ? readAll(
        (page) => listFacilities({ ...query, ...page, sort: 'number' }, signal),
        (facility): Row => {
          const { id, fid, name, position } = facility;
          return { position, drawn: { id, fid, name, class: majorClassOf(facility) ?? '' } };
        },
      )
    : readAll(
        (page) => listParcels({ ...query, ...page, sort: 'number' }, signal),
        (parcel): Row => {
          const { id, fid, policy, position } = parcel;
          return { position, drawn: { id, fid, name: parcelName(parcel), policy: policy ?? '' } };
        },
      ));
  return rows === null ? null : matchingOf(rows);
}

async function readAll<Item>(
  read: (page: Parameters) => Promise<Page<Item>>,
  row: (item: Item) => Row,
): Promise<Row[] | null> {
  const rows: Row[] = [];
  for (;;) {
    const page = await read({ limit: PAGE, offset: rows.length });
    if (page.matched > MOST_TO_DRAW) return null;
    rows.push(...page.items.map(row));
    if (page.items.length === 0 || rows.length >= page.matched) return rows;
  }
}

export function matchingOf(rows: readonly Row[]): Matching {
  const placed = rows.flatMap(({ position, drawn }) => (position === null ? [] : [{ position, drawn }]));
  const perPoint = new Map<string, number>();
  const point = ({ lon, lat }: Position) => `${lon.toFixed(6)},${lat.toFixed(6)}`;
  for (const { position } of placed) {
    perPoint.set(point(position), (perPoint.get(point(position)) ?? 0) + 1);
  }
  const features = placed.map(
    ({ position, drawn }): Feature<Point, Drawn> => ({
      type: 'Feature',
      id: drawn.fid,
      geometry: { type: 'Point', coordinates: [position.lon, position.lat] },
      properties: { ...drawn, accuracy: position.accuracy, stack: perPoint.get(point(position)) ?? 1 },
    }),
  );
  return {
    points: { type: 'FeatureCollection', features },
    ids: rows.map(({ drawn }) => drawn.id),
  };
}
