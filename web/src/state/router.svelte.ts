// Which page is open, and the way from one to the next: links, the back button, and the question before work is lost.

import { type Matched, matchRoute } from '../routes';

interface Entry {
  /** The place in the tab's own history, so that a step back that was refused can be undone. */
  index: number;
}

class Router {
  path = $state(location.pathname);
  matched: Matched | null = $derived(matchRoute(this.path));
  /** Counts the arrivals: a page that reads its address reads it again when this goes up. */
  visit = $state(0);
  /** Set while the person is asked whether to leave unsaved work. */
  leaving: { go: () => void } | null = $state.raw(null);
  /** A page whose address follows what is chosen says here what it is at this moment. */
  addressOf: (() => string) | null = null;

  readonly #unsaved = new Set<() => boolean>();
  #index = 0;
  /** The step that puts back a refused one must not be asked about again, nor one that was allowed. */
  #puttingBack = false;
  #allowed = false;
  #focusDue = false;

  start(): () => void {
    this.#index = entryOf(history.state)?.index ?? 0;
    history.replaceState({ index: this.#index } satisfies Entry, '');
    const stepped = (event: PopStateEvent) => this.#stepped(event);
    const clicked = (event: MouseEvent) => this.#clicked(event);
    const unloading = (event: BeforeUnloadEvent) => {
      if (this.#hasUnsaved()) event.preventDefault();
    };
    addEventListener('popstate', stepped);
    addEventListener('click', clicked);
    addEventListener('beforeunload', unloading);
    return () => {
      removeEventListener('popstate', stepped);
      removeEventListener('click', clicked);
      removeEventListener('beforeunload', unloading);
    };
  }

  /** Asks before the page is left as long as `isUnsaved` says so. Returns the way to stop asking. */
  guard(isUnsaved: () => boolean): () => void {
    this.#unsaved.add(isUnsaved);
    return () => this.#unsaved.delete(isUnsaved);
  }

  /** Opens another page, or the same with another query. What the viewer does not know, the server gets. */
  go(href: string): void {
    const url = new URL(href, location.href);
    const next = matchRoute(url.pathname);
    if (url.origin !== location.origin || next === null) {
      location.assign(url);
      return;
    }
    const go = () => {
      this.push(url.pathname + url.search);
      this.#arrive();
    };
    if (url.pathname === this.path) go();
    else this.afterAsking(go);
  }

  /** Does what would lose unsaved work, at once or after the person has agreed. */
  afterAsking(go: () => void): void {
    if (this.#hasUnsaved()) this.leaving = { go };
    else go();
  }

  /** A step that the back button takes back, on the page that is open. */
  push(address: string): void {
    this.#index += 1;
    history.pushState({ index: this.#index } satisfies Entry, '', address);
  }

  /** The same step with another address. */
  replace(address: string): void {
    history.replaceState({ index: this.#index } satisfies Entry, '', address);
  }

  stay(): void {
    this.leaving = null;
  }

  leave(): void {
    const { leaving } = this;
    this.leaving = null;
    leaving?.go();
  }

  /** Whether a page that has just come should take the focus: once for each change of page, never at the start. */
  takesFocus(): boolean {
    const due = this.#focusDue;
    this.#focusDue = false;
    return due;
  }

  #hasUnsaved(): boolean {
    return [...this.#unsaved].some((isUnsaved) => isUnsaved());
  }

  #arrive(): void {
    if (location.pathname !== this.path) {
      this.#focusDue = true;
      this.addressOf = null;
      this.path = location.pathname;
      if (this.matched?.route.fills !== true) scrollTo(0, 0);
    }
    this.visit += 1;
  }

  #stepped(event: PopStateEvent): void {
    const index = entryOf(event.state)?.index ?? this.#index + 1;
    const steps = index - this.#index;
    this.#index = index;
    if (this.#puttingBack) {
      this.#puttingBack = false;
      return;
    }
    if (location.pathname === this.path || this.#allowed || !this.#hasUnsaved() || steps === 0) {
      this.#allowed = false;
      this.#arrive();
      return;
    }
    this.#puttingBack = true;
    history.go(-steps);
    this.leaving = {
      go: () => {
        this.#allowed = true;
        history.go(steps);
      },
    };
  }

  #clicked(event: MouseEvent): void {
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!plain || event.defaultPrevented || link === null) return;
    if (link.href === '' || (link.target !== '' && link.target !== '_self') || link.hasAttribute('download'))
      return;
    const url = new URL(link.href);
    if (url.origin !== location.origin) return;
    const samePage = url.pathname === location.pathname && url.search === location.search;
    if (samePage && url.hash !== '') {
      // Within the page a link moves the focus; the address keeps what it says.
      event.preventDefault();
      const target = document.getElementById(url.hash.slice(1));
      target?.focus();
      target?.scrollIntoView({ block: 'nearest' });
    } else if (matchRoute(url.pathname) !== null) {
      event.preventDefault();
      this.go(url.href);
    }
  }
}

function entryOf(state: unknown): Entry | null {
  const index = (state as Partial<Entry> | null)?.index;
  return typeof index === 'number' ? { index } : null;
}

export const router = new Router();
