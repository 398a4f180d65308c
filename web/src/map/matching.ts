// What matches the filters, as points for the map. The server's tiles know no filters and gather items at low zooms,
// so their counts would be wrong: the matching items come as columns and are gathered here, however many they are.

import type { Feature, FeatureCollection, Point } from 'geojson';
import type { Parameters } from '../api/client';
import { type Register, readFacilityPoints, readParcelPoints } from '../api/portfolio';
import type { Accuracy, PointColumns } from '../api/types';
import { parcelName } from '../item';
import type { Tone } from '../tones';

export interface Drawn {
  id: string;
  fid: number;
  name: string;
  accuracy: Accuracy;
  /** Major class or policy, under the name that the tiles use. */
  class?: string;
  policy?: string;
  built_fy?: number | null;
  /** The step that its colour stands for, where colours do not stand for the class. */
  tone?: Tone;
  /** How many of what is drawn share the point. */
  stack: number;
}

export interface Matching {
  points: FeatureCollection<Point, Drawn>;
  fids: number[];
}

export async function readMatching(
  register: Register,
  query: Parameters,
  signal: AbortSignal,
): Promise<Matching> {
  if (register === 'facilities') {
    const { points, class: classes, built_fy } = await readFacilityPoints(query, signal);
    return matchingOf('F', points, (row) => ({
      name: points.name[row] ?? '',
      class: classes[row] ?? '',
      built_fy: built_fy[row] ?? null,
    }));
  }
  const { points, number, policy } = await readParcelPoints(query, signal);
  return matchingOf('P', points, (row) => ({
    name: parcelName({ name: points.name[row] ?? '', number: number[row] ?? '' }),
    policy: policy[row] ?? '',
  }));
}

type Described = Pick<Drawn, 'name' | 'class' | 'policy' | 'built_fy'>;

export function matchingOf(
  prefix: 'F' | 'P',
  { fid, lon, lat, accuracy }: Omit<PointColumns, 'name' | 'matched' | 'version'>,
  describe: (row: number) => Described,
): Matching {
  const point = (row: number) => `${lon[row]?.toFixed(6)},${lat[row]?.toFixed(6)}`;
  const perPoint = new Map<string, number>();
  for (const row of fid.keys()) perPoint.set(point(row), (perPoint.get(point(row)) ?? 0) + 1);
  const features = fid.map(
    (own, row): Feature<Point, Drawn> => ({
      type: 'Feature',
      id: own,
      geometry: { type: 'Point', coordinates: [lon[row] ?? 0, lat[row] ?? 0] },
      properties: {
        id: `${prefix}${String(own).padStart(6, '0')}`,
        fid: own,
        accuracy: accuracy[row] ?? 'none',
        stack: perPoint.get(point(row)) ?? 1,
        ...describe(row),
      },
    }),
  );
  return { points: { type: 'FeatureCollection', features }, fids: fid };
}

export function toned({ points, fids }: Matching, toneOf: (item: Drawn) => Tone | null): Matching {
  const features = points.features.map((feature) => {
    const tone = toneOf(feature.properties);
    return tone === null ? feature : { ...feature, properties: { ...feature.properties, tone } };
  });
  return { points: { ...points, features }, fids };
}
