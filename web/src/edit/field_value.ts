// A field as a person writes it, and as the server keeps it. What is written stays a text until the server reads it:
// only the server knows what 昭53.3 or １，２３４ mean.

import type { FormField } from '../api/staff';

/** A GeoJSON geometry in CRS84, as the register holds it. */
export type Geometry =
  | { type: 'Point'; coordinates: number[] }
  | { type: 'Polygon'; coordinates: number[][][] }
  | { type: 'MultiPolygon'; coordinates: number[][][][] };

export interface Decision {
  answer: '' | 'yes' | 'no';
  on: string;
  reason: string;
}

export interface Placing {
  method: string;
  accuracy: string;
  note: string;
}

/** A text, or why there is none. */
export interface Reasoned {
  text: string;
  missing: string;
}

export type Written = string | boolean | string[] | Decision | Placing | Reasoned | Geometry | null;
export type Values = Record<string, Written>;

/** The value at a dotted path of a record; null where there is none. */
export function valueAt(record: unknown, path: string): unknown {
  let value: unknown = record;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null) return null;
    value = (value as Record<string, unknown>)[key];
  }
  return value ?? null;
}

/** A record's field as it stands in the form. */
export function toWritten(field: Pick<FormField, 'input' | 'says_why_missing'>, value: unknown): Written {
  switch (field.input) {
    case 'yes_no':
      return value === true;
    case 'codes':
      return Array.isArray(value) ? value.map(String) : [];
    case 'words':
      return Array.isArray(value) ? value.map(String).join('\n') : '';
    case 'decision': {
      const decision = value as { value: boolean; on: string; reason: string } | null;
      if (decision === null) return { answer: '', on: '', reason: '' };
      return { answer: decision.value ? 'yes' : 'no', on: decision.on, reason: decision.reason };
    }
    case 'position': {
      const { method = '', accuracy = '', note = '' } = (value ?? {}) as Partial<Placing>;
      return { method, accuracy, note };
    }
    case 'shape':
      return value as Geometry | null;
    default:
      return field.says_why_missing ? toReasoned(value) : toText(value);
  }
}

function toReasoned(value: unknown): Reasoned {
  const missing = (value as { missing?: string } | null)?.missing;
  // Nobody looked: what an empty field means anyway.
  if (typeof missing === 'string') return { text: '', missing: missing === 'unsurveyed' ? '' : missing };
  return { text: toText(value), missing: '' };
}

/** A date is kept as a text, or as its text beside what it means. */
function toText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'object') return String((value as { text?: unknown }).text ?? '');
  return String(value);
}

/** What a patch carries for a field. */
export function toPatch(field: Pick<FormField, 'input' | 'says_why_missing'>, written: Written): unknown {
  switch (field.input) {
    case 'yes_no':
    case 'shape':
      return written;
    case 'codes':
      return Array.isArray(written) && written.length > 0 ? written : null;
    case 'words': {
      const words = String(written)
        .split('\n')
        .map((word) => word.trim());
      const said = words.filter((word) => word !== '');
      return said.length > 0 ? said : null;
    }
    case 'decision': {
      const { answer, on, reason } = written as Decision;
      return answer === '' ? null : { value: answer === 'yes', on, reason };
    }
    case 'position': {
      const { method, accuracy, note } = written as Placing;
      if (method === '' && accuracy === '') return null;
      return note.trim() === '' ? { method, accuracy } : { method, accuracy, note };
    }
    case 'code_digit':
      return written === '' ? null : Number(written);
    default: {
      if (!field.says_why_missing) return written === '' ? null : written;
      const { text, missing } = written as Reasoned;
      if (text.trim() !== '') return text;
      return missing === '' ? null : { missing };
    }
  }
}

/** Whether two values say the same. */
export function isSame(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** All fields of a record as they stand in its form. */
export function valuesOf(fields: readonly FormField[], record: unknown): Values {
  return Object.fromEntries(
    fields.map((field) => [field.path, toWritten(field, valueAt(record, field.path))]),
  );
}

/** The fields in which what is written differs from what was there. */
export function changedFields(fields: readonly FormField[], before: Values, now: Values): FormField[] {
  return fields.filter(({ path }) => !isSame(before[path] ?? null, now[path] ?? null));
}

/** A JSON merge patch of some fields. */
export function patchOf(fields: readonly FormField[], now: Values): Record<string, unknown> {
  const patch: Record<string, unknown> = {};
  for (const field of fields) {
    const keys = field.path.split('.');
    const last = keys.pop() ?? field.path;
    let at = patch;
    for (const key of keys) {
      at[key] ??= {};
      at = at[key] as Record<string, unknown>;
    }
    at[last] = toPatch(field, now[field.path] ?? null);
  }
  return patch;
}
