// The words of the map page. Japanese comes with the page, English when someone asks for it.

import { type Dictionary, ja } from './ja';
import type { Language } from './language';

class Words {
  t: Dictionary = $state.raw(ja);
  /** The language that `t` is in: a moment behind the choice while the dictionary is on its way. */
  language: Language = $state('ja');

  async use(language: Language): Promise<void> {
    this.t = language === 'ja' ? ja : (await import('./en')).en;
    this.language = language;
  }
}

export const words = new Words();
