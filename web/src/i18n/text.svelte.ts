import { LANGUAGES, type Language } from './language';
import type { PageWords } from './page_words';
import { SHELL } from './shell';

const STORED = 'koyu.language';

class Text {
  /** Chosen by hand or by the address (`lang=en`), which then keeps saying so. */
  chosen: Language | null = $state(languageOf(location.search));
  language: Language = $derived(this.chosen ?? remembered() ?? 'ja');
  shell = $derived(SHELL[this.language]);

  choose(language: Language): void {
    this.chosen = language;
    try {
      localStorage.setItem(STORED, language);
    } catch {
      // Storage can be forbidden; the address still carries the language.
    }
  }

  /** An address that names no language leaves the choice as it is. */
  follow(search: string): void {
    this.chosen = languageOf(search) ?? this.chosen;
  }

  of<Words>(words: PageWords<Words>): Words {
    return words[this.language];
  }

  /** Of the two names that the server gives, the one in the language of the page. */
  pick(japanese: string, english: string | null): string;
  pick(japanese: string | null, english: string | null): string | null;
  pick(japanese: string | null, english: string | null): string | null {
    return this.language === 'en' && english !== null && english !== '' ? english : japanese;
  }
}

export const text = new Text();

export function languageOf(search: string): Language | null {
  const asked = new URLSearchParams(search).get('lang');
  return LANGUAGES.find((language) => language === asked) ?? null;
}

function remembered(): Language | null {
  try {
    const stored = localStorage.getItem(STORED);
    return LANGUAGES.find((language) => language === stored) ?? null;
  } catch {
    return null;
  }
}
