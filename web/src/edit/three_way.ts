// Two people changed one record: what each did, field by field, seen from what both had read.

import type { FormField } from '../api/staff';
import { isSame, type Values } from './field_value';

export type Side = 'mine' | 'theirs';

/** `mine` and `theirs`: only one of us changed it; `both`: to different values; `same`: to the same. */
export type Standing = 'mine' | 'theirs' | 'both' | 'same';

export interface Compared {
  field: FormField;
  standing: Standing;
}

/** The fields that anybody changed. */
export function compare(
  fields: readonly FormField[],
  { base, mine, theirs }: { base: Values; mine: Values; theirs: Values },
): Compared[] {
  const compared: Compared[] = [];
  for (const field of fields) {
    const at = (values: Values) => values[field.path] ?? null;
    const iChanged = !isSame(at(base), at(mine));
    const theyChanged = !isSame(at(base), at(theirs));
    if (iChanged && theyChanged)
      compared.push({ field, standing: isSame(at(mine), at(theirs)) ? 'same' : 'both' });
    else if (iChanged) compared.push({ field, standing: 'mine' });
    else if (theyChanged) compared.push({ field, standing: 'theirs' });
  }
  return compared;
}

/** What the record shall be: each side's own changes, and of contested fields the chosen side's. */
export function merged(
  compared: readonly Compared[],
  { mine, theirs }: { mine: Values; theirs: Values },
  choices: Readonly<Record<string, Side>>,
): Values {
  const values = { ...theirs };
  for (const { field, standing } of compared) {
    const takesMine = standing === 'mine' || (standing === 'both' && choices[field.path] === 'mine');
    if (takesMine) values[field.path] = mine[field.path] ?? null;
  }
  return values;
}

/** The contested fields about which nobody has decided. */
export function undecided(
  compared: readonly Compared[],
  choices: Readonly<Record<string, Side>>,
): Compared[] {
  return compared.filter(({ field, standing }) => standing === 'both' && choices[field.path] === undefined);
}
