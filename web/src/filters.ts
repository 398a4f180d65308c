// From the chosen filters to the parameters of a request. Pure: the same for list, map, chips and statistics.

import type { Register } from './api/portfolio';
import type { Parameters } from './api/client';
import type { Accuracy, Bounds } from './api/types';
import type { View } from './permalink';

/** Positions that cannot be drawn as a point: a ward is not a place on the map. */
export const UNPLACED: readonly Accuracy[] = ['none', 'ward'];

export interface Omit {
  classes?: boolean;
  unplaced?: boolean;
}

export function filterParameters(register: Register, view: View, leave: Omit = {}): Parameters {
  const common: Parameters = {
    ward: view.wards,
    q: view.q,
    accuracy: view.unplaced && !leave.unplaced ? UNPLACED : [],
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
    (value) => value !== '' && value !== null && value !== undefined && (!Array.isArray(value) || value.length > 0),
  );
}
