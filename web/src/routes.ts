// The pages, one entry each. A page is a chunk of its own with its own words (see README, "Add a page"); one that the
// server renders has no `load` and is an ordinary link. The server knows the addresses too: PAGES in src/http/viewer.rs.

import type { Component } from 'svelte';

export type Audience = 'public' | 'staff';

export interface PageProps {
  /** What stands for `{name}` in the path. */
  params: Readonly<Record<string, string>>;
}

export interface Route {
  /** `{id}` stands for one segment. */
  path: `/${string}`;
  ja: string;
  en: string;
  audience: Audience;
  /** Has a place in the header. */
  nav?: true;
  /** Fills the window and scrolls inside; a page without it is as long as it is. */
  fills?: true;
  load: (() => Promise<{ default: Page }>) | null;
}

/** Most pages have nothing in their address to be told. */
export type Page = Component<PageProps> | Component<Record<string, never>>;

export const ROUTES: readonly Route[] = [
  {
    path: '/',
    ja: '地図',
    en: 'Map',
    audience: 'public',
    nav: true,
    fills: true,
    load: () => import('./pages/MapPage.svelte'),
  },
  {
    path: '/karte/{id}',
    ja: 'カルテ',
    en: 'Sheet',
    audience: 'public',
    load: () => import('./pages/KartePage.svelte'),
  },
  {
    path: '/edit/{id}',
    ja: '編集',
    en: 'Edit',
    audience: 'staff',
    load: () => import('./pages/EditPage.svelte'),
  },
  {
    path: '/new/{kind}',
    ja: '登録',
    en: 'New record',
    audience: 'staff',
    load: () => import('./pages/NewPage.svelte'),
  },
  { path: '/lands', ja: '未利用地', en: 'Unused land', audience: 'public', nav: true, load: null },
  { path: '/facilities', ja: '施設', en: 'Facilities', audience: 'public', nav: true, load: null },
  {
    path: '/area',
    ja: '区域シート',
    en: 'Area sheet',
    audience: 'public',
    nav: true,
    load: () => import('./pages/AreaPage.svelte'),
  },
  {
    path: '/quality',
    ja: 'データの品質',
    en: 'Data quality',
    audience: 'public',
    nav: true,
    load: () => import('./pages/QualityPage.svelte'),
  },
  { path: '/about', ja: 'データについて', en: 'About the data', audience: 'public', nav: true, load: null },
];

export interface Matched {
  route: Route;
  params: Record<string, string>;
}

/** The page that an address names; null where the viewer has none there. */
export function matchRoute(pathname: string, routes: readonly Route[] = ROUTES): Matched | null {
  const segments = segmentsOf(pathname);
  for (const route of routes) {
    const params = route.load === null ? null : paramsOf(segmentsOf(route.path), segments);
    if (params !== null) return { route, params };
  }
  return null;
}

function segmentsOf(path: string): string[] {
  return path.split('/').slice(1);
}

function paramsOf(pattern: readonly string[], segments: readonly string[]): Record<string, string> | null {
  if (pattern.length !== segments.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] ?? '';
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (name === undefined) {
      if (part !== segment) return null;
      continue;
    }
    const value = decoded(segment);
    if (value === null || value === '') return null;
    params[name] = value;
  }
  return params;
}

function decoded(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}
