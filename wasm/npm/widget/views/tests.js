// Tests: what to order, as few assays as will do, each with what it is for; then what is awaited and what nothing covers.

import { block, link, quiet } from "../lib/controls.js";
import { h } from "../lib/dom.js";
import { decided, list, sentence, together, unquoted } from "../model/words.js";
import { line, lines, mark } from "./line.js";
import { enter } from "./results.js";

export function tests(app, parts) {
  const { m } = app;
  const rows = [
    ...parts.orders.map((order) => orderLine(app, order)),
    ...parts.awaited.map((group) => awaitedLine(app, group)),
    ...parts.uncovered.map((group) => uncoveredLine(app, group)),
    ...parts.offers.map((order) => orderLine(app, order, m.tests.offers)),
    ...parts.later.map((order) => orderLine(app, order, m.tests.later(order.on))),
    ...parts.consider.map((order) => orderLine(app, order, m.tests.consider)),
  ];
  if (rows.length === 0 && parts.done.length === 0) return null;
  const done = quiet(rows.length === 0 && m.tests.nothing, " ", parts.done.length > 0 && m.tests.done(list(parts.done, m)));
  return block("tests", [m.tests.heading, " ", done], lines(rows));
}

function orderLine(app, order, mark_) {
  const { m } = app;
  const where = order.on && (order.new_specimen ? m.tests.onNew(order.on) : m.tests.on(order.on));
  const days = order.turnaround_days === undefined
    ? order.within_days !== undefined && m.tests.within(order.within_days)
    : order.late ? m.tests.late(order.turnaround_days, order.within_days) : m.tests.days(order.turnaround_days);
  const label = [order.title, where].filter(Boolean).join(" ");
  const rules = new Map(order.groups.flat().flatMap((test) => test.rules).map((rule) => [rule.rule, rule]));
  return line(app, {
    key: `test ${order.key}`,
    lead: [h("b", null, order.title), where && ` ${where}`],
    mark: mark_,
    meta: [days, order.kind === "method" && m.tests.own, order.alternatives.length > 0 && m.tests.or(list(order.alternatives, m, 2, m.or))].filter(Boolean).join(" · "),
    note: covers(order, app),
    rules: [...rules.values()].map((rule) => ({ rule, question: "why" })),
    body: [
      order.offer && h("p", null, sentence(m.tests.offer)),
      order.groups.map((group) => biomarkers(app, group)),
    ],
    actions: mark(app, `test ${order.key}`, m.tests.request, () => app.emit("request-test", {
      by: order.by, title: order.title, kind: order.kind, on: order.on, biomarkers: order.covers.map((one) => one.biomarker),
    })),
    label,
    item: { kind: "test", by: order.by, on: order.on, biomarkers: order.covers.map((one) => one.biomarker) },
  });
}

/** What an order is for: what was never tested, and what has a result that does not settle it. */
function covers(order, app) {
  const { m } = app;
  const again = (one) => m.tests.again[app.parts.test(one.biomarker)?.status];
  return together(order.covers, (one) => again(one) ?? "").map((group) => {
    const names = list(group.map(coveredName), m);
    return again(group[0]) ? `${again(group[0])}: ${names}` : names;
  }).join(" · ");
}

const coveredName = (one) => (one.in_part && one.alterations.length <= 3 ? `${one.biomarker} (${one.alterations.map(unquoted).join(", ")})` : one.biomarker);

/** Biomarkers that are asked for alike: how far they are, why, and what they decide. */
function biomarkers(app, group) {
  const { m } = app;
  const [first] = group;
  const decides = [...new Set(group.flatMap((test) => test.would_decide))].map((name) => decided(name, m));
  const how = m.tests.how(first.by, first.on, first.when);
  return h("div", { class: "biomarkers" },
    h("p", null,
      group.map(({ biomarker }, index) => [index > 0 && ", ", link(biomarker, () => enter(app, biomarker), { "aria-label": m.tests.enter(biomarker) })]),
      quiet(` ${[m.tests.status[first.status], how].filter(Boolean).join("; ")}`)),
    first.remarks.map((remark) => h("p", null, sentence(remark))),
    decides.length > 0 && h("p", null, m.tests.decides(list(decides, m, 8))));
}

function awaitedLine(app, group) {
  const { m } = app;
  const [first] = group;
  const names = list(group.map((test) => test.biomarker), m);
  return line(app, {
    key: `awaited ${names}`,
    lead: h("b", null, names),
    mark: m.tests.awaited,
    meta: m.tests.how(first.by, first.on, undefined),
    rules: first.rules.map((rule) => ({ rule, question: "why" })),
    body: biomarkers(app, group),
  });
}

function uncoveredLine(app, group) {
  const { m } = app;
  const names = group.map(coveredName);
  const tests = group.map((one) => app.parts.test(one.biomarker)).filter(Boolean);
  return line(app, {
    key: `uncovered ${names.join()}`,
    lead: h("b", null, list(names, m)),
    mark: m.tests.notCovered,
    note: sentence(group[0].because),
    rules: (tests[0]?.rules ?? []).map((rule) => ({ rule, question: "why" })),
    body: tests.length > 0 && biomarkers(app, tests),
  });
}
