import type { Facility } from './api/types';
import { ja } from './i18n/ja';
import { CLASS_LOOK, isMajorClass, type Look, MAJOR_CLASSES, type MajorClass, UNKNOWN_LOOK } from './palette';

/** The API names a facility's major class in words; the colours go by key. */
export function majorClassOf(facility: Pick<Facility, 'class_key' | 'class_major_ja'>): MajorClass | null {
  if (isMajorClass(facility.class_key)) return facility.class_key;
  return MAJOR_CLASSES.find((key) => ja.classes[key] === facility.class_major_ja) ?? null;
}

export function facilityLook(facility: Pick<Facility, 'class_key' | 'class_major_ja'>): Look {
  const major = majorClassOf(facility);
  return major === null ? UNKNOWN_LOOK : CLASS_LOOK[major];
}
