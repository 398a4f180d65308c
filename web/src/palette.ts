// What stands for what, on the map and beside it. The colours are the measured palette of the design tokens:
// at least 3:1 against white and far enough apart in normal and in colour-blind vision. Never more than six.

import type { Accuracy, Policy } from './api/types';

export const MAJOR_CLASSES = [
  'education',
  'welfare',
  'office',
  'industry',
  'infrastructure',
  'general_other',
  'former',
] as const;
export type MajorClass = (typeof MAJOR_CLASSES)[number];

export const POLICIES = ['disposal', 'retain', 'project'] as const satisfies readonly Policy[];
export const LENDINGS = ['lendable', 'in_use', 'not_lendable'] as const;

export type Shape = 'circle' | 'square' | 'diamond';

export interface Look {
  shape: Shape;
  color: string;
}

/** もと施設 is a state more than a use, so it differs by shape and takes no colour. */
export const CLASS_LOOK: Record<MajorClass, Look> = {
  education: { shape: 'circle', color: '#0031d8' },
  welfare: { shape: 'circle', color: '#e25100' },
  office: { shape: 'circle', color: '#a90000' },
  industry: { shape: 'circle', color: '#f137f1' },
  infrastructure: { shape: 'circle', color: '#006f83' },
  general_other: { shape: 'circle', color: '#259d63' },
  former: { shape: 'square', color: '#333333' },
};

export const POLICY_LOOK: Record<Policy, Look> = {
  disposal: { shape: 'diamond', color: '#8b3200' },
  retain: { shape: 'diamond', color: '#00a3bf' },
  project: { shape: 'diamond', color: '#5c10be' },
};

/** Around the record that is vacant, wholly or in part. */
export const VACANCY_COLOR = '#927200';

export const UNKNOWN_LOOK: Look = { shape: 'circle', color: '#767676' };
export const UNKNOWN_PARCEL_LOOK: Look = { shape: 'diamond', color: '#767676' };

export function isMajorClass(key: string): key is MajorClass {
  return (MAJOR_CLASSES as readonly string[]).includes(key);
}

export function isPolicy(key: string): key is Policy {
  return (POLICIES as readonly string[]).includes(key);
}

/** A point that is only about right is drawn hollow and dashed. */
export function isApproximate(accuracy: Accuracy | null | undefined): boolean {
  return accuracy !== 'exact';
}
