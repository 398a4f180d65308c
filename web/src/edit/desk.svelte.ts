// One record on somebody's desk: what was read, what is written, what the server said of it.

import { ProblemError, UnreachableError } from '../api/client';
import {
  amendRecord,
  createRecord,
  currentOf,
  type EditableKind,
  type FormField,
  readForm,
  readRecord,
  type StaffRecord,
} from '../api/staff';
import type { Problem } from '../api/types';
import { dropDraft, findDraft, keepDraft } from './drafts';
import {
  changedFields,
  isSame,
  patchOf,
  toWritten,
  type Values,
  valuesOf,
  type Written,
} from './field_value';
import { type Compared, compare, merged, type Side } from './three_way';

export interface DeskFault {
  /** The field's path, `reason`, or nothing where the whole record is meant. */
  path: string | null;
  ja: string;
  en: string;
}

export type Trouble = { kind: 'offline' } | { kind: 'problem'; ja: string; en: string };

export interface Conflict {
  theirs: StaffRecord;
  values: Values;
  compared: Compared[];
}

const SHAPE = 'shape';
const POSITION = 'position';
const PLACING = { input: 'position', says_why_missing: false } as const;

export class Desk {
  fields: FormField[] = $state.raw([]);
  /** The record as the server has it; null for one that is not entered yet. */
  record: StaffRecord | null = $state.raw(null);
  base: Values = $state.raw({});
  mine: Values = $state({});
  reason = $state('');
  faults: DeskFault[] = $state.raw([]);
  trouble: Trouble | null = $state.raw(null);
  conflict: Conflict | null = $state.raw(null);
  choices: Record<string, Side> = $state({});
  /** Why there is no form: the record is gone, or may not be read. */
  failure: { status: number; ja: string; en: string } | { kind: 'offline' } | null = $state.raw(null);
  ready = $state(false);
  saving = $state(false);
  /** Counts the saves, so that a page can say that one was done. */
  saves = $state(0);
  savedBefore = $state(false);
  restored = $state(false);

  readonly changed: FormField[] = $derived(changedFields(this.fields, this.base, this.mine));
  readonly needsReason: boolean = $derived(
    this.record !== null && this.changed.some((field) => field.needs_reason),
  );
  /** A place that was moved is worth what is said about it: how it was obtained, and how accurate it is. */
  readonly needsPosition: boolean = $derived(
    this.mine[SHAPE] != null && this.changed.some(({ path }) => path === SHAPE),
  );
  readonly mayEdit: boolean = $derived(this.fields.some((field) => field.editable));

  constructor(
    readonly kind: EditableKind,
    readonly id: string | null,
    /** What a new record begins with. */
    readonly preset: Values = {},
  ) {}

  get draftName(): string {
    return this.id ?? `new-${this.kind}`;
  }

  async open(): Promise<void> {
    this.failure = null;
    try {
      if (this.id === null) {
        const { fields } = await readForm(this.kind);
        this.fields = fields;
        this.base = valuesOf(fields, this.kind === 'parcels' ? { in_city: true } : {});
        this.mine = { ...this.base, ...this.preset };
      } else this.#take(await readRecord(this.kind, this.id));
      this.#restore();
      this.ready = true;
    } catch (error) {
      if (error instanceof UnreachableError) this.failure = { kind: 'offline' };
      else if (error instanceof ProblemError) {
        const { status, detail, detail_en } = error.problem;
        this.failure = { status, ja: detail, en: detail_en };
      } else throw error;
    }
  }

  write(path: string, written: Written): void {
    this.mine[path] = written;
    if (path === SHAPE) this.#followShape();
    this.faults = this.faults.filter((fault) => fault.path !== path);
    this.keep();
  }

  /** Puts unsaved work where a reload finds it. */
  keep(): void {
    if (this.changed.length === 0) {
      dropDraft(this.draftName);
      return;
    }
    const { base, mine, reason } = $state.snapshot({ base: this.base, mine: this.mine, reason: this.reason });
    keepDraft(this.draftName, { tag: this.record?.tag ?? '', base, mine, reason });
  }

  discard(): void {
    this.mine = { ...this.base };
    this.reason = '';
    this.faults = [];
    this.trouble = null;
    this.restored = false;
    dropDraft(this.draftName);
  }

  /** Saves what is written. Whatever goes wrong, what is written stays. */
  async save(): Promise<void> {
    if (this.saving) return;
    this.saving = true;
    this.trouble = null;
    const wanted = this.fields.filter(
      (field) => this.changed.includes(field) || (field.path === POSITION && this.needsPosition),
    );
    const correction = { patch: patchOf(wanted, this.mine), reason: this.reason };
    try {
      const record =
        this.record === null
          ? await createRecord(this.kind, correction)
          : await amendRecord(this.kind, this.record.id, this.record.tag, correction);
      this.#saved(record, false);
    } catch (error) {
      if (error instanceof UnreachableError) this.trouble = { kind: 'offline' };
      else if (error instanceof ProblemError) this.#refused(error.problem, wanted);
      else throw error;
    } finally {
      this.saving = false;
    }
  }

  /** Takes the merged state for one's own and saves it on what is there now. */
  async saveMerged(): Promise<void> {
    this.takeMerged();
    await this.save();
  }

  takeMerged(): void {
    const { conflict } = this;
    if (conflict === null) return;
    const values = merged(
      conflict.compared,
      { mine: $state.snapshot(this.mine) as Values, theirs: conflict.values },
      this.choices,
    );
    this.#take(conflict.theirs);
    this.mine = values;
    this.conflict = null;
    this.choices = {};
    this.keep();
  }

  #take(record: StaffRecord): void {
    this.record = record;
    this.fields = record.fields;
    this.base = valuesOf(record.fields, record.record);
    this.mine = { ...this.base };
  }

  #saved(record: StaffRecord, before: boolean): void {
    dropDraft(this.draftName);
    this.#take(record);
    this.reason = '';
    this.faults = [];
    this.restored = false;
    this.savedBefore = before;
    this.saves += 1;
  }

  #refused(problem: Problem, wanted: readonly FormField[]): void {
    const current = currentOf(problem);
    if (problem.status === 412 && current !== null) {
      this.#meet(current, wanted);
      return;
    }
    const errors = problem.errors ?? [];
    this.faults = errors.map(({ pointer, detail, detail_en }) => ({
      path: pathOf(pointer ?? null),
      ja: detail,
      en: detail_en,
    }));
    if (errors.length === 0) this.trouble = { kind: 'problem', ja: problem.detail, en: problem.detail_en };
  }

  /** Somebody was faster. Or it was oneself: an answer that was lost on the way looks the same. */
  #meet(theirs: StaffRecord, wanted: readonly FormField[]): void {
    const values = valuesOf(theirs.fields, theirs.record);
    const mine = $state.snapshot(this.mine) as Values;
    const arrived = wanted.every(({ path }) => isSame(values[path] ?? null, mine[path] ?? null));
    if (arrived) {
      this.#saved(theirs, true);
      return;
    }
    const compared = compare(this.fields, { base: this.base, mine, theirs: values });
    this.conflict = { theirs, values, compared };
    this.choices = {};
  }

  /** What was said about the old place says nothing about the new one. */
  #followShape(): void {
    const before = this.base[POSITION] ?? null;
    const isMoved = !isSame(this.base[SHAPE] ?? null, this.mine[SHAPE] ?? null);
    if (!isMoved) this.mine[POSITION] = before;
    else if (isSame(before, this.mine[POSITION])) this.mine[POSITION] = toWritten(PLACING, null);
  }

  #restore(): void {
    const draft = findDraft(this.draftName);
    if (draft === null) return;
    const known = Object.fromEntries(
      this.fields.map(({ path }) => [path, draft.mine[path] ?? this.base[path] ?? null]),
    );
    const current = this.record;
    this.reason = draft.reason;
    if (current === null || draft.tag === current.tag) {
      this.mine = known;
      this.restored = this.changed.length > 0;
      return;
    }
    // The record has changed since the draft was written: the same as a refused save.
    const values = this.base;
    this.base = { ...values, ...draft.base };
    this.mine = known;
    const compared = compare(this.fields, { base: this.base, mine: known, theirs: values });
    if (compared.every(({ standing }) => standing === 'theirs' || standing === 'same')) {
      this.#take(current);
      dropDraft(this.draftName);
      return;
    }
    this.conflict = { theirs: current, values, compared };
  }
}

/** `/patch/address/town` is the field `address.town`. */
export function pathOf(pointer: string | null): string | null {
  if (pointer === null) return null;
  const [, first = '', ...rest] = pointer.split('/');
  if (first === 'patch') return rest.length === 0 ? null : rest.join('.');
  return first === 'reason' ? 'reason' : null;
}

/** What a record of a kind begins with when another one calls for it. */
export function presetOf(fields: Record<string, string>): Values {
  return Object.fromEntries(
    Object.entries(fields).map(([path, value]) => [
      path,
      toWritten({ input: 'line', says_why_missing: false }, value),
    ]),
  );
}
