// Results: a line on which one is entered as a laboratory writes it, read back at once, and the list of those that are in.

import { choice, field as labelled, icon, quiet } from "../lib/controls.js";
import { h } from "../lib/dom.js";
import { search } from "../lib/search.js";
import { readEntry, resultsOf } from "../model/entry.js";
import { withResults, withoutItem } from "../model/profile.js";
import { list, meaning } from "../model/words.js";
import { errorWords } from "./errors.js";

export function results(app) {
  const { m, current } = app;
  const all = current.results ?? [];
  return h("section", { key: "results", class: "group", "aria-labelledby": "results" },
    h("h4", { id: "results", tabindex: "-1" }, m.results.heading),
    entry(app),
    all.length === 0
      ? h("p", { key: "none", class: "quiet" }, m.results.none)
      : h("ul", { key: "list", class: "plain entered" }, all.map((result, at) => row(app, result, at))));
}

function entry(app) {
  const { m, vocabulary, current } = app;
  const field = app.field("entry", { text: "", by: "", specimen: "", date: "" });
  const read = readEntry(field.text, vocabulary);
  const back = readBack(app, field, read);
  const ready = back.tone === "good" && !(read.kind === "assay" && !(read.assay ?? vocabulary.assay(field.by)));
  const change = (name) => (value) => {
    field[name] = value;
    ask(app, field);
    app.changed();
  };
  const add = () => {
    if (!ready) return;
    const entered = resultsOf(read, { ...field, vocabulary });
    const replace = field.replace;
    Object.assign(field, { text: "", replace: undefined, answers: undefined });
    app.edit(withResults(current, entered, replace));
    app.focus("entry");
  };
  return h("form", { key: "entry", class: "entry", onsubmit: (event) => {
    event.preventDefault();
    add();
  } },
  h("label", { for: "entry" }, m.results.label),
  h("input", {
    id: "entry", type: "text", autocomplete: "off", spellcheck: "false", autocapitalize: "off",
    placeholder: example(vocabulary), value: field.text,
    "aria-describedby": "entry-back", "aria-invalid": back.tone === "bad" ? "true" : undefined,
    oninput: (event) => change("text")(event.target.value),
  }),
  h("output", { id: "entry-back", for: "entry", class: `back ${back.tone ?? ""}`, "aria-live": "polite" }, back.text),
  // How it was measured is asked for once there is something to measure.
  field.text.trim() !== "" && h("div", { key: "how", class: "fields" },
    labelled("entry-by", m.results.by, choice("entry-by", field.by, [
      ["", m.results.notSaid],
      { label: m.results.methods, options: vocabulary.methods.map(({ name }) => [name, name]) },
      { label: m.results.assays, options: vocabulary.assays.map(({ name, title }) => [name, title]) },
    ], change("by"))),
    labelled("entry-specimen", m.results.specimen, choice("entry-specimen", field.specimen, [
      ["", m.results.notSaid],
      ...vocabulary.specimens.map(({ name }) => [name, name]),
    ], change("specimen"))),
    labelled("entry-date", m.results.date, h("input", {
      id: "entry-date", type: "date", value: field.date, onchange: (event) => change("date")(event.target.value),
    })),
    h("button", { type: "submit", class: "main", "aria-disabled": String(!ready) }, field.replace === undefined ? m.results.add : m.results.replace)));
}

/** How a line may look, made of what the rules ask for. */
function example(vocabulary) {
  const genes = vocabulary.genes.filter((gene) => gene.used);
  const changed = genes.find((gene) => gene.alterations?.some((one) => /^[A-Z]\d+[A-Z]$/.test(one)));
  const change = changed?.alterations.find((one) => /^[A-Z]\d+[A-Z]$/.test(one));
  const other = genes.find((gene) => gene !== changed);
  return [changed && `${changed.name} p.${change}`, other && `${other.name} negative`].filter(Boolean).join(" · ");
}

/** Has the engine read every change of the line. */
function ask(app, field) {
  const read = readEntry(field.text, app.vocabulary);
  const changes = read.kind === "results" ? read.items.flatMap((item) => (item.alterations ?? []).map((change) => [item.biomarker, change])) : [];
  const values = read.kind === "results" ? read.items.filter((item) => item.value !== undefined) : [];
  // An answer that comes after the next key is nobody's.
  const number = (field.number = (field.number ?? 0) + 1);
  field.answers = changes.length === 0 && values.length === 0 ? [] : undefined;
  if (field.answers) return;
  Promise.all([
    ...changes.map(async ([gene, change]) => ({ gene, change, ...(await app.engine.ask("variant", gene, change)) })),
    // A value is judged where a profile of nothing else holds it.
    ...values.map(async ({ biomarker, value }) => ({ marker: biomarker, value, ...(await app.engine.ask("evaluate", { results: [{ biomarker, value }] }, {})) })),
  ]).then((answers) => {
    if (field.number !== number) return;
    field.answers = answers;
    app.changed();
  });
}

/** What the line was read as, or why it was not. */
function readBack(app, field, read) {
  const { m, vocabulary } = app;
  const by = [field.by && (vocabulary.assay(field.by)?.title ?? field.by), field.specimen].filter(Boolean).join(", ");
  const good = (text) => ({ tone: "good", text: [h("span", { "aria-hidden": "true" }, "✓ "), text, by && quiet(` ${by}`)] });
  const bad = (text) => ({ tone: "bad", text: [h("span", { "aria-hidden": "true" }, "✗ "), text] });
  if (read.kind === "empty") return { text: quiet(m.results.help) };
  if (read.kind === "unknown") {
    const near = search(vocabulary.biomarkerIndex, read.text.split(" ")[0], 3).map(({ thing }) => thing.name);
    return bad([m.results.unknown(read.text), near.length > 0 && ` ${m.results.near(list(near, m, 3, m.or))}`]);
  }
  if (read.kind === "open") return { text: quiet(m.results.open(list(read.names, m))) };
  if (read.kind === "assay") {
    const assay = read.assay ?? vocabulary.assay(field.by)?.name;
    return assay ? good(m.results.nothingFound(vocabulary.assay(assay).title)) : { text: m.results.chooseAssay };
  }
  if (field.answers === undefined) return { text: "…" };
  const wrong = field.answers.find((one) => !one.ok);
  if (wrong) return bad(errorWords(wrong.errors[0]));
  const said = read.items.flatMap((item) => {
    if (item.status) return [`${item.biomarker} ${m.results.status[item.status]}`];
    if (item.value !== undefined) return [`${item.biomarker} ${valueWords(vocabulary.biomarker(item.biomarker), item.value)}`];
    return field.answers.filter((one) => one.gene === item.biomarker).map((one) => variantWords(one.variant, m));
  });
  const others = vocabulary.assay(field.by) && read.items.some((item) => item.alterations) ? `; ${m.results.others}` : "";
  return good(said.join("; ") + others);
}

const valueWords = (marker, value) => (typeof value === "number" && marker?.unit ? `${value} ${marker.unit}` : String(value));

/** `GENE exon 19 deletion (p.E746_A750del)`; a change of one amino acid goes by its own name: `GENE L858R (exon 21 mutation)`. */
function variantWords({ gene, normal, change, matches }, m) {
  const first = meaning(matches);
  const written = normal ?? change;
  if (!first) return `${gene} ${written}: ${m.results.noRule}`;
  const short = written.replace(/^p\./, "");
  if (short === first) return `${gene} ${short}`;
  return /^[A-Z]\d+[A-Z*]$/.test(short) ? `${gene} ${short} (${first})` : `${gene} ${first} (${written})`;
}

/** A result that is in: what it was read as, how it was measured, and the way to take it back. */
function row(app, result, at) {
  const { m, vocabulary, current } = app;
  const wrong = app.errors.filter((error) => error.path === `results[${at}]` || error.path.startsWith(`results[${at}].`));
  const assay = result.assay && (vocabulary.assay(result.assay)?.title ?? result.assay);
  const panel = result.biomarker === undefined;
  const how = [panel ? undefined : result.method, result.specimen, result.date].filter(Boolean).join(", ");
  const said = panel ? panelWords(app, result, at) : [itemWords(app, result, `results[${at}]`)];
  const head = panel ? assay ?? [m.results.panel, result.method].filter(Boolean).join(" ") : undefined;
  const name = String(head ?? result.biomarker?.code ?? result.biomarker);
  return h("li", { key: keyOf(current.results, result, at) },
    h("div", { class: "said" },
      head && `${head}: `,
      said,
      quiet(how && ` ${how}`),
      wrong.map((error) => h("p", { class: "wrong" }, errorWords(error)))),
    !panel && typeof result.biomarker === "string" && icon("✎", m.results.edit, name, () => edit(app, result, at)),
    icon("×", m.results.remove, name, () => {
      app.field("entry").replace = undefined;
      app.edit(withoutItem(current, "results", at));
      app.focus("results");
    }));
}

/** The same result keeps its place on the page when another is taken away. */
function keyOf(all, result, at) {
  const same = JSON.stringify(result);
  return same + all.slice(0, at).filter((one) => JSON.stringify(one) === same).length;
}

function itemWords(app, item, path) {
  const { m, vocabulary } = app;
  const name = String(item.biomarker?.code ?? item.biomarker);
  const changes = (item.alterations ?? []).map((one) => (typeof one === "string" ? one : one.change ?? `copy number ${one.copy_number}`));
  if (changes.length > 0) {
    // One alteration may stand in the report for each gene it names; this row is about its own.
    const known = vocabulary.biomarker(name)?.name ?? name;
    const found = (app.report?.findings ?? []).filter((one) => one.path === path && one.biomarker === known);
    return changes.map((change) => {
      const read = found.find((one) => one.reported === change);
      const first = meaning(read?.matches);
      return h("span", null, h("b", null, known), " ", first ?? change, first && first !== change && quiet(` ${change}`), " ");
    });
  }
  if (item.value !== undefined) return h("span", null, h("b", null, name), ` ${valueWords(vocabulary.biomarker(name), item.value)} `);
  return h("span", null, h("b", null, name), ` ${m.results.status[item.status ?? "positive"]} `);
}

function panelWords(app, result, at) {
  const { m } = app;
  const found = (result.findings ?? []).map((one, index) => itemWords(app, one, `results[${at}].findings[${index}]`));
  const missed = (result.tested?.length ?? 0) - found.length;
  return [found, h("span", null, result.tested ? m.results.negatives(missed) : result.findings ? m.results.others : m.results.status[result.status] ?? "")];
}

function edit(app, result, at) {
  const field = app.field("entry");
  const unit = app.vocabulary.biomarker(result.biomarker)?.unit;
  const said = result.alterations?.map((one) => (typeof one === "string" ? one : one.change)).join(", ")
    ?? (result.value !== undefined ? `${result.value}${unit && typeof result.value === "number" ? ` ${unit}` : ""}` : result.status);
  Object.assign(field, { text: `${result.biomarker} ${said}`, by: result.method ?? "", specimen: result.specimen ?? "", date: result.date ?? "", replace: at });
  ask(app, field);
  app.folded = false;
  app.focus("entry");
}

/** Prepares the line for a biomarker and goes there. */
export function enter(app, biomarker) {
  Object.assign(app.field("entry", { by: "", specimen: "", date: "" }), { text: `${biomarker} `, replace: undefined, answers: undefined });
  app.folded = false;
  app.focus("entry");
}
