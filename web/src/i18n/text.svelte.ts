import { LANGUAGES, type Language } from './language';
import { SHELL } from './shell';

const STORED = 'koyu.language';

class Text {
  language: Language = $state('ja');
  shell = $derived(SHELL[this.language]);

  use(language: Language): void {
    this.language = language;
    document.documentElement.lang = language;
    try {
      localStorage.setItem(STORED, language);
    } catch {
      // Storage can be forbidden; the address still carries the language.
    }
  }

  /** Of the two names that the server gives, the one in the language of the page. */
  pick(japanese: string, english: string | null): string;
  pick(japanese: string | null, english: string | null): string | null;
  pick(japanese: string | null, english: string | null): string | null {
    return this.language === 'en' && english !== null && english !== '' ? english : japanese;
  }
}

export const text = new Text();

export function rememberedLanguage(): Language | null {
  try {
    const stored = localStorage.getItem(STORED);
    return LANGUAGES.find((language) => language === stored) ?? null;
  } catch {
    return null;
  }
}
