// A report: what a rulebook says of one patient, and why. `schema/report.schema.json` says the same for other languages.

export interface Report {
  /** The profile's own id. */
  id?: string;
  disease?: string;
  team: Referral[];
  /** Those to act on first. */
  tests: TestEntry[];
  test_plan: TestPlan;
  /** Those that must wait or conflict first. */
  treatments: TreatmentEntry[];
  trials: TrialEntry[];
  notes: Note[];
  /** Most decisive first. */
  open_questions: OpenQuestion[];
  /** What was found in the results, as it was read. */
  findings: ReadResult[];
  /** What the profile says and nothing here uses. */
  not_used: NotUsed[];
  /** What was taken for granted. */
  assumptions: string[];
  /** Facts that the profile does not give, or gives less exactly, and the values that are taken for granted. */
  assumed?: Record<string, string>;
  /** Codes of other systems for what is named here, by that name. */
  codes?: Record<string, CodeReference[]>;
  provenance: Provenance;
}

export interface Provenance {
  rulebook: string;
  version: string;
  rulebook_sha256: string;
  engine: string;
  /** The day as of which this holds. */
  date: string;
  region: string | null;
  profile_sha256: string;
  /** To be shown with whatever is shown of the report. */
  disclaimer: string;
}

export interface Referral {
  specialty: string;
  title: string;
  rules: RuleReference[];
  because: string[];
  patient: string[];
}

/** Derived: no rule asks for it, and an undecided treatment needs it. */
export type TestStatus = "recommended" | "repeat" | "confirm" | "pending" | "derived" | "done";

/** At which step of the way from specimen to treatment something stands, and so who can move it. */
export type WaitsFor = "order" | "specimen" | "laboratory" | "interpretation" | "availability" | "result" | "fact" | "decision";

export interface TestEntry {
  biomarker: string;
  status: TestStatus;
  /** Absent where it is done. */
  waits_for?: WaitsFor;
  /** Any of these methods or assays; empty: any that sees it. */
  by: string[];
  /** Any of these specimens; empty: any. */
  on: string[];
  when?: string;
  rules: RuleReference[];
  /** The regimens that its result would decide. */
  would_decide: string[];
  /** Assays that can be had in the region on that day. */
  available: string[];
  remarks: string[];
  because: string[];
  patient: string[];
}

export type TreatmentStatus = "conflict" | "hold" | "indicated" | "undecided" | "avoid" | "superseded";

export interface TreatmentEntry {
  /** `class C` where any drug of a class is meant. */
  drugs: string[];
  /** Only as the regimen's only drug: of what must be avoided or must wait. */
  alone?: boolean;
  /** The known drugs of the classes that `drugs` names. */
  members?: string[];
  standing: "standard" | "emerging";
  status: TreatmentStatus;
  waits_for: WaitsFor;
  /** What is still needed to decide it. */
  needs: Need[];
  /** The biomarkers of which something was found that it asks for, while it is undecided. */
  fits?: string[];
  grades: Grade[];
  approval?: Approval;
  rules: RuleReference[];
  /** The rules that speak against it, that hold it back, or that it gives way to. */
  against: RuleReference[];
  /** The rules that would speak against it, if what they ask turned out to be so. */
  may_be_avoided?: RuleReference[];
  /** What of it was given before and failed or was not tolerated. */
  given_before?: string[];
  because: string[];
  patient: string[];
}

export type Need = { biomarker: string } | { fact: string } | "disease" | "therapies";

export interface Grade {
  scale: string;
  level: string;
  meaning: string;
}

export interface Approval {
  /** The region whose approval this is, or the patient's where there is none. */
  region?: string;
  status: "approved" | "not-yet" | "withdrawn" | "not-approved" | "not-recorded" | "region-unknown";
  since?: string;
  /** Whether it may have been an earlier day: all that is known is that the licence was in force by then. */
  since_or_earlier?: boolean;
  until?: string;
  /** Whether it may have ended on an earlier day. */
  until_or_earlier?: boolean;
  /** Whether the rules of the regimen name different licences; then this is the best of them. */
  differs?: boolean;
  /** Where else a licence is in force on that day, if none is known to be here. */
  elsewhere?: string[];
  /** Whether a rule that was made for the patient's region supports it, where no licences are recorded for that region. */
  for_region?: boolean;
}

export interface RuleReference {
  rule: string;
  title: string;
  file: string;
  line: number;
  citations: Citation[];
  /** The amending guideline that it came through. */
  amendment?: string;
}

export interface Citation {
  source: string;
  title: string;
  publisher: string;
  locator?: string;
  dated?: string;
  doi?: string;
  pmid?: string;
  link?: string;
}

export interface TrialEntry {
  registration: string;
  rules: RuleReference[];
}

export interface Note {
  text: string;
  rules: RuleReference[];
}

export interface OpenQuestion {
  about: Need;
  /** The question a person is asked. */
  ask: string;
  /** What its answer bears on. */
  decides: string[];
}

export interface ReadResult {
  biomarker: string;
  reported: string;
  read_as: string;
  /** The classes that rules speak of and that it belongs to. */
  matches: string[];
  /** Where the profile says it. */
  path: string;
}

export interface NotUsed {
  path: string;
  text: string;
  reason: string;
  suggestion?: string;
}

export interface CodeReference {
  /** The system's URI, as FHIR knows it. */
  system: string;
  code: string;
}

/** The fewest assays that answer what is still to be tested. */
export interface TestPlan {
  /** What to order now, on the specimens at hand. */
  orders: PlannedOrder[];
  /** A positive result would count, a negative one would decide nothing. */
  offers: PlannedOrder[];
  after_new_specimen: PlannedOrder[];
  uncovered: Uncovered[];
  /** Whether it is proved that no fewer assays do. */
  is_smallest: boolean;
  remarks: string[];
}

export interface PlannedOrder {
  by: string;
  title: string;
  /** A product, or a method by which a laboratory has a test of its own. */
  kind: "assay" | "method";
  /** Absent where any specimen will do. */
  on?: string;
  /** That specimen must be taken anew, because the last did not suffice. */
  new_specimen?: boolean;
  status: TestStatus;
  covers: Covered[];
  alternatives: string[];
  turnaround_days?: number;
  within_days?: number;
  late?: boolean;
}

export interface Covered {
  biomarker: string;
  alterations: string[];
  in_part?: boolean;
}

export interface Uncovered extends Covered {
  reason: "no-specimen" | "insufficient-specimen" | "not-available" | "not-seen" | "interpretation";
  because: string;
}
