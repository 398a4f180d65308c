import { isAbort, ProblemError, UnreachableError } from '../api/client';

export type Failure = { kind: 'offline' } | { kind: 'problem'; status: number; ja: string; en: string };

export function failureOf(error: unknown): Failure {
  if (error instanceof UnreachableError) return { kind: 'offline' };
  if (error instanceof ProblemError) {
    const { status, detail, detail_en } = error.problem;
    return { kind: 'problem', status, ja: detail, en: detail_en };
  }
  throw error;
}

/** One answer that is asked for again and again; only the last question counts. */
export class Loading<Answer> {
  answer: Answer | null = $state.raw(null);
  failure: Failure | null = $state(null);
  busy = $state(false);
  #request: AbortController | null = null;

  async ask(question: (signal: AbortSignal) => Promise<Answer>): Promise<void> {
    this.#request?.abort();
    const request = new AbortController();
    this.#request = request;
    this.busy = true;
    try {
      const answer = await question(request.signal);
      if (request.signal.aborted) return;
      this.answer = answer;
      this.failure = null;
    } catch (error) {
      if (isAbort(error) || request.signal.aborted) return;
      this.failure = failureOf(error);
    }
    this.busy = false;
  }

  clear(): void {
    this.#request?.abort();
    this.#request = null;
    this.answer = null;
    this.failure = null;
    this.busy = false;
  }
}
