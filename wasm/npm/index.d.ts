// The types of the package. The shapes of profiles, reports and the other answers stand in `types/`.
import type { Profile } from "./types/profile.js";
import type { OpenQuestion, Report, TestPlan } from "./types/report.js";
import type {
  CaseOutcome, Change, Diagnostic, Explanation, InputError, PromiseOutcome, Rulebook, Variant, Vocabulary, WrittenRule,
} from "./types/answers.js";

export type * from "./types/profile.js";
export type * from "./types/report.js";
export type * from "./types/answers.js";

/** The engine's version, as `0.1.0`. */
export const version: string;

/** Something that is wrong with an input: nothing was evaluated. */
export interface Refused { ok: false; errors: InputError[]; diagnostics?: undefined }

/** A rulebook with errors cannot be used; this is what is wrong with it. */
export interface Unusable { ok: false; diagnostics: Diagnostic[]; errors?: undefined }

/** An answer, or why there is none. */
export type Answer<T> = ({ ok: true; errors?: undefined; diagnostics?: undefined } & T) | Refused | Unusable;

/** Files of rules: their names (paths with `/`) and texts. */
export type Source = Record<string, string>;

export interface Settings {
  /** The day as of which to evaluate, as `2026-11-22`, over the profile's. */
  date?: string;
  /** Where the patient is treated, over the profile's. */
  region?: string;
  /** The day where neither profile nor settings give one; the clock's where absent. */
  today?: string;
}

export interface SyncOptions {
  /** Texts of rules instead of the built-in rulebook. */
  source?: Source;
  /** What to call the rulebook of `source`. */
  name?: string;
  /** A compiled rulebook, as `guidemark compile` writes it. */
  compiled?: ArrayBuffer | ArrayBufferView;
  /** The engine's bytes, where the package's own file cannot be read. The first `load` decides. */
  engine?: ArrayBuffer | ArrayBufferView;
}

export interface LoadOptions extends Omit<SyncOptions, "compiled" | "engine"> {
  /** A compiled rulebook: its bytes, its address, or a response that holds it. */
  compiled?: string | URL | Response | ArrayBuffer | ArrayBufferView | Promise<Response | ArrayBuffer | ArrayBufferView>;
  /** The engine, where it is not found beside the package. The first `load` decides. */
  engine?: string | URL | Response | Promise<Response> | ArrayBuffer | ArrayBufferView;
}

/** Starts the engine and opens a rulebook: the built-in one, unless options name another. Rejects where the engine or
 * the rulebook cannot be loaded; a rulebook with errors is a book whose `ok` is false. */
export function load(options?: LoadOptions): Promise<Book>;

/** The same at once: in Node, and from `guidemark/inline`. Pages have only `load`. */
export function loadSync(options?: SyncOptions): Book;

/** What is wrong with the texts of a rulebook, or worth a look. Pages call it after `load`. */
export function check(source: Source): { ok: boolean; diagnostics: Diagnostic[]; errors?: undefined } | Refused;

/** The one layout of the text of a file. Pages call it after `load`. */
export function format(text: string): { ok: true; text: string; diagnostics?: undefined; errors?: undefined } | Refused | Unusable;

/** A question about a name: that of a drug, `class C`, a biomarker, a specialty or a rule. */
export type Question = { why: string } | { whyNot: string };

/** What if: facts, results, therapies as a case gives them, as `EGFR p.L858R`, `age 70 years`. */
export interface WhatIf { if: string | string[] }

/** A rulebook that answers. Profiles come as objects or as JSON text. */
export class Book {
  private constructor();
  /** Whether it can be used. Where not, every method answers with what is wrong. */
  readonly ok: boolean;
  /** What it is; nothing where it cannot be used. */
  readonly rulebook?: Rulebook;
  /** What is wrong with its texts, or worth a look. */
  readonly diagnostics: Diagnostic[];
  /** Why it cannot be read, where it is no rulebook at all. */
  readonly errors: InputError[];

  evaluate(profile: Profile | string, settings?: Settings): Answer<{ report: Report }>;
  explain(profile: Profile | string, question: Question, settings?: Settings): Answer<{ explanation: Explanation }>;
  explain(profile: Profile | string, question: WhatIf, settings?: Settings): Answer<{ changes: Change[] }>;
  /** What changes in the report when the second profile takes the place of the first. */
  changes(before: Profile | string, after: Profile | string, settings?: Settings): Answer<{ changes: Change[] }>;
  /** What is not known and could still change the report, most decisive first. */
  questions(profile: Profile | string, settings?: Settings): Answer<{ questions: OpenQuestion[] }>;
  /** Which assays to order. */
  testPlan(profile: Profile | string, settings?: Settings): Answer<{ test_plan: TestPlan }>;
  /** The report to read: text, Markdown in plain language for the patient, or a page. */
  text(profile: Profile | string, settings?: Settings, form?: "text" | "patient" | "html"): Answer<{ text: string }>;
  /** What can be asked and answered. */
  vocabulary(): Answer<{ vocabulary: Vocabulary }>;
  /** What a reported change of a gene is, and which rules speak of it. */
  variant(gene: string, change: string): Answer<{ variant: Variant }>;
  /** Cases and promises run, each promise on `random` profiles too (100 where absent). Of books from `source` only. */
  cases(settings?: { random?: number; today?: string }): Answer<{ cases: CaseOutcome[]; promises: PromiseOutcome[] }>;
  /** A rule as written. Of books from `source` and of the built-in one, which fetches its texts at the first call. */
  rule(id: string): Promise<Answer<{ rule: WrittenRule }>>;
  /** Gives memory back at once; without it that happens some time after the book is out of use. */
  close(): void;
}
