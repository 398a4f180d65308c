// Six steps from little to much, for what has an order: the year of building, a figure of a year. Pure.

import type { Range } from './permalink';

export const TONES = ['t0', 't1', 't2', 't3', 't4', 't5'] as const;
export type Tone = (typeof TONES)[number];

/** Getting lighter and turning from purple to green; every step has 3:1 against white. */
export const TONE_COLOR: Record<Tone, string> = {
  t0: '#2d0a4e',
  t1: '#6a1b9a',
  t2: '#3f51b5',
  t3: '#1f7a9c',
  t4: '#1d9a72',
  t5: '#7a9a01',
};

/** Fiscal years of building, the oldest first. */
export const AGE_BANDS: readonly Range[] = [
  [null, 1969],
  [1970, 1979],
  [1980, 1989],
  [1990, 1999],
  [2000, 2009],
  [2010, null],
];

export function ageTone(builtFy: number | null): Tone | null {
  if (builtFy === null) return null;
  const band = AGE_BANDS.findIndex(([, to]) => to === null || builtFy <= to);
  return TONES[band] ?? null;
}

/** Upper ends of all steps but the last, so that about as many values lie in each; fewer where values repeat. */
export function quantileBreaks(values: readonly number[]): number[] {
  const sorted = values.toSorted((a, b) => a - b);
  const most = sorted.at(-1);
  const ends = TONES.slice(1).map(
    (_, step) => sorted[Math.ceil((sorted.length * (step + 1)) / TONES.length) - 1],
  );
  return [...new Set(ends)].filter((end) => end !== undefined && end !== most) as number[];
}

export function toneOf(value: number | null, breaks: readonly number[]): Tone | null {
  if (value === null) return null;
  const step = breaks.findIndex((end) => value <= end);
  return TONES[step === -1 ? breaks.length : step] ?? null;
}
