// What the colours of the facilities stand for when it is not their class: their age, or a figure of one year.

import { readMetrics, readSeries } from '../api/portfolio';
import type { Metric, Series } from '../api/types';
import { type Drawn, type Matching, toned } from '../map/matching';
import { ageTone, quantileBreaks, type Tone, toneOf } from '../tones';
import { Loading } from './loading.svelte';
import { view } from './view.svelte';

class Coloring {
  readonly metrics = new Loading<Metric[]>();
  readonly series = new Loading<Series>();
  /** The facilities on the map, as they came. */
  points: Matching | null = $state.raw(null);

  years: number[] = $derived(this.series.answer?.fiscal_years ?? []);
  /** The year that is shown: the chosen one where it has values, else the latest. */
  year: number | null = $derived(
    this.years.find((year) => year === view.current.fiscalYear) ?? this.years.at(-1) ?? null,
  );
  /** One scale for all years, so that a colour means the same in each. */
  breaks: number[] = $derived(
    quantileBreaks(
      Object.values(this.series.answer?.values ?? {}).flatMap((values) =>
        values.filter((value) => value !== null),
      ),
    ),
  );

  shown: Matching | null = $derived.by(() => {
    const { points } = this;
    if (points === null || view.current.coloring === 'class') return points;
    return toned(points, (item) => this.#toneOf(item));
  });
  counts: Map<Tone | null, number> = $derived.by(() => {
    const counts = new Map<Tone | null, number>();
    for (const { properties } of this.shown?.points.features ?? []) {
      const tone = properties.tone ?? null;
      counts.set(tone, (counts.get(tone) ?? 0) + 1);
    }
    return counts;
  });

  loadMetrics(): void {
    if (this.metrics.answer === null) void this.metrics.ask(readMetrics);
  }

  loadSeries(metric: string): void {
    if (this.series.answer?.metric.key === metric) return;
    void this.series.ask((signal) => readSeries(metric, signal));
  }

  #toneOf({ fid, built_fy }: Drawn): Tone | null {
    if (view.current.coloring === 'age') return ageTone(built_fy ?? null);
    const answer = this.series.answer;
    const at = answer === null || this.year === null ? -1 : answer.fiscal_years.indexOf(this.year);
    return toneOf(answer?.values[String(fid)]?.[at] ?? null, this.breaks);
  }
}

export const coloring = new Coloring();
