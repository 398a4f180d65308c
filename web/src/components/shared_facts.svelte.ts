// Lines that the sheets of facilities and parcels have in common.

import type { Position, Provenance } from '../api/types';
import { formatDate } from '../format/era';
import { formatCoordinate } from '../format/number';
import { text } from '../i18n/text.svelte';
import { words } from '../i18n/words.svelte';
import type { Fact } from './Facts.svelte';

export function positionFacts(position: Position | null): Fact[] {
  const { t } = words;
  if (position === null) return [{ label: t.fields.position, value: t.accuracy.none }];
  const words = t.accuracy[position.accuracy];
  const drawn = position.accuracy !== 'ward' && position.accuracy !== 'none';
  return [
    { label: t.fields.position, value: words },
    ...(drawn
      ? [
          {
            label: t.fields.coordinates,
            value: `${formatCoordinate(position.lat)}, ${formatCoordinate(position.lon)}`,
          },
        ]
      : []),
  ];
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
