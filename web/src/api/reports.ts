// What the report pages ask: the quality of the data and what lies in an area.

import { fetchJson, type Parameters, ProblemError, readProblem, UnreachableError } from './client';
import type { components } from './schema';
import { send } from './send';
import type { Bounds, Sent } from './types';

type Schemas = components['schemas'];
type All<Type> = Type extends (infer Item)[]
  ? All<Item>[]
  : Type extends object
    ? { [Key in keyof Sent<Type>]: All<Sent<Type>[Key]> }
    : Type;

export type GroupRow = All<Schemas['GroupRow']>;
export type Completeness = All<Schemas['Completeness']>;
export type YearlyCoverage = All<Schemas['YearlyCoverage']>;
export type RuleCount = All<Schemas['RuleCount']>;
export type FindingPage = All<Schemas['FindingPage']>;
export type RecordFinding = All<Schemas['RecordFinding']>;
export type Quality = All<Schemas['PublicQuality']> & {
  /** Staff only. */
  yearly?: YearlyCoverage;
  rules?: RuleCount[];
};
export type Crosswalk = All<Schemas['CrosswalkReport']>;
export type ClassRow = All<Schemas['ClassRow']>;

export type AreaGroup = All<Schemas['AreaGroup']>;
export type AreaSheet = Omit<All<Schemas['AreaSheet']>, 'bbox'> & { bbox: Bounds | null };
export type AreaChoices = All<Schemas['AreaChoices']>;
export type AreaCosts = All<Schemas['AreaCosts']>;

export const readQuality = (staff: boolean, signal?: AbortSignal) =>
  staff
    ? send<Quality>('/api/staff/quality', asked({}, signal))
    : fetchJson<Quality>('/api/quality', {}, signal);
export const readCrosswalk = (signal?: AbortSignal) =>
  fetchJson<Crosswalk>('/api/reports/crosswalk', {}, signal);
export const listFindings = (parameters: Parameters, signal?: AbortSignal) =>
  send<FindingPage>('/api/staff/quality/findings', asked(parameters, signal));

export const readArea = (parameters: Parameters, signal?: AbortSignal) =>
  fetchJson<AreaSheet>('/api/area', parameters, signal);
export const readChoices = (signal?: AbortSignal) => fetchJson<AreaChoices>('/api/area/choices', {}, signal);
export const readCosts = (parameters: Parameters, signal?: AbortSignal) =>
  send<AreaCosts>('/api/staff/area/cost', asked(parameters, signal));

function asked(parameters: Parameters, signal: AbortSignal | undefined) {
  return signal === undefined ? { parameters } : { parameters, signal };
}

/** A file that only somebody known gets: a plain link could not say who asks. */
export async function readFindingsFile(): Promise<Blob> {
  let response: Response;
  try {
    response = await fetch('/api/staff/quality/findings.csv', { headers: { 'x-koyu-request': '1' } });
  } catch (cause) {
    throw new UnreachableError(cause);
  }
  if (!response.ok) throw new ProblemError(await readProblem(response));
  return response.blob();
}
