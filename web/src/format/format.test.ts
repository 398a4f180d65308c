import { describe, expect, it } from 'vitest';
import { formatDate, formatFiscalYear, formatMoment } from './era';
import { formatDecimal, formatWholeArea } from './number';

describe('a fiscal year', () => {
  it('carries its Japanese era', () => {
    expect(formatFiscalYear(1982, 'ja')).toBe('1982年度（昭和57年度）');
  });
  it('takes the era it is known by when it changed in May 2019', () => {
    expect(formatFiscalYear(2019, 'ja')).toBe('2019年度（令和元年度）');
    expect(formatFiscalYear(1989, 'ja')).toBe('1989年度（平成元年度）');
  });
  it('has no era in English', () => {
    expect(formatFiscalYear(1982, 'en')).toBe('FY 1982');
  });
});

describe('a date', () => {
  it('is the same day in Japan, whatever the clock of the machine', () => {
    expect(formatDate('2026-04-01', 'ja')).toBe('2026年4月1日（令和8年）');
    expect(formatDate('2026-04-01', 'en')).toBe('1 April 2026');
  });
  it('is shown as it came when it is none', () => {
    expect(formatDate('不明', 'ja')).toBe('不明');
  });
  it('with a time is told in the time of Japan', () => {
    expect(formatMoment('2026-03-31T15:30:00Z', 'ja')).toBe('2026年4月1日（令和8年） 00:30');
  });
});

describe('a decimal', () => {
  it('keeps all its places', () => {
    expect(formatDecimal('534606')).toBe('534,606');
    expect(formatDecimal('4091.320')).toBe('4,091.320');
    expect(formatDecimal('12345678901234567.89')).toBe('12,345,678,901,234,567.89');
  });
  it('is left alone when it is something else', () => {
    expect(formatDecimal('有')).toBe('有');
  });
  it('is rounded only in tables', () => {
    expect(formatWholeArea('4091.5')).toBe('4,092');
  });
});
