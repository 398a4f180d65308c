import { afterEach, describe, expect, it, vi } from 'vitest';
import { fetchJson, ProblemError, queryText, UnreachableError } from './client';

afterEach(() => vi.unstubAllGlobals());

describe('a query text', () => {
  it('leaves out what is empty and keeps commas readable', () => {
    expect(queryText({ ward: ['271021', '271276'], class: [], q: '', offset: 0, bbox: null })).toBe(
      '?ward=271021,271276&offset=0',
    );
  });
  it('is empty when nothing is asked', () => {
    expect(queryText({})).toBe('');
  });
  it('escapes what a person typed', () => {
    expect(queryText({ q: '公会堂 & 髙島' })).toBe('?q=%E5%85%AC%E4%BC%9A%E5%A0%82+%26+%E9%AB%99%E5%B3%B6');
  });
});

describe('an answer that is no success', () => {
  it('becomes a problem in both languages', async () => {
    const problem = { type: 'x', title: 'x', status: 400, detail: '区が不明', detail_en: 'unknown ward' };
    vi.stubGlobal('fetch', async () =>
      Response.json(problem, { status: 400, headers: { 'content-type': 'application/problem+json' } }),
    );
    await expect(fetchJson('/api/x')).rejects.toMatchObject({ problem: { detail_en: 'unknown ward' } });
  });
  it('is still a problem when a proxy answers in HTML', async () => {
    vi.stubGlobal('fetch', async () => new Response('<h1>Bad gateway</h1>', { status: 502 }));
    const error = await fetchJson('/api/x').catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ProblemError);
    expect((error as ProblemError).problem.status).toBe(502);
  });
  it('is something else than no answer at all', async () => {
    vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('Failed to fetch')));
    await expect(fetchJson('/api/x')).rejects.toBeInstanceOf(UnreachableError);
  });
});
