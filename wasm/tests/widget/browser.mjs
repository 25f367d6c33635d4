// A browser and a server for the tests: pages under a strict content security policy, and a list of every request.
//
// The folder of the assembled package is named by GUIDEMARK_PACKAGE, and is target/npm/guidemark without it; the
// browser by CHROMIUM.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const root = fileURLToPath(new URL("../../../", import.meta.url));
export const packageFolder = process.env.GUIDEMARK_PACKAGE ?? join(root, "target/npm/guidemark");
export const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".wasm": "application/wasm", ".txt": "text/plain" };

/** Serves the package at `/guidemark/`, and `pages` beside it: `{"/page.html": "<!doctype html>…"}`. */
export async function serve(pages = {}) {
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, "http://localhost").pathname;
    response.setHeader("Content-Security-Policy", POLICY);
    try {
      const inside = normalize(path.replace(/^\/guidemark\//, ""));
      const body = pages[path] ?? (await readFile(join(packageFolder, inside.endsWith("/") ? `${inside}index.html` : inside)));
      response.setHeader("Content-Type", TYPES[extname(path) || ".html"] ?? "application/octet-stream");
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { address: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

export async function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
}

/** A page of a host that is not ours, with the widget on it. */
export const HOST = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>A host</title>
<script type="module" src="/guidemark/widget/widget.js"></script></head>
<body><main><h1>A host</h1><guidemark-widget></guidemark-widget></main></body>
</html>`;

export const example = async (name) => JSON.parse(await readFile(join(root, "examples", `${name}.json`), "utf8"));
