import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Plugin } from 'vite';

const NAME = 'virtual:font-faces';
const FONT = '@fontsource-variable/noto-sans-jp';

/**
 * The slices of Noto Sans JP as MapLibre's `font-faces`, so that map labels show 髙, 﨑, 𠮷 and ㈱ on a machine
 * without Japanese fonts. The file names carry Vite's hashes, the same as those of the page's own stylesheet.
 */
export function fontFaces(): Plugin {
  return {
    name: 'koyu-font-faces',
    resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
    load(id) {
      if (id !== `\0${NAME}`) return undefined;
      const file = createRequire(import.meta.url).resolve(`${FONT}/unicode.json`);
      const slices = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
      const names = Object.keys(slices);
      const imports = names.map((slice, index) => {
        const part = slice.replace(/[[\]]/g, '');
        return `import u${index} from '${FONT}/files/noto-sans-jp-${part}-wght-normal.woff2?url';`;
      });
      const faces = names.map((slice, index) => {
        const ranges = JSON.stringify((slices[slice] ?? '').split(','));
        return `{url:u${index},'unicode-range':${ranges}}`;
      });
      return `${imports.join('\n')}\nexport default [${faces.join(',\n')}];`;
    },
  };
}
