// The record whose sheet is open, what else lies at its point, and what the pointer is on.

import { listFacilities, listParcels, readFacility, readHistory, readParcel } from '../api/portfolio';
import type { Facility, HistoryEntry, Parcel, Position } from '../api/types';
import { facilityItem, type Item, parcelItem } from '../item';
import { Loading } from './loading.svelte';
import { registerOf } from './view.svelte';

export type Sheet = { register: 'facilities'; record: Facility } | { register: 'parcels'; record: Parcel };

/** About 10 cm: the same point, whatever became of the last digit on the way. */
const SAME_POINT_DEGREES = 1e-6;
const MAX_AT_ONE_POINT = 100;

class Selection {
  readonly sheet = new Loading<Sheet>();
  readonly history = new Loading<HistoryEntry[]>();
  readonly stack = new Loading<Item[]>();
  /** Hit by the same click: so close that they cover one another. */
  #hitTogether: Item[] = [];

  hit(items: Item[]): void {
    this.#hitTogether = items;
    this.stack.clear();
  }

  open(id: string | null): void {
    if (id === null) {
      this.sheet.clear();
      this.history.clear();
      this.stack.clear();
      return;
    }
    if (this.sheet.answer?.record.id === id && this.sheet.failure === null) return;
    const register = registerOf(id);
    this.history.clear();
    void this.sheet.ask(async (signal): Promise<Sheet> => {
      const sheet: Sheet =
        register === 'facilities'
          ? { register, record: await readFacility(id, signal) }
          : { register, record: await readParcel(id, signal) };
      this.#lookAround(sheet);
      return sheet;
    });
    void this.history.ask((signal) => readHistory(register, id, signal));
  }

  #lookAround({ record }: Sheet): void {
    // Walking through the items of one point keeps their order.
    if (this.stack.answer?.some((item) => item.id === record.id) === true) return;
    const { position } = record;
    if (position === null) {
      this.stack.clear();
      return;
    }
    const together = this.#hitTogether.some((item) => item.id === record.id) ? this.#hitTogether : [];
    void this.stack.ask(async (signal) => {
      const here = await readItemsAt(position, signal);
      return [...here, ...together.filter(({ id }) => here.every((item) => item.id !== id))];
    });
  }
}

async function readItemsAt({ lon, lat }: Position, signal: AbortSignal): Promise<Item[]> {
  const d = SAME_POINT_DEGREES;
  const query = {
    bbox: [lon - d, lat - d, lon + d, lat + d].map((degrees) => degrees.toFixed(7)).join(','),
    limit: MAX_AT_ONE_POINT,
  };
  const [facilities, parcels] = await Promise.all([
    listFacilities(query, signal),
    listParcels(query, signal),
  ]);
  const here = (item: Item) =>
    item.position !== null &&
    Math.abs(item.position.lon - lon) <= d &&
    Math.abs(item.position.lat - lat) <= d;
  // A parcel's polygon can touch the box while its own point lies elsewhere.
  return [...facilities.items.map(facilityItem), ...parcels.items.map(parcelItem)].filter(here);
}

class Pointer {
  /** Under the pointer on the map, or focused or pointed at in the list. */
  item: Item | null = $state.raw(null);
}

export const selection = new Selection();
export const pointer = new Pointer();
