// What a host sees: attributes, properties and events; no request that leaves, nothing stored, nothing global; and a page
// that works where no worker can start.

import assert from "node:assert/strict";
import { test } from "node:test";
import { HOST, example } from "./browser.mjs";
import { session, setUp } from "./session.mjs";

const profile = await example("lung-egfr");
const escaped = JSON.stringify(profile).replaceAll('"', "&quot;");

setUp({
  "/attributes.html": HOST.replace("<guidemark-widget>", `<guidemark-widget profile="${escaped}" region="EU" date="2020-01-01" theme="dark">`),
  "/own.html": HOST.replace("<guidemark-widget>", '<guidemark-widget rulebook="/guidemark/rulebook-plan.bin">'),
  "/rulebook.html": HOST.replace("<guidemark-widget>", '<guidemark-widget rulebook="/rules.plan" profile="{}">'),
  "/rules.plan": "not a rulebook\n",
  "/early.html": HOST.replace("</body>", '<script type="module" src="/early.js"></script></body>').replace(/<script type="module" src="\/guidemark.*?<\/script>/, ""),
  // Properties are set before the element is known; the host's own names are as they were afterwards.
  "/early.js": `document.querySelector("guidemark-widget").profile = ${JSON.stringify(profile)};
    const before = new Set(Object.getOwnPropertyNames(window));
    await import("/guidemark/widget/widget.js");
    window.added = Object.getOwnPropertyNames(window).filter((name) => !before.has(name) && name !== "added");`,
});

test("attributes give the profile, the region and the day", async () => {
  const { widget, close, faults } = await session({ path: "/attributes.html" });
  await widget.locator("footer", { hasText: "as of 2020-01-01" }).waitFor();
  assert.match(await widget.locator("footer").textContent(), /EU/);
  assert.equal(await widget.evaluate((node) => getComputedStyle(node).colorScheme), "dark");
  // A choice on the page is a choice over the profile's too.
  await widget.locator("#region").selectOption("US");
  await widget.locator("footer", { hasText: "US" }).waitFor();
  assert.equal(await widget.getAttribute("region"), "US");
  assert.deepEqual(faults, []);
  await close();
});

test("properties set before the element is known are kept, and nothing becomes global", async () => {
  const { page, widget, close } = await session({ path: "/early.html" });
  await widget.locator(".supported").waitFor();
  assert.deepEqual(await page.evaluate(() => window.added), []);
  assert.equal(await page.evaluate(() => document.adoptedStyleSheets.length + document.querySelectorAll("style").length), 0);
  await close();
});

test("a compiled rulebook is taken by its address, and as bytes", async () => {
  const { page, widget, close, faults } = await session({ path: "/own.html" });
  await widget.locator("#disease").waitFor();
  await page.evaluate(async (profile) => {
    const widget = document.querySelector("guidemark-widget");
    widget.rulebook = await (await fetch("/guidemark/rulebook-plan.bin")).arrayBuffer();
    widget.profile = profile;
  }, profile);
  await widget.locator(".supported").waitFor();
  // The texts of such a rulebook's rules are not at hand; all else is.
  await widget.locator(".supported summary").first().click();
  await widget.locator(".rule .tree").first().waitFor();
  assert.deepEqual(faults, []);
  await close();
});

test("a rulebook that cannot be used says so", async () => {
  const { widget, close } = await session({ path: "/rulebook.html" });
  await widget.getByText("The rulebook cannot be used.").waitFor();
  await close();
});

test("events: a change of the profile, the report, a request, a choice, a dismissal with its reason", async () => {
  const { page, widget, close } = await session({ profile });
  await page.evaluate(() => {
    window.heard = [];
    // At the document: they bubble, and cross the shadow root's border.
    for (const type of ["profile-change", "report", "request-test", "choose-treatment", "dismiss"]) {
      document.addEventListener(type, ({ detail, composed }) => window.heard.push({ type, detail, composed }));
    }
  });
  const heard = async (type) => {
    await page.waitForFunction((type) => window.heard.some((one) => one.type === type), type);
    return (await page.evaluate(() => window.heard)).filter((one) => one.type === type).at(-1);
  };
  await widget.locator("#fact-age").fill("62");
  await widget.locator("#fact-age").press("Tab");
  assert.equal((await heard("profile-change")).detail.profile.facts.age, 62);
  assert.equal((await heard("report")).detail.report.provenance.rulebook, "guidemark");

  await widget.locator(".tests summary").first().click();
  await widget.getByText("Request", { exact: true }).click();
  const request = await heard("request-test");
  assert.ok(request.detail.biomarkers.includes("ALK") && request.detail.on === "tissue" && request.composed);

  await widget.locator(".supported summary").first().click();
  await widget.getByText("Choose", { exact: true }).click();
  const chosen = (await heard("choose-treatment")).detail.treatment;
  assert.equal(chosen.status, "indicated");

  await widget.locator(".supported").getByText("Dismiss …").click();
  await widget.locator(".supported form select").selectOption("declined");
  await widget.locator(".supported form button").click();
  const dismissed = await heard("dismiss");
  assert.equal(dismissed.detail.reason, "declined");
  assert.deepEqual(dismissed.detail.treatment.drugs, chosen.drugs);
  await widget.getByText("1 dismissed").last().click();
  await widget.getByText("Bring back").click();
  await widget.locator(".supported li", { hasText: chosen.drugs[0] }).first().waitFor();
  await close();
});

test("a host that gives back the profile it was told of takes nothing from whoever is typing", async () => {
  const { page, widget, close } = await session({ profile });
  await page.evaluate(() => document.addEventListener("profile-change", ({ target, detail }) => (target.profile = structuredClone(detail.profile))));
  await widget.locator(".supported summary").first().click();
  await widget.locator("#entry").fill("ALK neg");
  await widget.locator("#fact-age").fill("62");
  await widget.locator("#fact-age").press("Tab");
  await page.waitForTimeout(300);
  assert.equal(await widget.locator("#entry").inputValue(), "ALK neg");
  assert.equal(await widget.locator(".supported details").first().evaluate((node) => node.open), true);
  await close();
});

test("texts can be replaced, and colours set", async () => {
  const { page, widget, close } = await session({ profile });
  await page.evaluate(() => {
    const widget = document.querySelector("guidemark-widget");
    widget.messages = { tests: { heading: "Untersuchungen" } };
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("guidemark-widget { --guidemark-accent: rgb(1, 2, 3); } guidemark-widget::part(footer) { border-top-width: 5px; }");
    document.adoptedStyleSheets = [sheet];
  });
  await widget.locator(".tests h3", { hasText: "Untersuchungen" }).waitFor();
  assert.equal(await widget.locator(".now b").evaluate((node) => getComputedStyle(node).backgroundColor), "rgb(1, 2, 3)");
  assert.equal(await widget.locator("footer").evaluate((node) => getComputedStyle(node).borderTopWidth), "5px");
  await close();
});

test("answers that come late are dropped", async () => {
  const { page, widget, close } = await session({ profile });
  await page.evaluate(() => {
    const widget = document.querySelector("guidemark-widget");
    for (let age = 30; age <= 80; age++) widget.profile = { ...widget.profile, facts: { ...widget.profile.facts, age } };
  });
  await widget.locator("header", { hasText: "80 years" }).waitFor();
  const settled = () => page.evaluate(async () => {
    const widget = document.querySelector("guidemark-widget");
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(JSON.stringify(widget.profile)));
    const hex = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return widget.report.provenance.profile_sha256 === hex;
  });
  for (let wait = 0; wait < 100 && !(await settled()); wait++) await page.waitForTimeout(50);
  // And it stays so: nothing comes after it.
  await page.waitForTimeout(300);
  assert.equal(await settled(), true);
  await close();
});

test("a whole session asks for the package's own files alone, once each, stores nothing, and breaks no policy", async () => {
  const { page, widget, requests, faults, address, close } = await session({ profile });
  await widget.locator(".supported summary").first().click();
  await widget.locator(".rule .tree").first().waitFor();
  await widget.locator("#why-not").fill("alectinib");
  await widget.locator("#why-not").press("Enter");
  await widget.locator(".why-not .rule").first().waitFor();
  await widget.locator("#entry").fill("ALK negative");
  await widget.locator("#entry").press("Enter");
  await widget.getByText("For the patient").click();
  await widget.locator(".patient h3").waitFor();
  await widget.getByText("Back to the advice").click();
  await widget.getByText("What if …").click();
  await widget.getByText("Back to the patient").click();
  const elsewhere = requests.filter((url) => !url.startsWith(`${address}/guidemark/`) && !/\/(page\.html|favicon\.ico)$/.test(url));
  assert.deepEqual(elsewhere, []);
  assert.ok(requests.length < 25, requests.join("\n"));
  assert.deepEqual(await page.evaluate(async () => [localStorage.length, sessionStorage.length, document.cookie, (await indexedDB.databases()).length, (await caches.keys()).length]), [0, 0, "", 0, 0]);
  assert.deepEqual(faults, []);
  await close();
});

test("where no worker can start the page does the work itself", async () => {
  const one = await session();
  await one.page.addInitScript(() => {
    window.Worker = class {
      constructor() {
        throw new DOMException("refused", "SecurityError");
      }
    };
  });
  await one.page.reload();
  await one.page.evaluate((profile) => (document.querySelector("guidemark-widget").profile = profile), profile);
  await one.widget.locator(".supported").waitFor();
  await one.close();
});

test("two widgets of a page do not meet", async () => {
  const { page, close } = await session({ profile });
  await page.evaluate(() => document.querySelector("main").append(document.createElement("guidemark-widget")));
  const second = page.locator("guidemark-widget").nth(1);
  await second.locator("#disease").waitFor();
  assert.match(await second.locator(".now").textContent(), /Name the tumour/);
  assert.match(await page.locator("guidemark-widget").nth(0).locator(".now").textContent(), /supported/);
  await close();
});
