// A profile: what is known of one tumour. A key that is absent is unknown; a list that is given is complete.

export interface Profile {
  /** Comes back in the report. */
  id?: string;
  disease?: Concept;
  /** The day as of which the question is asked, as `2026-11-22`; today where absent. */
  date?: string;
  /** Where the patient is treated. */
  region?: string;
  /** Facts by name. `vocabulary().facts` says which there are and what each can be. */
  facts?: Record<string, Scalar>;
  /** Results of biomarker tests, ordered ones included. */
  results?: TestResult[];
  /** Systemic therapies so far. Absent: the history is not known. Empty: there was none. */
  therapies?: Therapy[];
  /** The specimens at hand. Absent: not known. Empty: there is none. */
  specimens?: string[];
}

/** A name, a synonym, or a code with its system. */
export type Concept = string | { system: string; code: string };

/** A number stands in the declared unit; a text is a value by name, or a number as laboratories write it: `<1`, `70 %`. */
export type Scalar = boolean | number | string;

export type ResultStatus = "positive" | "negative" | "pending" | "insufficient" | "failed" | "inconclusive";
export type Origin = "germline" | "somatic";
export type Significance = "pathogenic" | "likely pathogenic" | "uncertain" | "likely benign" | "benign";

/** One result: of a gene, a marker, an assay, or a laboratory's own panel. */
export interface TestResult {
  biomarker?: Concept;
  /** May be left out where `alterations`, `value` or `findings` say it. */
  status?: ResultStatus;
  value?: Scalar;
  /** All alterations that were found, as the laboratory wrote them. */
  alterations?: ReportedAlteration[];
  /** An assay by name: everything that it detects and that `findings` does not list was looked for and not found. */
  assay?: string;
  /** The genes that a laboratory's own panel looked at. */
  tested?: string[];
  findings?: Finding[];
  /** Absent: taken as conclusive, and the report says so. */
  method?: string;
  specimen?: string;
  origin?: Origin;
  date?: string;
}

export interface Finding {
  biomarker: Concept;
  alterations?: ReportedAlteration[];
  value?: Scalar;
  status?: ResultStatus;
}

export type ReportedAlteration = string | DetailedAlteration;

export interface DetailedAlteration {
  /** What the laboratory wrote; may be left out where `copy_number` says it. */
  change?: string;
  significance?: Significance;
  origin?: Origin;
  /** The share of reads that show it, 0 to 1. */
  allele_fraction?: number;
  copy_number?: number;
}

export interface Therapy {
  drug: Concept;
  /** From 1; absent: before the lines that count, as adjuvant therapy is. */
  line?: number;
  outcome?: "progression" | "response" | "stable" | "completed" | "intolerance";
  date?: string;
}
