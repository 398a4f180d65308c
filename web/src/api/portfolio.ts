import { fetchJson, type Parameters } from './client';
import type {
  Facility,
  FacilityPoints,
  Found,
  HistoryEntry,
  Page,
  Parcel,
  ParcelPoints,
  Statistics,
  Summary,
  Ward,
} from './types';

/** The two registers of the portfolio, as the API calls them. */
export type Register = 'facilities' | 'parcels';

export const readSummary = () => fetchJson<Summary>('/api/summary');
export const readWards = async () => (await fetchJson<{ items: Ward[] }>('/api/wards')).items;

export const listFacilities = (query: Parameters, signal?: AbortSignal) =>
  fetchJson<Page<Facility>>('/api/facilities', query, signal);
export const listParcels = (query: Parameters, signal?: AbortSignal) =>
  fetchJson<Page<Parcel>>('/api/parcels', query, signal);

/** All that match, as columns: what has no place is counted and not listed. */
export const readFacilityPoints = (query: Parameters, signal?: AbortSignal) =>
  fetchJson<FacilityPoints>('/api/facilities/points', query, signal);
export const readParcelPoints = (query: Parameters, signal?: AbortSignal) =>
  fetchJson<ParcelPoints>('/api/parcels/points', query, signal);

export const readFacility = (id: string, signal?: AbortSignal) =>
  fetchJson<Facility>(`/api/facilities/${encodeURIComponent(id)}`, {}, signal);
export const readParcel = (id: string, signal?: AbortSignal) =>
  fetchJson<Parcel>(`/api/parcels/${encodeURIComponent(id)}`, {}, signal);

export const readHistory = async (register: Register, id: string, signal?: AbortSignal) =>
  (
    await fetchJson<{ items: HistoryEntry[] }>(
      `/api/${register}/${encodeURIComponent(id)}/history`,
      {},
      signal,
    )
  ).items;

export const readStatistics = (register: Register, query: Parameters, signal?: AbortSignal) =>
  fetchJson<Statistics>(`/api/statistics/${register}`, query, signal);

export const search = async (q: string, limit: number, signal?: AbortSignal) =>
  (await fetchJson<{ items: Found[] }>('/api/search', { q, limit }, signal)).items;
