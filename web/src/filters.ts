// From the chosen filters to the parameters of a request. Pure: the same for list, map, chips and statistics.

import type { Parameters } from './api/client';
import type { Register } from './api/portfolio';
import type { Bounds } from './api/types';
import type { View } from './permalink';

export interface Omit {
  classes?: boolean;
  bureaus?: boolean;
  unplaced?: boolean;
}

export function filterParameters(register: Register, view: View, leave: Omit = {}): Parameters {
  const near = view.unplaced || leave.unplaced ? null : view.near;
  const common: Parameters = {
    ward: view.wards,
    bureau: leave.bureaus ? [] : view.bureaus,
    q: view.q,
    // What has no place is near nothing.
    near: near === null ? '' : `${near.lon.toFixed(5)},${near.lat.toFixed(5)}`,
    radius_m: near?.radiusM,
    positioned: view.unplaced && !leave.unplaced ? 'false' : '',
  };
  if (register === 'parcels') {
    const [area_min, area_max] = view.landAreaM2;
    const land = { ...common, lending: view.lendings, area_min, area_max };
    return leave.classes ? land : { ...land, policy: view.policies };
  }
  const [built_from, built_to] = view.built;
  const [area_min, area_max] = view.floorAreaM2;
  const evaluated = view.evaluated === null ? '' : String(view.evaluated);
  const building = { ...common, built_from, built_to, area_min, area_max, evaluated };
  return leave.classes ? building : { ...building, class: view.classes };
}

export function extentParameter(view: View, extent: Bounds | null): Parameters {
  if (!view.inExtent || extent === null || view.unplaced) return {};
  return { bbox: extent.map((degrees) => Number(degrees.toFixed(5))).join(',') };
}

/** Whether anything narrows what the map shows of this register. */
export function isFiltered(register: Register, view: View): boolean {
  return Object.values(filterParameters(register, view)).some(
    (value) =>
      value !== '' && value !== null && value !== undefined && (!Array.isArray(value) || value.length > 0),
  );
}
