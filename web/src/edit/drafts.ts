// Unsaved work outlives a reload and a crashed tab: it waits in the tab's own storage until it is saved or thrown away.

import type { Values } from './field_value';

export interface Draft {
  /** The tag of the record that it was written on; empty for a new record. */
  tag: string;
  /** The record as it was when the writing began. */
  base: Values;
  mine: Values;
  reason: string;
}

const key = (name: string) => `koyu.draft.${name}`;

export function keepDraft(name: string, draft: Draft): void {
  try {
    sessionStorage.setItem(key(name), JSON.stringify(draft));
  } catch {
    // Storage is full or forbidden: the page still holds the work, and asks before it is left.
  }
}

export function findDraft(name: string): Draft | null {
  try {
    const text = sessionStorage.getItem(key(name));
    return text === null ? null : (JSON.parse(text) as Draft);
  } catch {
    return null;
  }
}

export function dropDraft(name: string): void {
  try {
    sessionStorage.removeItem(key(name));
  } catch {
    // As above.
  }
}
