// The words of one page, in both languages, in the chunk of that page. English must say all that Japanese says.

import type { Language } from './language';

export type PageWords<Words> = Record<Language, Words>;

type Widened<Words> = {
  [Key in keyof Words]: Words[Key] extends string
    ? string
    : Words[Key] extends (...given: infer Given) => string
      ? (...given: Given) => string
      : Widened<Words[Key]>;
};

export function words<const Words extends object>(
  ja: Words,
  en: NoInfer<Widened<Words>>,
): PageWords<Widened<Words>> {
  return { ja: ja as Widened<Words>, en };
}
