// Vacancies as everybody sees them: those that are released.

import { fetchJson, type Parameters } from './client';
import type { HistoryEntry, Page, Vacancy } from './types';

const at = (id: string) => `/api/vacancies/${encodeURIComponent(id)}`;

export const listVacancies = (query: Parameters, signal?: AbortSignal) =>
  fetchJson<Page<Vacancy>>('/api/vacancies', query, signal);
export const readVacancy = (id: string, signal?: AbortSignal) => fetchJson<Vacancy>(at(id), {}, signal);
export const readVacancyHistory = async (id: string, signal?: AbortSignal) =>
  (await fetchJson<{ items: HistoryEntry[] }>(`${at(id)}/history`, {}, signal)).items;
