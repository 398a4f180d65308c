import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { matchRoute, ROUTES, type Route } from './routes';

const load: Route['load'] = () => Promise.reject(new Error('not in a test'));
const page = (path: Route['path'], more: Partial<Route> = {}): Route => ({
  path,
  ja: path,
  en: path,
  audience: 'public',
  load,
  ...more,
});

describe('an address', () => {
  const routes = [page('/'), page('/karte/{id}'), page('/import'), page('/lands', { load: null })];
  const named = (path: string) => matchRoute(path, routes)?.route.path ?? null;

  it('names one page or none', () => {
    expect(named('/')).toBe('/');
    expect(named('/import')).toBe('/import');
    expect(named('/import/')).toBeNull();
    expect(named('/imports')).toBeNull();
  });
  it('hands its segments over as parameters', () => {
    expect(matchRoute('/karte/F000123', routes)?.params).toEqual({ id: 'F000123' });
    expect(matchRoute('/karte/%E5%8C%BA', routes)?.params).toEqual({ id: '区' });
    expect(named('/karte/')).toBeNull();
    expect(named('/karte/%')).toBeNull();
    expect(named('/karte/F1/history')).toBeNull();
  });
  it('leaves what the server renders to the server', () => {
    expect(named('/lands')).toBeNull();
  });
});

describe('the pages', () => {
  it('are those that the server answers with the viewer', () => {
    const source = readFileSync(new URL('../../src/http/viewer.rs', import.meta.url), 'utf8');
    const served = /const PAGES: \[&str; \d+\] = \[([^\]]*)\]/.exec(source)?.[1];
    const paths = [...(served ?? '').matchAll(/"([^"]+)"/g)].map((match) => match[1]);
    const own = ROUTES.filter((route) => route.load !== null).map(({ path }) => path);
    expect(paths.toSorted()).toEqual(own.toSorted());
  });
});
