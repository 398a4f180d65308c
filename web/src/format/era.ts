// Years and dates as Japanese offices write them: 西暦（和暦）.

import type { Language } from '../i18n/language';

const ERA_YEAR = new Intl.DateTimeFormat('ja-JP-u-ca-japanese', {
  era: 'long',
  year: 'numeric',
  timeZone: 'Asia/Tokyo',
});

function eraYear(date: Date): string {
  const parts = ERA_YEAR.formatToParts(date);
  const era = parts.find((part) => part.type === 'era')?.value ?? '';
  const year = parts.find((part) => part.type === 'year')?.value ?? '';
  return `${era}${year === '1' ? '元' : year}`;
}

/**
 * "1982年度（昭和57年度）". The era is that of 1 May: fiscal 2019 began in 平成31 and is called 令和元年度.
 */
export function formatFiscalYear(year: number, language: Language): string {
  if (language === 'en') return `FY ${year}`;
  return `${year}年度（${eraYear(new Date(Date.UTC(year, 4, 1)))}年度）`;
}

/** An ISO date "2026-04-01" as "2026年4月1日（令和8年）". What is no date is shown as it is. */
export function formatDate(iso: string, language: Language): string {
  const date = new Date(`${iso}T00:00:00+09:00`);
  if (Number.isNaN(date.getTime())) return iso;
  return formatDay(date, language);
}

/** A moment in the time of Japan, to the minute. */
export function formatMoment(iso: string, language: Language): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const clock = new Intl.DateTimeFormat(language === 'ja' ? 'ja-JP' : 'en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'Asia/Tokyo',
  }).format(date);
  return `${formatDay(date, language)} ${clock}`;
}

function formatDay(date: Date, language: Language): string {
  const day = new Intl.DateTimeFormat(language === 'ja' ? 'ja-JP' : 'en-GB', {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    timeZone: 'Asia/Tokyo',
  }).format(date);
  return language === 'ja' ? `${day}（${eraYear(date)}年）` : day;
}
