// The browser and the server of the widget's tests: the assembled package, and a page of a host that has the widget on it.
//
// The folder of the package is named by GUIDEMARK_PACKAGE, and is target/npm/guidemark without it; the browser by
// CHROMIUM.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as base from "../browser.mjs";

const root = fileURLToPath(new URL("../../../", import.meta.url));
export const packageFolder = process.env.GUIDEMARK_PACKAGE ?? join(root, "target/npm/guidemark");

/** Serves the package at `/guidemark/`, and `pages` beside it: `{"/page.html": "<!doctype html>…"}`. */
export const serve = (pages = {}) => base.serve(packageFolder, { pages, at: "/guidemark" });

export const launch = () => base.launch(base.BROWSER ?? "/usr/bin/chromium");

/** A page of a host that is not ours, with the widget on it. */
export const HOST = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>A host</title>
<script type="module" src="/guidemark/widget/widget.js"></script></head>
<body><main><h1>A host</h1><guidemark-widget></guidemark-widget></main></body>
</html>`;

export const example = async (name) => JSON.parse(await readFile(join(root, "examples", `${name}.json`), "utf8"));
