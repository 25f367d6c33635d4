// Treatments by how they stand: supported, emerging, waiting for something, to avoid, giving way.

import { block, fold, quiet } from "../lib/controls.js";
import { h } from "../lib/dom.js";
import { isRecorded, needWords } from "../model/report.js";
import { list, need, regimen, sentence } from "../model/words.js";
import { line, lines, mark } from "./line.js";

export function treatments(app, parts) {
  const { m } = app;
  const sections = [
    group(m.treatments.supported, "supported", parts.standard.map((entry) => treatmentLine(app, entry))),
    unlicensed(app, parts),
    group(m.treatments.emerging, "emerging", parts.emerging.map((entry) => treatmentLine(app, entry)), m.treatments.emergingHint),
    undecided(app, parts),
    group(m.treatments.avoid, "avoid", parts.avoid.map((entries) => avoidLine(app, entries))),
    superseded(app, parts),
  ].filter(Boolean);
  if (sections.length === 0 && !parts.withoutTreatment) return null;
  return block("treatments", m.treatments.heading,
    sections.length === 0 ? h("p", { class: "quiet" }, parts.isSilent ? m.treatments.silent : m.treatments.none) : sections);
}

function group(title, name, rows, hint) {
  if (!rows.some(Boolean)) return null;
  return h("div", { key: name, class: name, role: "group", "aria-labelledby": name },
    h("h4", { id: name }, title, hint && quiet(` ${hint}`)),
    lines(rows));
}

const keyOf = (entry) => `treatment ${entry.drugs.join("+")}${entry.alone ? " alone" : ""}`;

/** Grades and approval in few words; a grade that says only that it is approved is not said twice. */
function strength(entry, m) {
  const { approval } = entry;
  const grades = entry.grades.filter((grade) => !(approval && grade.level === "approved")).map((grade) => `${grade.scale} ${grade.level}`);
  return [...new Set(grades), approval && m.treatments.approval[approval.status](approval.region, approval.since?.slice(0, 4) ?? "", approval.since_or_earlier && m.by)].filter(Boolean);
}

const tag = (text) => [h("span", { class: "tag" }, text), " "];

export function treatmentLine(app, entry, { note } = {}) {
  const { m, vocabulary } = app;
  const key = keyOf(entry);
  const name = regimen(entry, m, vocabulary);
  const decided = entry.status === "indicated";
  const meta = strength(entry, m);
  return line(app, {
    key,
    lead: h("b", null, name),
    meta: meta.map(tag),
    note: note ?? [...before(entry), entry.because[0]].join(" "),
    rules: [
      ...entry.rules.map((rule) => ({ rule, question: entry.status === "undecided" || entry.status === "hold" ? "whyNot" : "why" })),
      ...entry.against.map((rule) => ({ rule, question: "why", against: true })),
    ],
    body: body(entry, m, note),
    actions: decided && mark(app, key, m.treatments.choose, () => app.emit("choose-treatment", { treatment: entry })),
    label: name,
    item: { kind: "treatment", treatment: entry },
  });
}

/** What failed or was not tolerated before: whoever chooses must see it at once. */
const before = (entry) => (entry.given_before ?? []).map((text) => `${text}.`);

function body(entry, m, note) {
  const { approval } = entry;
  return h("div", { class: "facts" },
    note && before(entry).map((text) => h("p", null, text)),
    entry.because.slice(1).map((text) => h("p", null, text)),
    entry.needs.length > 0 && h("p", null, m.treatments.needs(needWords(entry.needs, m, Infinity))),
    entry.may_be_avoided?.length > 0 && h("p", null, m.treatments.notIf(entry.may_be_avoided.map((rule) => rule.title).join("; "))),
    approval && h("p", null, m.treatments.approvalLong[approval.status](approval.region, approval.since, approval.until,
      approval.since_or_earlier && m.by, approval.until_or_earlier && m.by), approval.elsewhere && ` ${m.treatments.elsewhere(list(approval.elsewhere, m))}`, approval.differs && ` ${m.treatments.differs}`),
    entry.grades.map((grade) => h("p", { class: "quiet" }, m.treatments.grade(grade))),
    entry.members?.length > 0 && h("p", { class: "quiet" }, m.treatments.members(list(entry.members, m))));
}

/** What is supported and has no licence here: among what has one it would not be told apart. */
function unlicensed(app, parts) {
  const { m, vocabulary } = app;
  const entries = parts.unlicensed;
  const rows = entries.map((entry) => treatmentLine(app, entry));
  if (entries.length === 0) return null;
  const region = entries[0].approval.region;
  const recorded = isRecorded(entries[0]);
  if (parts.standard.length === 0) return group(m.treatments.unlicensed(region, recorded), "unlicensed", rows);
  const names = list(entries.map((entry) => regimen(entry, m, vocabulary)), m, 3);
  return fold("unlicensed", "fold unlicensed", [m.treatments.unlicensedMore(entries.length, region, recorded), ": ", quiet(names)], lines(rows));
}

/** What is not decided, by what it waits for; where something is supported, it steps back. */
function undecided(app, parts) {
  const { m } = app;
  if (parts.undecided.length === 0) return null;
  const all = parts.undecided.flatMap((one) => one.entries);
  const rows = parts.undecided.map((one) => {
    const needs = needWords(one.needs, m, 4);
    return waiting(app, one.mixed ? m.treatments.others(needs) : needs, one.entries);
  });
  const backed = parts.standard.length + parts.unlicensed.length + parts.emerging.length > 0;
  if (!backed) return group(m.treatments.undecided, "undecided", rows);
  const needs = [...new Set(all.flatMap((entry) => entry.needs.map((one) => need(one, m))))];
  return fold("undecided", "fold undecided", m.treatments.undecidedAll(all.length, list(needs, m, 5)), lines(rows));
}

/** One line for all treatments that wait for the same; it opens to them. */
function waiting(app, needs, entries) {
  const { m, vocabulary } = app;
  const key = `waiting ${needs}`;
  return h("li", { key, part: "line" },
    h("details", { open: app.open.has(key), ontoggle: (event) => event.target === event.currentTarget && app.toggle(key, event.target.open) },
      h("summary", { class: "waiting" }, h("span", { class: "need" }, needs), " ", h("span", { class: "names" }, list(entries.map((entry) => regimen(entry, m, vocabulary)), m, 4))),
      app.open.has(key) && lines(entries.map((entry) => treatmentLine(app, entry)))));
}

function avoidLine(app, entries) {
  const { m, vocabulary } = app;
  const names = list(entries.map((entry) => regimen(entry, m, vocabulary)), m);
  const [first] = entries;
  return line(app, {
    key: `avoid ${names}`,
    lead: h("b", null, names),
    meta: strength(first, m).map(tag),
    note: first.because[0],
    rules: first.rules.map((rule) => ({ rule, question: "why" })),
    body: body({ ...first, members: [...new Set(entries.flatMap((entry) => entry.members ?? []))] }, m),
    label: names,
    item: { kind: "treatment", treatment: first },
  });
}

function superseded(app, parts) {
  const { m, vocabulary } = app;
  const all = parts.superseded.flat();
  if (all.length === 0) return null;
  return fold("superseded", "fold superseded", [m.treatments.superseded(all.length), ": ", quiet(list(all.map((entry) => regimen(entry, m, vocabulary)), m, 6))],
    lines(all.map((entry) => treatmentLine(app, entry, { note: sentence(m.treatments.givesWay(entry.against.map((rule) => rule.title).join("; "))) }))));
}
