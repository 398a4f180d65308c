import type { Dropped } from '../permalink';

/** What the page has to say above itself. */
class Notices {
  /** Parts of the address that could not be used. */
  dropped: Dropped[] = $state([]);
}

export const notices = new Notices();
