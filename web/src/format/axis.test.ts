import { describe, expect, it } from 'vitest';
import { axisMarks } from './axis';

describe('the marks of an axis', () => {
  it('are round and hold every value and zero', () => {
    expect(axisMarks([138571, 208158])).toEqual([0, 100000, 200000, 300000]);
    expect(axisMarks([13.1, 15.9])).toEqual([0, 5, 10, 15, 20]);
    expect(axisMarks([0.3])).toEqual([0, 0.1, 0.2, 0.3]);
  });
  it('go below zero where a value does', () => {
    expect(axisMarks([-3, 8])).toEqual([-5, 0, 5, 10]);
  });
  it('are there even where nothing varies', () => {
    expect(axisMarks([])).toEqual([0, 1]);
    expect(axisMarks([0, 0])).toEqual([0, 1]);
  });
});
