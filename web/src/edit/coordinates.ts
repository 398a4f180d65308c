// A place as text: for those who cannot draw, and for coordinates that came by mail. Reads GeoJSON, and lines of
// longitude and latitude in either order; Japan tells which is which.

import type { Geometry } from './field_value';

export type ReadGeometry =
  | { geometry: Geometry }
  | { fault: 'empty' | 'unreadable' | 'range' | 'corners' | 'kind' };

/** Nine digits after the point are a tenth of a millimetre. */
const DIGITS = 9;

export function readGeometry(text: string): ReadGeometry {
  const trimmed = text.trim();
  if (trimmed === '') return { fault: 'empty' };
  return trimmed.startsWith('{') ? readGeoJson(trimmed) : readLines(trimmed);
}

function readGeoJson(text: string): ReadGeometry {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { fault: 'unreadable' };
  }
  const geometry = geometryIn(value);
  if (geometry === null) return { fault: 'kind' };
  return positionsOf(geometry).every(isInJapan) ? { geometry } : { fault: 'range' };
}

/** Of a feature its geometry, of a collection of one that one's. */
function geometryIn(value: unknown): Geometry | null {
  if (typeof value !== 'object' || value === null) return null;
  const { type, geometry, features, coordinates } = value as Record<string, unknown>;
  if (type === 'Feature') return geometryIn(geometry);
  if (type === 'FeatureCollection')
    return Array.isArray(features) && features.length === 1 ? geometryIn(features[0]) : null;
  if ((type === 'Point' || type === 'Polygon' || type === 'MultiPolygon') && Array.isArray(coordinates))
    return { type, coordinates } as Geometry;
  return null;
}

/** Every position of a geometry. */
export function positionsOf(geometry: Geometry): number[][] {
  if (geometry.type === 'Point') return [geometry.coordinates];
  return geometry.type === 'Polygon' ? geometry.coordinates.flat() : geometry.coordinates.flat(2);
}

function readLines(text: string): ReadGeometry {
  const positions: number[][] = [];
  for (const line of text.split(/[\n;]/)) {
    const figures = line.normalize('NFKC').match(/-?\d+(?:\.\d+)?/g);
    if (figures === null) {
      if (line.trim() === '') continue;
      return { fault: 'unreadable' };
    }
    const [a, b] = figures.map(Number);
    if (figures.length !== 2 || a === undefined || b === undefined) return { fault: 'unreadable' };
    // Longitudes of Japan are beyond 120, latitudes below 50.
    const position = a > b ? [a, b] : [b, a];
    if (!isInJapan(position)) return { fault: 'range' };
    positions.push(position);
  }
  const [first] = positions;
  if (first === undefined) return { fault: 'empty' };
  if (positions.length === 1) return { geometry: { type: 'Point', coordinates: first } };
  const ring = sameOf(first, positions.at(-1)) ? positions : [...positions, first];
  if (ring.length < 4) return { fault: 'corners' };
  return { geometry: { type: 'Polygon', coordinates: [ring] } };
}

function sameOf(one: readonly number[], other: readonly number[] | undefined): boolean {
  return other !== undefined && one[0] === other[0] && one[1] === other[1];
}

function isInJapan(position: readonly number[]): boolean {
  const [lon, lat] = position;
  return (
    typeof lon === 'number' && typeof lat === 'number' && lon >= 122 && lon <= 154 && lat >= 20 && lat <= 46
  );
}

/** The text of a geometry: lines of longitude and latitude, or GeoJSON where it has holes or parts. */
export function writeGeometry(geometry: Geometry | null): string {
  if (geometry === null) return '';
  const line = ([lon = 0, lat = 0]: readonly number[]) => `${trim(lon)}, ${trim(lat)}`;
  if (geometry.type === 'Point') return line(geometry.coordinates);
  const [outer, ...holes] = geometry.type === 'Polygon' ? geometry.coordinates : [];
  if (outer === undefined || holes.length > 0) return JSON.stringify(geometry);
  return outer.slice(0, -1).map(line).join('\n');
}

function trim(degrees: number): string {
  return String(Number(degrees.toFixed(DIGITS)));
}
