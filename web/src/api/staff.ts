// Records for those who work on them: all fields, the form of each, and the ways to change them.

import type { components } from './schema';
import { send } from './send';
import type { Problem, Sent } from './types';

type Schemas = components['schemas'];

/** The kinds of record that have a form, as the API calls them. */
export const KINDS = ['facilities', 'buildings', 'parcels', 'lots', 'links'] as const;
export type EditableKind = (typeof KINDS)[number];

export type FieldInput =
  | 'line'
  | 'lines'
  | 'words'
  | 'url'
  | 'parcel_number'
  | 'code'
  | 'codes'
  | 'code_name'
  | 'code_digit'
  | 'facility_class'
  | 'municipality'
  | 'date'
  | 'fiscal_year'
  | 'area_m2'
  | 'yen'
  | 'integer'
  | 'share'
  | 'yes_no'
  | 'decision'
  | 'position'
  | 'reference'
  | 'link_role'
  | 'shape';

export type Section =
  | 'name'
  | 'use'
  | 'policy'
  | 'management'
  | 'scale'
  | 'place'
  | 'value'
  | 'link'
  | 'remarks';

export type FormField = Omit<Sent<Schemas['FormField']>, 'input' | 'section'> & {
  input: FieldInput;
  section: Section;
};
export type Form = Omit<Sent<Schemas['Form']>, 'fields'> & { fields: FormField[] };
export type Caution = Sent<Schemas['Caution']>;
export type StaffLink = Sent<Schemas['StaffLink']>;
export type StaffRecord = Omit<
  Sent<Schemas['StaffRecord']>,
  'fields' | 'record' | 'links' | 'cautions' | 'kind'
> & {
  kind: EditableKind;
  fields: FormField[];
  record: Record<string, unknown>;
  links: StaffLink[];
  cautions: Caution[];
};
export type UndoPreview = Omit<Sent<Schemas['UndoPreview']>, 'restored' | 'contested'> & {
  restored: Sent<Schemas['RestoredField']>[];
  contested: Sent<Schemas['ContestedField']>[];
};

export type StaffChange = Sent<Schemas['StaffChange']>;
export type StaffHistoryEntry = Omit<Sent<Schemas['StaffHistoryEntry']>, 'changes'> & {
  changes: StaffChange[];
};

/** The letter before a number says what kind of record it is. */
const PREFIXES: Record<string, EditableKind> = {
  F: 'facilities',
  B: 'buildings',
  P: 'parcels',
  L: 'lots',
  K: 'links',
};

export function kindOf(id: string): EditableKind | null {
  return /^[A-Z]\d{6,}$/.test(id) ? (PREFIXES[id.charAt(0)] ?? null) : null;
}

const at = (kind: EditableKind, id: string) => `/api/staff/${kind}/${encodeURIComponent(id)}`;

export const readForm = (kind: EditableKind, signal?: AbortSignal) =>
  send<Form>(`/api/staff/forms/${kind}`, signal === undefined ? {} : { signal });

export const readRecord = (kind: EditableKind, id: string, signal?: AbortSignal) =>
  send<StaffRecord>(at(kind, id), signal === undefined ? {} : { signal });

/** The newest first. */
export const readStaffHistory = async (kind: EditableKind, id: string, signal?: AbortSignal) =>
  (
    await send<{ items: StaffHistoryEntry[] }>(
      `${at(kind, id)}/history`,
      signal === undefined ? {} : { signal },
    )
  ).items;

export interface Correction {
  patch: Record<string, unknown>;
  reason: string;
}

export const createRecord = (kind: EditableKind, correction: Correction) =>
  send<StaffRecord>(`/api/staff/${kind}`, { method: 'POST', body: correction });

export const amendRecord = (kind: EditableKind, id: string, tag: string, correction: Correction) =>
  send<StaffRecord>(at(kind, id), { method: 'PATCH', body: correction, tag });

export const removeRecord = (
  kind: EditableKind,
  id: string,
  tag: string,
  reason: string,
  withLinks: boolean,
) =>
  send<{ removed: string[] }>(at(kind, id), {
    method: 'DELETE',
    body: { reason, with_links: withLinks },
    tag,
  });

export const previewUndo = (kind: EditableKind, id: string, version: number) =>
  send<UndoPreview>(`${at(kind, id)}/undo`, { parameters: { version } });

export const undoChange = (
  kind: EditableKind,
  id: string,
  request: { version: number; tag: string; leave_contested: boolean; reason: string },
) => send<StaffRecord | null>(`${at(kind, id)}/undo`, { method: 'POST', body: request });

/** The record as it is now, in a refusal that says somebody was faster. */
export function currentOf(problem: Problem): StaffRecord | null {
  const { current } = problem as { current?: unknown };
  return (current as StaffRecord | undefined) ?? null;
}
