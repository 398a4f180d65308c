// From the chosen filters to the parameters of a request. Pure: the same for list, map, chips and statistics.

import type { Parameters } from './api/client';
import type { Register } from './api/portfolio';
import type { Bounds } from './api/types';
import type { View } from './permalink';

export interface Omit {
  classes?: boolean;
  unplaced?: boolean;
}

export function filterParameters(register: Register, view: View, leave: Omit = {}): Parameters {
  const common: Parameters = {
    ward: view.wards,
    q: view.q,
    positioned: view.unplaced && !leave.unplaced ? 'false' : '',
  };
  if (leave.classes) return common;
  return register === 'facilities'
    ? { ...common, class: view.classes }
    : { ...common, policy: view.policies, lending: view.lendings };
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
