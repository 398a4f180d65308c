// Requests that a caller must be known for: the server takes them only from its own pages, which can set this header.

import { isAbort, type Parameters, ProblemError, queryText, readProblem, UnreachableError } from './client';

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

export interface Sent {
  method?: Method;
  parameters?: Parameters;
  body?: unknown;
  /** The tag of the record as it was read: what `If-Match` carries. */
  tag?: string;
  signal?: AbortSignal;
}

/** Asks as the person who sits here. An answer without content is null. */
export async function send<Body>(
  path: string,
  { method = 'GET', parameters = {}, body, tag, signal }: Sent = {},
): Promise<Body> {
  const headers: Record<string, string> = {
    accept: 'application/json, application/problem+json',
    'x-koyu-request': '1',
  };
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (tag !== undefined) headers['if-match'] = `"${tag}"`;
  let response: Response;
  try {
    response = await fetch(path + queryText(parameters), {
      method,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
      signal: signal ?? null,
    });
  } catch (cause) {
    if (isAbort(cause)) throw cause;
    throw new UnreachableError(cause);
  }
  if (!response.ok) throw new ProblemError(await readProblem(response));
  return (response.status === 204 ? null : await response.json()) as Body;
}
