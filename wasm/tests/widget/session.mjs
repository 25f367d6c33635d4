// A session with the widget on a host's page: what it asked of the network, what its content security policy refused, and
// what went wrong in it.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { HOST, launch, serve } from "./browser.mjs";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

let browser;
let server;

/** Call it once in a file of tests: a browser and a server for all of them. */
export function setUp(pages = {}) {
  before(async () => {
    [browser, server] = await Promise.all([launch(), serve({ "/page.html": HOST, ...pages })]);
  });
  after(async () => {
    await browser.close();
    server.close();
  });
}

/** A page with the widget, about `profile` where one is given, once its report is there. */
export async function session({ path = "/page.html", profile, rulebook, width = 1280, height = 800, scheme = "light", ...options } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  const requests = [];
  const faults = [];
  page.on("request", (request) => requests.push(request.url()));
  page.on("pageerror", (error) => faults.push(String(error.stack)));
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && !/favicon/.test(message.location().url) && faults.push(message.text()));
  await page.goto(server.address + path);
  const widget = page.locator("guidemark-widget");
  if (profile || rulebook) {
    await page.evaluate(async ([profile, rulebook]) => {
      await customElements.whenDefined("guidemark-widget");
      const widget = document.querySelector("guidemark-widget");
      if (rulebook) widget.rulebook = rulebook;
      if (profile) widget.profile = profile;
    }, [profile, rulebook]);
    // Either there is advice, or there are errors.
    await widget.locator(".advice :is(.tests, .treatments, .errors)").first().waitFor();
  } else if (path === "/page.html") {
    await widget.locator("#disease").waitFor();
  }
  return {
    page,
    widget,
    requests,
    faults,
    address: server.address,
    /** What axe finds in the page as it stands. */
    async axe() {
      await page.evaluate(AXE);
      const { violations } = await page.evaluate((tags) => window.axe.run(document, { runOnly: tags, resultTypes: ["violations"] }), TAGS);
      return violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.target.flat().join(" ")} ${node.failureSummary?.split("\n")[1]?.trim() ?? ""}`));
    },
    /** Whether anything stands out to the side. */
    overflow: () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
    close: () => context.close(),
  };
}

const forms = new URL("../../../tests/guidemark/forms/rules.guide", import.meta.url);

/** A made-up rulebook whose rules disagree, hold back, support and warn, with a patient to whom all of it applies. */
export const conflicting = {
  rulebook: { source: { "rules.guide": await readFile(fileURLToPath(forms), "utf8") }, name: "forms" },
  profile: {
    disease: "TUMOUR", date: "2026-11-22", region: "US",
    results: [
      { biomarker: "EGFR", alterations: ["p.Leu858Arg"], method: "NGS", specimen: "tissue" },
      { biomarker: "PD-L1-TPS", value: 90 },
      { biomarker: "KRAS", status: "pending" },
    ],
    therapies: [],
  },
};
