// What the portfolio holds: read once, at the start.

import { readSummary, readWards } from '../api/portfolio';
import type { Summary, Ward } from '../api/types';
import { text } from '../i18n/text.svelte';
import { Loading } from './loading.svelte';

class Catalog {
  readonly #loading = new Loading<{ summary: Summary; wards: Ward[] }>();

  summary: Summary | null = $derived(this.#loading.answer?.summary ?? null);
  wards: Ward[] = $derived(this.#loading.answer?.wards ?? []);
  wardsByCode: Map<string, Ward> = $derived(new Map(this.wards.map((ward) => [ward.code, ward])));
  failure = $derived(this.#loading.failure);
  /** What the service is called here. */
  service = $derived(
    this.summary === null ? text.shell.serviceName : text.pick(this.summary.title_ja, this.summary.title_en),
  );

  load(): Promise<void> {
    return this.#loading.ask(async () => {
      const [summary, wards] = await Promise.all([readSummary(), readWards()]);
      return { summary, wards };
    });
  }

  /** An address can name wards that do not exist: nothing is asked of the server before that is known. */
  knowsAll(codes: readonly string[]): boolean {
    return codes.every((code) => this.wardsByCode.has(code)) || this.failure !== null;
  }

  /** The name in the language of the page; records carry only the Japanese one. */
  wardName(code: string | null, japanese: string | null): string | null {
    const ward = code === null ? undefined : this.wardsByCode.get(code);
    return ward === undefined ? japanese : text.pick(ward.name, ward.name_en);
  }
}

export const catalog = new Catalog();
