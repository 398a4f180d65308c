import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { fontFaces } from './scripts/font_faces.ts';

const server = process.env.KOYU_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [svelte(), fontFaces()],
  build: {
    target: 'es2023',
    manifest: true,
    // Every browser with WebGL2 knows modulepreload.
    modulePreload: { polyfill: false },
    // A font or picture inlined as data: would need a wider policy than the server sends.
    assetsInlineLimit: 0,
    rolldownOptions: {
      // The pages that the server renders know their stylesheets by fixed names.
      input: { index: 'index.html', pages: 'src/styles/pages.css', page_fonts: 'src/styles/page_fonts.css' },
      output: {
        assetFileNames: ({ names }) =>
          names.some((name) => ['pages.css', 'page_fonts.css'].includes(name))
            ? '[name][extname]'
            : 'assets/[name]-[hash][extname]',
      },
    },
    // MapLibre comes as one piece; scripts/budget.mjs holds the real limits.
    chunkSizeWarningLimit: 2000,
  },
  worker: { format: 'es' },
  server: { proxy: { '/api': server, '/tiles': server } },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
});
