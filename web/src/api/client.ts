import type { Problem } from './types';

/** The server answered, but not with what was asked for. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
    this.name = 'ProblemError';
  }
}

/** No answer: the network or the server is gone. */
export class UnreachableError extends Error {
  constructor(cause: unknown) {
    super('unreachable', { cause });
    this.name = 'UnreachableError';
  }
}

export type Parameters = Record<string, string | number | readonly string[] | null | undefined>;

/** Empty values are left out: the server takes an empty parameter for a wrong one. */
export function queryText(parameters: Parameters): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value === null || value === undefined || value === '') continue;
    if (typeof value === 'string' || typeof value === 'number') query.set(name, String(value));
    else if (value.length > 0) query.set(name, value.join(','));
  }
  const text = query.toString().replaceAll('%2C', ',');
  return text === '' ? '' : `?${text}`;
}

export async function fetchJson<Body>(
  path: string,
  parameters: Parameters = {},
  signal?: AbortSignal,
): Promise<Body> {
  let response: Response;
  try {
    response = await fetch(path + queryText(parameters), {
      headers: { accept: 'application/json, application/problem+json' },
      signal: signal ?? null,
    });
  } catch (cause) {
    if (isAbort(cause)) throw cause;
    throw new UnreachableError(cause);
  }
  if (!response.ok) throw new ProblemError(await readProblem(response));
  return (await response.json()) as Body;
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

export async function readProblem(response: Response): Promise<Problem> {
  const kind = response.headers.get('content-type') ?? '';
  if (kind.includes('json')) {
    try {
      return (await response.json()) as Problem;
    } catch {
      // A proxy cut the answer off: the status still says something.
    }
  }
  return {
    type: 'about:blank',
    title: response.statusText,
    title_en: response.statusText,
    status: response.status,
    detail: `サーバーが ${response.status} を返しました。`,
    detail_en: `The server answered ${response.status}.`,
  };
}
