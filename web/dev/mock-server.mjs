// A stand-in for the Rust server: the same addresses, the same headers, an invented portfolio that is always the same.
//   npm run mock            serves dist on http://127.0.0.1:8788
//   PORT=9000 npm run mock
//   KOYU_API=http://127.0.0.1:8080 npm run mock    dist in front of a running Koyu, without building it anew

import { request as ask, createServer } from 'node:http';
import { answerApi } from './mock/api.mjs';
import { serveFile } from './mock/files.mjs';
import { notFound, PROBLEM, problem } from './mock/problem.mjs';
import { answerTile } from './mock/tiles.mjs';

const PORT = Number(process.env.PORT ?? 8788);
const BEHIND = process.env.KOYU_API;

/** Exactly the policy of the real server: what it refuses must fail here too. */
const CSP =
  "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self' data: blob:; " +
  "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

createServer((request, response) => {
  const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'localhost'}`);
  response.setHeader('content-security-policy', CSP);
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'same-origin');
  const send = (status, type, body, headers = {}) => {
    response.writeHead(status, { 'content-type': type, ...headers });
    response.end(body);
  };
  const json = (body, status = 200) =>
    send(status, status < 400 ? 'application/json' : PROBLEM, JSON.stringify(body), {
      'cache-control': 'no-cache',
    });
  try {
    if (BEHIND !== undefined && /^\/(api|tiles)\//.test(url.pathname)) pass(request, response);
    else if (request.method !== 'GET' && request.method !== 'HEAD')
      json(problem(405, '読み取り専用です', 'Read only'), 405);
    else if (url.pathname.startsWith('/api/')) {
      const answer = answerApi(url);
      if (answer === null) json(notFound(url.pathname), 404);
      else json(answer.body, answer.status);
    } else if (url.pathname.startsWith('/tiles/')) {
      const answer = answerTile(url);
      if (answer === null) json(notFound(url.pathname), 404);
      else send(answer.status, answer.type, answer.body, { 'cache-control': 'no-cache' });
    } else serveFile(url.pathname, send);
  } catch (error) {
    console.error(url.pathname, error);
    json(problem(500, '内部エラー', String(error)), 500);
  }
}).listen(PORT, '127.0.0.1', () => console.log(`mock portfolio on http://127.0.0.1:${PORT}`));

/** The host is kept, so that the addresses in a TileJSON name this server. */
function pass(request, response) {
  const { method, headers, url } = request;
  ask(new URL(url, BEHIND), { method, headers }, (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  })
    .on('error', () => response.destroy())
    .end();
}
