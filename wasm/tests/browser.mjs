// A real browser, and a server for its pages that keeps to a content security policy.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { chromium } from "playwright-core";

export const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";

// No browser is no failure here: the test command says where one must be.
export const BROWSER = process.env.CHROMIUM;

const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

const TYPES = {
  ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".json": "application/json",
  ".wasm": "application/wasm", ".txt": "text/plain; charset=utf-8",
};

export const launch = (browser = BROWSER) => chromium.launch({ executablePath: browser, args: FLAGS });

/** Serves a folder, `at` a path, and `pages` over it by their paths. */
export async function serve(folder, { pages = {}, policy = POLICY, at = "" } = {}) {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const file = path.endsWith("/") ? `${path}index.html` : path;
    response.setHeader("Content-Security-Policy", policy);
    // Browsers ask for it unasked.
    if (file === "/favicon.ico") return response.writeHead(204).end();
    try {
      const body = pages[file] ?? (await readFile(join(folder, normalize(file.startsWith(`${at}/`) ? file.slice(at.length) : file))));
      response.setHeader("Content-Type", TYPES[extname(file)] ?? "application/octet-stream");
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { address: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

/** Opens a page and waits until it has put its answer into `globalThis.answer`; with all that it asked the network for
 * and all that the browser complained of. */
export async function visit(browser, address, page = "/") {
  const context = await browser.newContext();
  const tab = await context.newPage();
  const [requests, complaints] = [[], []];
  // All of the context, workers included.
  context.on("request", (request) => requests.push(request.url()));
  tab.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  tab.on("pageerror", (error) => complaints.push(String(error)));
  try {
    await tab.goto(address + page);
    const seen = tab.waitForFunction(() => globalThis.answer !== undefined, undefined, { timeout: 20_000 });
    await seen.catch(() => { throw new Error(`no answer; the browser says: ${complaints.join("\n")}`); });
    return { answer: await tab.evaluate(() => globalThis.answer), requests, complaints };
  } finally {
    await context.close();
  }
}
