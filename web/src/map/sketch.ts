// What is drawn over the map: the circle that is searched in, and what is measured.

import type { Feature } from 'geojson';
import { circle, type LonLat } from '../geodesy';
import type { Near } from '../permalink';

const feature = (geometry: Feature['geometry']): Feature => ({ type: 'Feature', geometry, properties: {} });
const mutable = (points: readonly LonLat[]) => points.map(([lon, lat]) => [lon, lat]);

export function sketch(near: Near | null, measured: readonly LonLat[] | null): Feature[] {
  const features: Feature[] = [];
  if (near !== null) {
    const ring = circle([near.lon, near.lat], near.radiusM);
    features.push(feature({ type: 'Polygon', coordinates: [mutable(ring)] }));
    features.push(feature({ type: 'Point', coordinates: [near.lon, near.lat] }));
  }
  const points = measured ?? [];
  const [first] = points;
  if (first !== undefined && points.length >= 3) {
    features.push(feature({ type: 'Polygon', coordinates: [mutable([...points, first])] }));
  } else if (points.length === 2) {
    features.push(feature({ type: 'LineString', coordinates: mutable(points) }));
  }
  features.push(...mutable(points).map((coordinates) => feature({ type: 'Point', coordinates })));
  return features;
}
