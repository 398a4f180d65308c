// The code lists that forms choose from: asked for once each, when the first field needs them.

import { fetchJson } from '../api/client';
import { text } from '../i18n/text.svelte';

export interface Code {
  key: string;
  ja: string;
  en: string;
  parent: string | null;
}

class CodeLists {
  #lists: Record<string, readonly Code[]> = $state.raw({});
  readonly #asked = new Set<string>();

  /** The codes of a list; none until they have come. */
  of(list: string): readonly Code[] {
    return this.#lists[list] ?? [];
  }

  async ask(list: string): Promise<void> {
    if (this.#asked.has(list)) return;
    this.#asked.add(list);
    try {
      const { items } = await fetchJson<{ items: Code[] }>(`/api/vocabularies/${list}`);
      this.#lists = { ...this.#lists, [list]: items };
    } catch {
      // The field still takes its key, and the next form asks again.
      this.#asked.delete(list);
    }
  }

  /** The name of a code in the language of the page; a key that the list does not know is shown as it is. */
  name(list: string, key: string): string {
    const own = key.includes('.') ? key.slice(key.lastIndexOf('.') + 1) : key;
    const code = this.of(list).find((candidate) => candidate.key === own);
    return code === undefined ? key : text.pick(code.ja, code.en);
  }
}

export const codeLists = new CodeLists();
