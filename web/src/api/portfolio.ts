import { fetchJson, type Parameters } from './client';
import type {
  Facility,
  FacilityPoints,
  Found,
  HistoryEntry,
  LayerFeature,
  Metric,
  Page,
  Parcel,
  ParcelPoints,
  PublicLayer,
  Series,
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

export const readMetrics = async (signal?: AbortSignal) =>
  (await fetchJson<{ items: Metric[] }>('/api/metrics', {}, signal)).items;
/** One figure of all facilities over the years. */
export const readSeries = (metric: string, signal?: AbortSignal) =>
  fetchJson<Series>('/api/series/facilities', { metric }, signal);

/** The public reference layers with their columns. */
export const readLayers = async (signal?: AbortSignal) =>
  (await fetchJson<{ items: PublicLayer[] }>('/api/layers', {}, signal)).items;
export const listLayerFeatures = (id: string, query: Parameters, signal?: AbortSignal) =>
  fetchJson<Page<LayerFeature>>(`/api/layers/${encodeURIComponent(id)}/features`, query, signal);
