/** A part of a whole in per cent, to a tenth and rounded down: 100% says that nothing is missing, 0% that there is nothing. */
export function formatShare(part: number, whole: number): string {
  if (whole === 0) return '–';
  const tenths = Math.floor((part / whole) * 1000);
  if (tenths === 0 && part > 0) return '<0.1%';
  return `${(tenths / 10).toFixed(tenths % 1000 === 0 ? 0 : 1)}%`;
}
