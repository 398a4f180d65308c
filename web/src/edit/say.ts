// A written value in words, for comparisons and histories.

import type { FormField } from '../api/staff';
import { formatDecimal } from '../format/number';
import type { EditWords } from '../i18n/edit';
import { text } from '../i18n/text.svelte';
import { catalog } from '../state/catalog.svelte';
import { codeLists } from './code_lists.svelte';
import {
  type Decision,
  type Geometry,
  type Placing,
  type Reasoned,
  toWritten,
  type Written,
} from './field_value';
import { areaOf } from './zone_six';

export function labelOf(field: Pick<FormField, 'label_ja' | 'label_en'>): string {
  return text.pick(field.label_ja, field.label_en);
}

export function say(field: FormField, written: Written, words: EditWords): string {
  const list = field.list ?? '';
  switch (field.input) {
    case 'yes_no':
      return written === true ? words.yes : words.no;
    case 'codes':
      return (written as string[]).map((key) => codeLists.name(list, key)).join('・') || words.notRecorded;
    case 'decision': {
      const { answer, on, reason } = written as Decision;
      if (answer === '') return words.undecided;
      return `${answer === 'yes' ? words.yes : words.no}（${on} ${reason}）`;
    }
    case 'position': {
      const { method, accuracy, note } = written as Placing;
      if (method === '' && accuracy === '') return words.notRecorded;
      const named = `${codeLists.name('position_methods', method)}・${codeLists.name('position_accuracies', accuracy)}`;
      return note === '' ? named : `${named}（${note}）`;
    }
    case 'shape':
      return sayShape(written as Geometry | null, words);
    case 'code_digit':
      return written === '' ? words.notRecorded : codeLists.name(list, `c${written}`);
    case 'municipality': {
      const code = String(written);
      return code === '' ? words.notRecorded : (catalog.wardName(code, code) ?? code);
    }
    case 'link_role':
      return words.roles[String(written) as keyof EditWords['roles']] ?? String(written);
    default: {
      if (field.says_why_missing) {
        const { text: said, missing } = written as Reasoned;
        if (said === '') return words.missing[missing as keyof EditWords['missing']] ?? missing;
        return withUnit(field, said, words);
      }
      const said = String(written ?? '');
      if (said === '') return words.notRecorded;
      return list === '' ? withUnit(field, said, words) : codeLists.name(list, said);
    }
  }
}

/** The name of a field in a history, where it may be a part of what a form shows as one. */
export function changeNameOf(change: {
  field: string;
  label_ja: string | null;
  label_en: string | null;
}): string {
  return text.pick(change.label_ja, change.label_en) ?? change.field;
}

/** A value as the register keeps it, in words. */
export function sayValue(
  fields: readonly FormField[],
  path: string,
  value: unknown,
  words: EditWords,
): string {
  const field = fields.find((candidate) => candidate.path === path);
  if (field !== undefined) return say(field, toWritten(field, value ?? null), words);
  if (value === null || value === undefined) return words.notRecorded;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export function unitOf(field: FormField, words: EditWords): string | null {
  if (field.input === 'area_m2') return words.units.area_m2;
  if (field.input === 'yen') return words.units.yen;
  if (field.input !== 'integer') return null;
  if (field.path.endsWith('_years')) return words.units.years;
  return field.path.startsWith('floors_') ? words.units.floors : null;
}

function withUnit(field: FormField, said: string, words: EditWords): string {
  const unit = unitOf(field, words);
  return unit === null ? said : `${formatDecimal(said)} ${unit}`;
}

/** A geometry in words: what it is, and how large. */
export function sayShape(geometry: Geometry | null, words: EditWords): string {
  if (geometry === null) return words.shapeNone;
  if (geometry.type === 'Point') {
    const [lon = 0, lat = 0] = geometry.coordinates;
    return words.shapePoint(lon.toFixed(6), lat.toFixed(6));
  }
  const rings = geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat();
  const corners = rings.reduce((sum, ring) => sum + Math.max(ring.length - 1, 0), 0);
  const area = areaOf(geometry) ?? 0;
  return `${words.shapePolygon(corners)} ${formatDecimal(area.toFixed(2))} ㎡`;
}
