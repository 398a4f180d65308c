// What the person has chosen; the address bar mirrors it. Nothing here is fetched.

import type { Register } from '../api/portfolio';
import type { Bounds, Lending, Policy } from '../api/types';
import type { MajorClass } from '../palette';
import {
  type Camera,
  EMPTY_VIEW,
  type Near,
  type OwnLayer,
  PLAIN_REFERENCE,
  type Range,
  type ReferenceStyle,
  readView,
  type View,
  writeView,
} from '../permalink';
import { notices } from './notices.svelte';
import { router } from './router.svelte';

export type FilterName = 'wards' | 'classes' | 'policies' | 'lendings' | 'bureaus';
/** What can be narrowed by a lower and an upper end. */
export type RangeName = 'built' | 'floorAreaM2' | 'landAreaM2';

class ViewState {
  current: View = $state({ ...EMPTY_VIEW });
  /** The part of the world that the map shows; null until there is a map. */
  extent: Bounds | null = $state(null);
  /** Counts up when the camera of `current` is to be taken by the map (start, back button). */
  cameraCalls = $state(0);
  /** Whether the selection came with the address and not from a hand. */
  openedByAddress = false;

  readAddress(): void {
    const { view, dropped } = readView(location.search);
    this.current = view;
    notices.dropped = dropped;
    this.cameraCalls += 1;
    this.openedByAddress = view.selected !== null;
  }

  address(): string {
    return `/${writeView(this.current)}`;
  }

  /** A change that deserves a step of the back button. */
  select(id: string | null): void {
    if (this.current.selected === id) return;
    this.current.selected = id;
    this.openedByAddress = false;
    router.push(this.address());
  }

  open(tab: Register): void {
    if (this.current.tab === tab) return;
    this.current.tab = tab;
    this.current.sort = null;
    this.current.page = 1;
  }

  setCamera(camera: Camera, extent: Bounds): void {
    this.current.camera = camera;
    this.extent = extent;
    if (this.current.inExtent) this.current.page = 1;
  }

  toggle(name: 'wards' | 'bureaus', item: string): void;
  toggle(name: 'classes', item: MajorClass): void;
  toggle(name: 'policies', item: Policy): void;
  toggle(name: 'lendings', item: Lending): void;
  toggle(name: FilterName, item: string): void {
    const items: readonly string[] = this.current[name];
    Object.assign(this.current, { [name]: toggled(items, item) });
    this.current.page = 1;
  }

  narrow(name: RangeName, range: Range): void {
    this.current[name] = range;
    this.current.page = 1;
  }

  setNear(near: Near | null): void {
    this.current.near = near;
    this.current.page = 1;
  }

  setEvaluated(evaluated: boolean | null): void {
    this.current.evaluated = evaluated;
    this.current.page = 1;
  }

  setText(q: string): void {
    this.current.q = q;
    this.current.page = 1;
  }

  setUnplaced(unplaced: boolean): void {
    this.current.unplaced = unplaced;
    this.current.page = 1;
  }

  setInExtent(inExtent: boolean): void {
    this.current.inExtent = inExtent;
    this.current.page = 1;
  }

  clearFilters(): void {
    const { wards, classes, policies, lendings, bureaus, built, floorAreaM2, landAreaM2 } = EMPTY_VIEW;
    const { near, evaluated, q, unplaced, inExtent, page } = EMPTY_VIEW;
    const lists = { wards, classes, policies, lendings, bureaus };
    Object.assign(this.current, {
      ...lists,
      built,
      floorAreaM2,
      landAreaM2,
      near,
      evaluated,
      q,
      unplaced,
      inExtent,
      page,
    });
  }

  isShown(layer: OwnLayer): boolean {
    return !this.current.hiddenLayers.includes(layer);
  }

  toggleLayer(layer: OwnLayer): void {
    this.current.hiddenLayers = toggled(this.current.hiddenLayers, layer);
  }

  isReferenceShown(id: string): boolean {
    return this.current.shownReferences.includes(id);
  }

  toggleReference(id: string): void {
    this.current.shownReferences = toggled(this.current.shownReferences, id);
  }

  styleOf(id: string): ReferenceStyle {
    return this.current.referenceStyles[id] ?? PLAIN_REFERENCE;
  }

  restyle(id: string, change: Partial<ReferenceStyle>): void {
    this.current.referenceStyles[id] = { ...this.styleOf(id), ...change };
  }

  bringToFront(id: string): void {
    this.current.shownReferences = [...this.current.shownReferences.filter((other) => other !== id), id];
  }
}

function toggled<Item>(items: readonly Item[], item: Item): Item[] {
  return items.includes(item) ? items.filter((other) => other !== item) : [...items, item];
}

export const view = new ViewState();

export function registerOf(id: string): Register {
  return id.startsWith('P') ? 'parcels' : 'facilities';
}
