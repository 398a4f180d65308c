// The list beside the map and the counts on chips, tabs and legend. Both follow the filters.

import { listFacilities, listParcels, type Register, readStatistics } from '../api/portfolio';
import type { Facility, Parcel } from '../api/types';
import { extentParameter, filterParameters } from '../filters';
import { SORTS, type View } from '../permalink';
import { Loading } from './loading.svelte';
import { view } from './view.svelte';

export const PAGE_SIZE = 100;

export type Rows = { register: 'facilities'; items: Facility[] } | { register: 'parcels'; items: Parcel[] };
export type Listed = Rows & { matched: number; version: number; offset: number };

class Listing {
  readonly list = new Loading<Listed>();

  load(
    current: View,
    parameters = extentParameter(current, current.inExtent ? view.extent : null),
  ): Promise<void> {
    const { tab } = current;
    const offset = (current.page - 1) * PAGE_SIZE;
    const query = {
      ...filterParameters(tab, current),
      ...parameters,
      sort: current.sort ?? SORTS[tab][0],
      limit: PAGE_SIZE,
      offset,
    };
    return this.list.ask(async (signal): Promise<Listed> => {
      if (tab === 'facilities') {
        const { items, matched, version } = await listFacilities(query, signal);
        return { register: tab, items, matched, version, offset };
      }
      const { items, matched, version } = await listParcels(query, signal);
      return { register: tab, items, matched, version, offset };
    });
  }
}

export interface Tally {
  total: number;
  groups: Map<string, number>;
  unplaced: number;
}

class Tallies {
  readonly facilities = new Loading<Tally>();
  readonly parcels = new Loading<Tally>();

  load(current: View): void {
    for (const register of ['facilities', 'parcels'] as const) {
      void this[register].ask((signal) => readTally(register, current, signal));
    }
  }
}

/** Counts by class or policy as if none were chosen, so that a chip says what choosing it would bring. */
async function readTally(register: Register, current: View, signal: AbortSignal): Promise<Tally> {
  const by = register === 'facilities' ? 'class' : 'policy';
  const list = register === 'facilities' ? listFacilities : listParcels;
  const filters = filterParameters(register, current, { unplaced: true });
  const [grouped, matched, unplaced] = await Promise.all([
    readStatistics(register, { ...filterParameters(register, current, { classes: true }), by }, signal),
    list({ ...filterParameters(register, current), limit: 1 }, signal),
    list({ ...filters, positioned: 'false', limit: 1 }, signal),
  ]);
  return {
    total: matched.matched,
    groups: new Map(grouped.groups.map(({ key, count }) => [key, count])),
    unplaced: unplaced.matched,
  };
}

export const listing = new Listing();
export const tallies = new Tallies();
