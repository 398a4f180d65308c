// The words around every page, in both languages: few enough to come with the shell. A page brings its own.

import type { Language } from './language';

const ja = {
  serviceName: '公有資産ポートフォリオGIS',
  languageLabel: '表示言語',
  skipToList: '一覧へ移動',
  demoBadge: '架空データ',
  demoExplained: 'この画面のデータは架空のもので、実在の施設や土地を表しません。',
  dataDate: (date: string) => `${date}時点`,
  copyAddress: 'この画面のURLをコピー',
  copied: 'URLをコピーしました',
  copyFailed: 'コピーできませんでした。アドレス欄からコピーしてください。',
  retry: '再読み込み',
  dismiss: 'この通知を閉じる',
  loading: '読み込み中',
  offlineTitle: 'サーバーに接続できません',
  offlineHint: '通信の状態を確かめて、もう一度読み込んでください。',
  failedTitle: '読み込めませんでした',
  droppedTitle: 'URLの一部を読み取れませんでした',
  droppedItem: (key: string, value: string) => `${key}＝${value}`,
};

export type ShellWords = typeof ja;

export const SHELL: Record<Language, ShellWords> = {
  ja,
  en: {
    serviceName: 'Public Asset Portfolio GIS',
    languageLabel: 'Language',
    skipToList: 'Skip to the list',
    demoBadge: 'Fictitious data',
    demoExplained: 'The data on this page is invented. It does not describe real facilities or land.',
    dataDate: (date) => `As of ${date}`,
    copyAddress: 'Copy link to this view',
    copied: 'Link copied',
    copyFailed: 'Could not copy. Please copy it from the address bar.',
    retry: 'Try again',
    dismiss: 'Dismiss this notice',
    loading: 'Loading',
    offlineTitle: 'The server cannot be reached',
    offlineHint: 'Check the connection and try again.',
    failedTitle: 'Could not be loaded',
    droppedTitle: 'Parts of the link could not be read',
    droppedItem: (key, value) => `${key} = ${value}`,
  },
};
