// The widget in a project that is not ours: on a plain page, and as Vite builds it. `widget/` tests what it does.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import * as vite from "vite";
import { BROWSER, launch, serve, visit } from "../browser.mjs";
import { project } from "./project.mjs";

const { folder, installed, write } = project();
const skip = (!BROWSER && "no browser") || (!existsSync(join(installed, "widget/widget.js")) && "no widget in this package");
const browser = skip ? undefined : await launch();
after(() => browser?.close());

const page = (script, head = "") => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>A host</title>${head}<script type="module" src="${script}"></script></head>
<body><guidemark-widget region="US"></guidemark-widget></body></html>`;

// Answers with the first report of a profile that the host sets.
const host = (name) => `import "${name}";
const widget = document.querySelector("guidemark-widget");
widget.addEventListener("report", ({ detail: { report } }) => { globalThis.answer ??= report.provenance; });
widget.profile = { disease: "LUAD", date: "2026-11-22", facts: { stage: "IVB" } };
`;

async function reports(root, page) {
  const server = await serve(root);
  try {
    const { answer, requests, complaints } = await visit(browser, server.address, page);
    assert.deepEqual([answer.date, answer.region], ["2026-11-22", "US"]);
    assert.deepEqual(complaints, []);
    assert.deepEqual(requests.filter((request) => !request.startsWith(`${server.address}/`)), []);
  } finally {
    server.close();
  }
}

test("the widget on a plain page", { skip }, async () => {
  write("plain.js", host("./node_modules/guidemark/widget/widget.js"));
  write("plain.html", page("plain.js"));
  await reports(folder, "/plain.html");
});

test("the widget as Vite builds it", { skip }, async () => {
  write("main.js", host("guidemark/widget"));
  write("index.html", page("/main.js"));
  await vite.build({ root: folder, configFile: false, logLevel: "error", build: { target: "es2022" } });
  await reports(join(folder, "dist"), "/");
});
