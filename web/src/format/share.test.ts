import { describe, expect, it } from 'vitest';
import { formatShare } from './share';

describe('a share', () => {
  it('is whole only when nothing is missing', () => {
    expect(formatShare(1719, 1719)).toBe('100%');
    expect(formatShare(9999, 10000)).toBe('99.9%');
  });
  it('is nothing only when there is nothing', () => {
    expect(formatShare(0, 1719)).toBe('0%');
    expect(formatShare(1, 1719)).toBe('<0.1%');
    expect(formatShare(2, 1719)).toBe('0.1%');
  });
  it('of nothing is none', () => {
    expect(formatShare(0, 0)).toBe('–');
  });
});
