import type { Facility, Parcel } from './api/types';
import {
  CLASS_LOOK,
  isMajorClass,
  isPolicy,
  type Look,
  type MajorClass,
  POLICY_LOOK,
  UNKNOWN_LOOK,
  UNKNOWN_PARCEL_LOOK,
} from './palette';
import { TONE_COLOR, type Tone } from './tones';

/** A class key reads `major.minor`; the colours go by the major one. */
export function majorClassOf({ class_key }: Pick<Facility, 'class_key'>): MajorClass | null {
  const major = class_key?.split('.')[0] ?? '';
  return isMajorClass(major) ? major : null;
}

export function facilityLook(facility: Pick<Facility, 'class_key'>): Look {
  const major = majorClassOf(facility);
  return major === null ? UNKNOWN_LOOK : CLASS_LOOK[major];
}

export function parcelLook({ policy }: Pick<Parcel, 'policy'>): Look {
  return policy !== null && isPolicy(policy) ? POLICY_LOOK[policy] : UNKNOWN_PARCEL_LOOK;
}

export function toneLook(tone: Tone | null): Look {
  return tone === null ? UNKNOWN_LOOK : { shape: 'circle', color: TONE_COLOR[tone] };
}
