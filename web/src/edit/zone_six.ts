// The area of a polygon in the plane rectangular zone VI, as the server measures it: Gauss–Krüger on GRS 80, origin
// 36°N 136°E, scale 0.9999 at the central meridian. Terms to n⁴ are exact to a tenth of a millimetre here.

import type { Geometry } from './field_value';

const SEMI_MAJOR_M = 6_378_137;
const FLATTENING = 1 / 298.257222101;
const SCALE = 0.9999;
const ORIGIN_LON = 136;
const ORIGIN_LAT = 36;

const N = FLATTENING / (2 - FLATTENING);
const ALPHA = [
  N / 2 - (2 / 3) * N ** 2 + (5 / 16) * N ** 3 + (41 / 180) * N ** 4,
  (13 / 48) * N ** 2 - (3 / 5) * N ** 3 + (557 / 1440) * N ** 4,
  (61 / 240) * N ** 3 - (103 / 140) * N ** 4,
  (49561 / 161280) * N ** 4,
];
const RECTIFYING_RADIUS = (SEMI_MAJOR_M / (1 + N)) * (1 + N ** 2 / 4 + N ** 4 / 64);
const E = (2 * Math.sqrt(N)) / (1 + N);

const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** ξ and η of a position, without the origin's offset. */
function conformal(lon: number, lat: number): [number, number] {
  const phi = radians(lat);
  const lambda = radians(lon - ORIGIN_LON);
  const t = Math.sinh(Math.atanh(Math.sin(phi)) - E * Math.atanh(E * Math.sin(phi)));
  const xi = Math.atan2(t, Math.cos(lambda));
  const eta = Math.atanh(Math.sin(lambda) / Math.hypot(1, t));
  let north = xi;
  let east = eta;
  for (const [index, alpha] of ALPHA.entries()) {
    const k = 2 * (index + 1);
    north += alpha * Math.sin(k * xi) * Math.cosh(k * eta);
    east += alpha * Math.cos(k * xi) * Math.sinh(k * eta);
  }
  return [north, east];
}

const ORIGIN_NORTH = conformal(ORIGIN_LON, ORIGIN_LAT)[0];

/** East and north in metres. */
export function toZoneSix([lon = 0, lat = 0]: readonly number[]): [number, number] {
  const [north, east] = conformal(lon, lat);
  const metres = SCALE * RECTIFYING_RADIUS;
  return [metres * east, metres * (north - ORIGIN_NORTH)];
}

function ringArea(ring: readonly (readonly number[])[]): number {
  const points = ring.map(toZoneSix);
  let twice = 0;
  for (const [index, [x, y]] of points.entries()) {
    const [nextX, nextY] = points[(index + 1) % points.length] ?? [x, y];
    twice += x * nextY - nextX * y;
  }
  return Math.abs(twice) / 2;
}

/** ㎡ of a polygon; null for a point. */
export function areaOf(geometry: Geometry | null): number | null {
  if (geometry === null || geometry.type === 'Point') return null;
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  let area = 0;
  for (const [outer = [], ...holes] of polygons) {
    area += ringArea(outer);
    for (const hole of holes) area -= ringArea(hole);
  }
  return area;
}
