// What else is answered: proofs, changes, the vocabulary, variants, diagnostics, outcomes of cases.
import type { Citation } from "./report.js";

export interface Rulebook {
  name: string;
  version: string;
  /** Of its texts. */
  sha256: string;
}

/** Something that is wrong with an input. */
export interface InputError {
  /** Stable; `guidemark explain-code CODE` explains it. Two are the package's own: `engine-failed`, `not-loaded`. */
  code: string;
  /** The place in the JSON, as `results[2].alterations[0]`; empty for the whole input. */
  path: string;
  message: string;
  help?: string;
}

/** Something that is wrong with the text of rules, or worth a look. */
export interface Diagnostic {
  code: string;
  severity: "error" | "warning";
  message: string;
  primary: Label;
  secondary?: Label[];
  help?: string;
  fixes?: Fix[];
}

/** Absent where a finding is about the rulebook as a whole. */
export interface TextRange {
  file?: string;
  start?: LineColumn;
  /** The place behind the last character. */
  end?: LineColumn;
}

export interface Label extends TextRange {
  text?: string;
}

export interface Fix extends TextRange {
  title: string;
  replacement: string;
  /** Safe: changes no meaning. Display-only: a person must choose it. */
  applicability: "safe" | "display-only";
}

/** From 1: line, column in characters, column in UTF-16 code units as editors count it. */
export interface LineColumn {
  line: number;
  column: number;
  utf16: number;
}

export type Verdict = "met" | "not-met" | "undetermined";

export interface Explanation {
  question: "why" | "why-not";
  about: string;
  /** Nearest to holding first. */
  rules: RuleProof[];
}

export interface RuleProof {
  rule: string;
  title: string;
  file: string;
  line: number;
  /** The rule as written; may be empty of a compiled rulebook: `Book.rule` has it. */
  text: string;
  /** Absent where it does not apply. */
  verdict?: Verdict;
  /** Why it does not apply. */
  not_applicable?: string;
  when: Proof;
  unless?: Proof;
  citations: Citation[];
  because: string;
}

/** A condition, its value, and what the value follows from. */
export interface Proof {
  text: string;
  value: Verdict;
  role: "all" | "any" | "not" | "define" | "question" | { "at-least": number };
  parts?: Proof[];
  /** What the profile says of a question. */
  evidence?: Evidence[];
}

export interface Evidence {
  /** Where the profile says it; empty where it says nothing. */
  path: string;
  text: string;
}

/** One entry of the report that changes. */
export interface Change {
  part: "treatment" | "caution" | "test" | "team" | "trial" | "note" | "question" | "plan";
  entry: string;
  /** Its status, and of an order of the test plan what it is for; `null` where it is not there. */
  before: string | null;
  after: string | null;
}

export interface Variant {
  gene: string;
  change: string;
  /** Its one spelling. */
  normal: string;
  /** What it falls under, in the words of the rule language. */
  matches: string[];
  may_match: string[];
  note?: string;
  sets: string[];
  rules: { rule: string; title: string; asks: string[] }[];
}

export interface Vocabulary {
  regions: Entry[];
  diseases: Entry[];
  facts: Measure[];
  markers: Measure[];
  genes: GeneEntry[];
  drugs: DrugEntry[];
  regimens: RegimenEntry[];
  classes: Entry[];
  methods: Entry[];
  assays: Entry[];
  specimens: Entry[];
  specialties: Entry[];
}

export type CodeSystem = "oncotree" | "snomed" | "icd10" | "icdo3" | "ncit" | "hgnc" | "loinc" | "rxnorm" | "atc";

export interface Entry {
  name: string;
  title?: string;
  /** Synonyms. */
  also?: string[];
  /** The name of the more general one. */
  under?: string;
  codes?: { system: CodeSystem; code: string }[];
}

/** A fact or a marker with what it can be; levels stand lowest first. */
export type Measure = Entry & { ask?: string; used: boolean } & (
  | { takes: "values" | "levels"; values: Entry[] }
  | { takes: "number"; from?: number; to?: number; unit?: string }
);

export interface GeneEntry extends Entry {
  /** Whether any rule asks for it. */
  used: boolean;
  sets?: string[];
  /** The alterations that rules ask for. */
  alterations?: string[];
}

export interface DrugEntry extends Entry {
  /** More general ones included. */
  classes?: string[];
  brands?: { region: string; name: string }[];
}

/** Drugs that histories record under one name. */
export interface RegimenEntry extends Entry {
  drugs: string[];
}

export interface CaseOutcome {
  title: string;
  file: string;
  line: number;
  passed: boolean;
  problems: Diagnostic[];
}

export interface PromiseOutcome extends CaseOutcome {
  /** How many profiles it was tried on: none that broke it is no proof. */
  tried: number;
  /** How many of them it speaks of. */
  applied: number;
  /** A profile that breaks it, as JSON text. */
  broken_by?: string;
}

export interface WrittenRule {
  id: string;
  title: string;
  file: string;
  line: number;
  text: string;
  /** Where it is withdrawn or replaced. */
  amendments?: { by: string; because: string; replacement?: { file: string; line: number; text: string } }[];
}
