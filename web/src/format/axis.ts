// The axis of a chart: from a round number to a round number, in few round steps.

const ROUND = [1, 2, 2.5, 5, 10];
const STEPS = 4;

/** The marks of an axis that holds all values and zero. */
export function axisMarks(values: readonly number[]): number[] {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const span = high - low;
  if (span === 0) return [0, 1];
  const power = 10 ** Math.floor(Math.log10(span / STEPS));
  const factor = ROUND.find((round) => round * power * STEPS >= span) ?? 10;
  const step = factor * power;
  const from = Math.floor(low / step);
  const to = Math.ceil(high / step);
  return Array.from({ length: to - from + 1 }, (_, index) => Number(((from + index) * step).toPrecision(12)));
}
