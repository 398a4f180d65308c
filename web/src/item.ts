import type { Register } from './api/portfolio';
import type { Facility, Parcel, Position } from './api/types';
import { facilityLook, parcelLook } from './look';
import type { Look } from './palette';

/** Enough of a record to name it, to draw its symbol and to ring it on the map. */
export interface Item {
  register: Register;
  id: string;
  fid: number;
  name: string;
  look: Look;
  position: Position | null;
}

export function facilityItem(facility: Facility): Item {
  const { id, fid, name, position } = facility;
  return { register: 'facilities', id, fid, name, look: facilityLook(facility), position };
}

export function parcelItem(parcel: Parcel): Item {
  const { id, fid, position } = parcel;
  return { register: 'parcels', id, fid, name: parcelName(parcel), look: parcelLook(parcel), position };
}

/** Some parcels have no name of their own; their number is one. */
export function parcelName({ name, number }: Pick<Parcel, 'name' | 'number'>): string {
  return name === '' ? number : name;
}
