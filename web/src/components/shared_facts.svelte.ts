// Lines that the sheets of facilities and parcels have in common.

import type { Accuracy, Position, Provenance } from '../api/types';
import { formatDate } from '../format/era';
import { formatCoordinate } from '../format/number';
import { text } from '../i18n/text.svelte';
import { words } from '../i18n/words.svelte';
import type { Fact } from './Facts.svelte';

/** A word out of one of the dictionary's lists; a key that it does not know is shown as it is. */
export function wordFor(list: Record<string, string>, key: string | null): string | null {
  return key === null ? null : (list[key] ?? key);
}

/** Why there is no value; a dash where nobody gave a reason. */
export function missingReason(key: string | null): string {
  return wordFor(words.t.missing, key) ?? '－';
}

export function positionFacts({
  position,
  position_accuracy,
}: {
  position: Position | null;
  position_accuracy: Accuracy;
}): Fact[] {
  const { t } = words;
  const facts: Fact[] = [{ label: t.fields.position, value: t.accuracy[position_accuracy] }];
  if (position === null) return facts;
  const coordinates = `${formatCoordinate(position.lat)}, ${formatCoordinate(position.lon)}`;
  facts.push({
    label: t.fields.coordinates,
    value: coordinates,
    note: wordFor(t.positionMethods, position.method) ?? '',
  });
  return facts;
}

export function recordFacts(record: {
  id: string;
  provenance: Provenance;
  data_date: string | null;
  revision: number;
}): Fact[] {
  const { t } = words;
  return [
    { label: t.fields.id, value: record.id },
    { label: t.fields.provenance, value: t.provenance[record.provenance] },
    {
      label: t.fields.dataDate,
      value: record.data_date === null ? null : formatDate(record.data_date, text.language),
    },
    { label: t.fields.revision, value: String(record.revision) },
  ];
}
