import { readFileSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const DIST = fileURLToPath(new URL('../../dist', import.meta.url));

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
};

/** Hashed files under /assets/ or 404 (an index.html in their place hides a missing worker); all else is the page. */
export function serveFile(path, send) {
  const asset = path.startsWith('/assets/');
  const file = asset ? join(DIST, normalize(path)) : join(DIST, 'index.html');
  try {
    const body = readFileSync(file);
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    send(200, type, body, {
      'cache-control': asset ? 'public, max-age=31536000, immutable' : 'no-cache',
    });
  } catch {
    send(404, 'text/plain; charset=utf-8', asset ? 'no such asset' : 'run `npm run build` first');
  }
}
