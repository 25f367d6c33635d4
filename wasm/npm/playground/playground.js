// The playground of whoever writes rules: what is wrong with the text as it is typed, what its cases and promises say, and
// a patient by these rules. Nothing leaves the page; files are opened from and saved to the device.

import "guidemark/widget";
import { Client } from "../widget/engine/client.js";
import { h, render } from "../widget/lib/dom.js";
import { editor, goTo } from "./editor.js";

/** How long after the last key the rules are read, in milliseconds. */
const PAUSE = 200;
/** How many random profiles each promise is tried on. */
const RANDOM = 50;

const root = document.querySelector("#playground");
const widget = document.createElement("guidemark-widget");
const engine = new Client(() => new Worker(new URL("../widget/worker.js", import.meta.url), { type: "module" }));

const state = { files: {}, file: undefined, findings: [], cases: [], promises: [], ok: undefined, said: "", refused: [] };
let timer;

function show() {
  // The document has the focus that the renderer keeps.
  render(Object.assign(root, { activeElement: document.activeElement }), page());
}

function page() {
  const here = state.findings.filter((one) => one.primary.file === state.file);
  return [
    h("header", { class: "top" },
      h("h1", null, "Guidemark playground"),
      h("label", { for: "file", class: "hidden" }, "File"),
      h("select", { id: "file", value: state.file, onchange: (event) => {
        state.file = event.target.value;
        show();
      } }, Object.keys(state.files).map((name) => h("option", { key: name, value: name }, name))),
      button("Format", format),
      h("span", { class: "gap" }),
      h("input", { id: "open", class: "hidden", type: "file", multiple: true, accept: ".guide,text/plain", onchange: open }),
      h("label", { for: "open", class: "button" }, "Open files …"),
      button("Save file", save, "main")),
    h("p", { class: "hidden", role: "status" }, state.said),
    h("main", { class: "halves" },
      h("section", { class: "rules", "aria-labelledby": "rules" },
        h("h2", { id: "rules" }, "Rules"),
        state.file && editor({ file: state.file, text: state.files[state.file], findings: here, typed: (text) => change(state.file, text) }),
        findings()),
      h("section", { class: "outcomes", "aria-labelledby": "cases" },
        h("h2", { id: "cases" }, "Cases and promises"),
        outcomes())),
  ];
}

const button = (label, onclick, kind) => h("button", { type: "button", class: kind, onclick }, label);

const SIGNS = { error: "✗", warning: "!", advice: "i" };

function findings() {
  const all = [...state.refused, ...state.findings];
  return h("div", { id: "findings", class: "found" },
    h("p", { class: "state" }, state.ok === undefined ? "…" : summary(all)),
    h("ul", { "aria-label": "Findings" }, all.map((one, at) => h("li", { key: `${at} ${one.code}`, class: one.severity },
      h("button", { type: "button", class: "line", onclick: () => visit(one.primary) },
        sign(SIGNS[one.severity], one.severity), one.primary?.file && h("b", null, `${one.primary.file}:${one.primary.start.line} `),
        one.message, one.help && h("span", { class: "quiet" }, ` (${one.help})`))))));
}

const sign = (text, name) => [h("span", { class: "sign", "aria-hidden": "true" }, `${text} `), h("span", { class: "hidden" }, `${name}: `)];

function summary(all) {
  const count = (severity) => all.filter((one) => one.severity === severity).length;
  const [errors, warnings] = [count("error"), count("warning")];
  const of = (number, name) => `${number} ${name}${number === 1 ? "" : "s"}`;
  return errors + warnings === 0 ? "No findings." : `${of(errors, "error")}, ${of(warnings, "warning")}`;
}

function outcomes() {
  if (state.ok === false) return h("p", { class: "quiet" }, "Cases run once the rules have no errors.");
  const all = [...state.cases, ...state.promises];
  if (all.length === 0) return h("p", { class: "quiet" }, state.ok ? "No case yet." : "…");
  const failed = all.filter((one) => !one.passed).length;
  return [
    h("p", { class: "state" }, failed === 0 ? `All ${all.length} hold.` : `${failed} of ${all.length} fail.`),
    h("ul", null, all.map((one) => h("li", { key: `${one.file}:${one.line}`, class: one.passed ? "passed" : "failed" },
      h("button", { type: "button", class: "line", onclick: () => visit({ file: one.file, start: { line: one.line, utf16: 1 } }) },
        sign(one.passed ? "✓" : "✗", one.passed ? "holds" : "fails"), one.title,
        one.tried !== undefined && h("span", { class: "quiet" }, ` tried on ${one.tried} profiles`)),
      one.problems.map((problem) => h("p", null, problem.message, problem.help && h("span", { class: "quiet" }, ` (${problem.help})`)))))),
  ];
}

function visit(place) {
  if (!place?.file) return;
  state.file = place.file;
  show();
  goTo(root.querySelector("textarea"), state.files[place.file], place);
}

function change(file, text) {
  state.files = { ...state.files, [file]: text };
  // The findings are about the text before: until they are new, they stand where they stood.
  state.refused = [];
  show();
  clearTimeout(timer);
  timer = setTimeout(read, PAUSE);
}

async function read() {
  const source = state.files;
  const opened = await engine.askLatest("open", "open", { source, name: "playground" });
  if (!opened || source !== state.files) return;
  const found = [...(opened.errors ?? []), ...(opened.diagnostics ?? [])];
  state.findings = found.filter((one) => one.primary?.file);
  state.refused = found.filter((one) => !one.primary?.file).map((one) => ({ severity: "error", ...one }));
  state.ok = opened.ok;
  if (!opened.ok) {
    state.cases = state.promises = [];
    return show();
  }
  widget.rulebook = { source, name: "playground" };
  if (!widget.isConnected) document.querySelector(".patient").append(widget);
  show();
  const ran = await engine.askLatest("cases", "cases", { random: RANDOM });
  if (!ran || source !== state.files) return;
  state.cases = ran.cases ?? [];
  state.promises = ran.promises ?? [];
  show();
}

async function format() {
  const { file } = state;
  const answer = await engine.ask("format", state.files[file]);
  if (answer.ok) {
    state.said = "Formatted.";
    return change(file, answer.text);
  }
  state.refused = (answer.diagnostics ?? answer.errors).map((one) => ({ severity: "error", ...one }));
  state.said = "The text could not be formatted.";
  show();
}

async function open(event) {
  const chosen = [...event.target.files];
  event.target.value = "";
  if (chosen.length === 0) return;
  const texts = await Promise.all(chosen.map((one) => one.text()));
  state.files = Object.fromEntries(chosen.map((one, at) => [one.name, texts[at]]));
  [state.file] = Object.keys(state.files);
  state.said = "Opened.";
  show();
  read();
}

function save() {
  const address = URL.createObjectURL(new Blob([state.files[state.file]], { type: "text/plain" }));
  Object.assign(document.createElement("a"), { href: address, download: state.file }).click();
  URL.revokeObjectURL(address);
}

async function begin() {
  const get = async (name) => (await fetch(new URL(`./example/${name}`, import.meta.url))).text();
  const [rules, words, profile] = await Promise.all(["rules.guide", "words.guide", "profile.json"].map(get));
  state.files = { "rules.guide": rules, "words.guide": words };
  state.file = "rules.guide";
  widget.profile = profile;
  show();
  await read();
}

begin();
