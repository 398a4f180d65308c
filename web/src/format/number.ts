import type { Decimal } from '../api/types';

const WHOLE = new Intl.NumberFormat('ja-JP', { maximumFractionDigits: 0 });

export function formatCount(count: number): string {
  return WHOLE.format(count);
}

/** Groups the digits of a decimal and keeps every one of its places: "4091.32" → "4,091.32". */
export function formatDecimal(value: Decimal): string {
  const match = /^(-?)(\d+)(\.\d+)?$/.exec(value);
  if (match === null) return value;
  const [, sign = '', whole = '', fraction = ''] = match;
  return sign + whole.replace(/\B(?=(\d{3})+$)/g, ',') + fraction;
}

/** For tables, where only the whole square metres are compared. */
export function formatWholeArea(value: Decimal): string {
  const area = Number(value);
  return Number.isFinite(area) ? WHOLE.format(area) : value;
}

/** Five places are about a metre: more would promise what a ledger does not know. */
export function formatCoordinate(degrees: number): string {
  return degrees.toFixed(5);
}
