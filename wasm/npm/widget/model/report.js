// The report, arranged for the page: what must wait, what to order, what is supported, what waits for what.

import { commonNoun, list, meaning, need, regimen, together } from "./words.js";

const isAgent = (entry) => entry.approval === undefined;
/** Whether the rulebook records licences where the patient is; where it does not, what no rule of the region supports has no known one. */
export const isRecorded = (entry) => entry.approval?.status !== "not-recorded";
const isUnlicensed = (entry) => ["not-yet", "withdrawn", "not-approved"].includes(entry.approval?.status) || (!isRecorded(entry) && !entry.approval.for_region);
const ruleNames = (entry) => entry.rules.map((rule) => rule.rule);

/** The parts of the page, each a list that may be empty. */
export function arrange(report) {
  const treatments = (status) => report.treatments.filter((entry) => entry.status === status);
  const holds = treatments("hold");
  // A drug or class that must wait has no approval of its own; regimens that it holds back point at its rules.
  const agents = holds.filter(isAgent);
  const regimens = holds.filter((entry) => !isAgent(entry));
  const waits = together(agents, ruleNames).map((group) => ({
    key: ruleNames(group[0]).join(),
    agents: group,
    needs: group[0].needs,
    held: regimens.filter((entry) => entry.against.some((rule) => ruleNames(group[0]).includes(rule.rule))),
  }));
  const indicated = treatments("indicated");
  return {
    waits,
    // What is held back by nothing that is said above still has to be seen.
    held: regimens.filter((entry) => !waits.some((wait) => wait.held.includes(entry))),
    conflicts: treatments("conflict"),
    standard: indicated.filter((entry) => entry.standing === "standard" && !isUnlicensed(entry)),
    unlicensed: indicated.filter((entry) => entry.standing === "standard" && isUnlicensed(entry)),
    emerging: indicated.filter((entry) => entry.standing !== "standard"),
    undecided: undecidedGroups(treatments("undecided")),
    avoid: together(treatments("avoid"), ruleNames),
    superseded: together(treatments("superseded"), (entry) => entry.against.map((rule) => rule.rule)),
    ...tests(report),
    questions: questions(report),
    team: report.team,
    notes: report.notes,
    trials: report.trials,
    notUsed: together(report.not_used, (entry) => entry.reason),
    assumptions: report.assumptions,
    isSilent: report.treatments.length === 0 && report.tests.length === 0 && report.team.length === 0 && report.notes.length === 0 && report.trials.length === 0,
    withoutTreatment: report.treatments.every(isAgent),
  };
}

/** How many groups of undecided treatments stand alone, and how much such a group may need. */
const GROUPS = 6;
const NEEDS = 3;

/**
 * What is not decided, by what it needs: first what a finding already speaks for, then what needs least, and of those
 * what decides most. What needs much stands together under what all of it needs.
 */
function undecidedGroups(entries) {
  const groups = together(entries, (entry) => entry.needs).map((group) => ({ needs: group[0].needs, entries: group }));
  const unfit = (group) => Number(!group.entries.some((entry) => entry.fits));
  groups.sort((a, b) => unfit(a) - unfit(b) || a.needs.length - b.needs.length || b.entries.length - a.entries.length);
  const alone = groups.filter((group) => !unfit(group) || group.needs.length <= NEEDS).slice(0, GROUPS);
  const others = groups.filter((group) => !alone.includes(group));
  if (others.length < 2) return groups;
  const shared = others[0].needs.filter((one) => others.every((group) => group.needs.some((other) => same(one, other))));
  return [...alone, { needs: shared, entries: others.flatMap((group) => group.entries), mixed: true }];
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** What is to be ordered, as the plan has it, with what the report says of each biomarker. */
function tests(report) {
  const plan = report.test_plan;
  const of = new Map(report.tests.map((test) => [test.biomarker, test]));
  const order = (one, kind) => ({
    ...one,
    key: `${kind}:${one.by}:${one.on ?? ""}`,
    offer: kind === "offer",
    later: kind === "later",
    groups: together(one.covers.map((covered) => of.get(covered.biomarker)).filter(Boolean), alike),
  });
  const orders = plan.orders.map((one) => order(one, "order"));
  return {
    orders: orders.filter((one) => one.status !== "derived"),
    consider: orders.filter((one) => one.status === "derived"),
    offers: plan.offers.map((one) => order(one, "offer")),
    later: plan.after_new_specimen.map((one) => order(one, "later")),
    awaited: together(report.tests.filter((test) => test.status === "pending"), alike),
    uncovered: together(plan.uncovered, (one) => one.because),
    planRemarks: plan.remarks,
    done: report.tests.filter((test) => test.status === "done").map((test) => test.biomarker),
    test: (biomarker) => of.get(biomarker),
  };
}

const alike = (test) => [test.status, test.by, test.on, test.when, test.remarks, ruleNames(test)];

/** Questions to a person first; a biomarker's answer comes from the laboratory, and is entered as a result. */
function questions(report) {
  const asked = report.open_questions;
  return {
    people: asked.filter((one) => one.about.biomarker === undefined),
    biomarkers: asked.map((one) => one.about.biomarker).filter((name) => name !== undefined),
  };
}

/** A product by its name, a method as a common noun. */
const orderName = ({ kind, title }) => (kind === "method" ? commonNoun(title) : title);

/** One sentence of what to do now, or why there is none. */
export function headline(parts, m, vocabulary) {
  const said = [];
  if (parts.conflicts.length > 0) said.push(m.now.conflict(parts.conflicts.length));
  if (parts.orders.length > 0) said.push(m.now.order(list(parts.orders.map(orderName), m, 3)));
  else if (parts.awaited.length > 0) said.push(m.now.await(list(parts.awaited.flat().map((test) => test.biomarker), m, 4)));
  // What has no licence here is not counted among what can be had.
  const supported = [...parts.standard, ...parts.emerging];
  if (supported.length > 0 || parts.unlicensed.length > 0) {
    if (supported.length === 1) said.push(m.now.supportedOne(regimen(supported[0], m, vocabulary)));
    if (supported.length > 1) said.push(m.now.supported(supported.length));
    if (parts.unlicensed.length > 0) said.push(m.now.unlicensed(parts.unlicensed.length, isRecorded(parts.unlicensed[0])));
  } else if (parts.orders.length === 0 && parts.questions.people.length > 0) {
    said.push(parts.questions.people[0].ask, m.now.turn);
  } else if (parts.waits.length > 0 || parts.undecided.length > 0) {
    const waiting = parts.undecided.reduce((sum, group) => sum + group.entries.length, 0) + parts.waits.reduce((sum, wait) => sum + wait.held.length, 0);
    if (waiting > 0) said.push(m.now.undecided(waiting));
  } else if (parts.isSilent) {
    said.push(m.now.silent);
  } else if (parts.withoutTreatment) {
    said.push(m.now.none);
  }
  return said;
}

/** Who the tumour is, in one line: the disease, and the facts that name it first. */
export function tumourLine(report, profile, vocabulary, m) {
  const facts = Object.entries(profile.facts ?? {}).filter(([name]) => m.lineOrder.includes(name) && vocabulary.fact(name));
  facts.sort(([a], [b]) => m.lineOrder.indexOf(a) - m.lineOrder.indexOf(b));
  const found = [];
  for (const one of report?.findings ?? []) {
    const known = vocabulary.biomarker(one.biomarker);
    if (known?.used && one.matches.length > 0) found.push(`${one.biomarker} ${meaning(one.matches)}`);
  }
  const shown = facts.map(([name, value]) => factWords(vocabulary.fact(name), value, m));
  return [...new Set([...shown, ...found])];
}

/** A fact in few words: `stage IVB`, `61 years`. */
export function factWords(fact, value, m) {
  if (value === true || value === "yes") return fact.title;
  if (value === false || value === "no") return m.notSo(fact.title);
  if (fact.takes === "number" && fact.unit) return `${value} ${fact.unit}`;
  const short = m.factShort[fact.name] ?? fact.name.replaceAll("-", " ");
  return short ? `${short} ${value}` : String(value);
}

export const needWords = (needs, m, most = 6) => list(needs.map((one) => need(one, m)), m, most);
