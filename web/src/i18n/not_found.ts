import { words } from './page_words';

export const NOT_FOUND = words(
  {
    title: 'ページが見つかりません',
    what: 'アドレスが違うか、ページがなくなりました。アドレスを確かめるか、地図から探してください。',
    toMap: '地図へ',
  },
  {
    title: 'Page not found',
    what: 'The address is wrong or the page is gone. Check the address, or look for it on the map.',
    toMap: 'To the map',
  },
);
