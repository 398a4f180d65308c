// The outlines round about a place, exact to the last digit: those of tiles are rounded.

import { listParcels } from '../api/portfolio';
import { readRecord } from '../api/staff';
import { positionsOf } from './coordinates';
import type { Geometry } from './field_value';

const MARGIN_DEGREES = 0.0015;
const MOST = 20;

/** The parcels round about; none where they cannot be had, for drawing works without them. */
export async function readNeighbours(around: Geometry, own: string | null): Promise<Geometry[]> {
  const positions = positionsOf(around);
  const lons = positions.map(([lon = 0]) => lon);
  const lats = positions.map(([, lat = 0]) => lat);
  const bbox = [
    Math.min(...lons) - MARGIN_DEGREES,
    Math.min(...lats) - MARGIN_DEGREES,
    Math.max(...lons) + MARGIN_DEGREES,
    Math.max(...lats) + MARGIN_DEGREES,
  ];
  try {
    const { items } = await listParcels({
      bbox: bbox.map((degrees) => degrees.toFixed(6)).join(','),
      limit: MOST,
    });
    const others = items.filter(({ id, bbox: extent }) => id !== own && extent !== null);
    const records = await Promise.all(others.map(({ id }) => readRecord('parcels', id)));
    return records.flatMap(({ record }) => {
      const shape = record.shape as Geometry | undefined;
      return shape === undefined || shape.type === 'Point' ? [] : [shape];
    });
  } catch {
    return [];
  }
}
