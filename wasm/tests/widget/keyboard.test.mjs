// A whole patient, entered by keyboard alone.

import assert from "node:assert/strict";
import { test } from "node:test";
import { session, setUp } from "./session.mjs";

setUp();

/** What has the focus, within the widget. */
const focused = (page) => page.evaluate(() => {
  const node = document.querySelector("guidemark-widget").shadowRoot.activeElement;
  return node && { id: node.id, label: node.getAttribute("aria-label") ?? node.labels?.[0]?.textContent ?? node.textContent.trim() };
});

/** Presses Tab until the focus is where it should be; so it can be reached. */
async function tabTo(page, wanted, key = "Tab") {
  for (let step = 0; step < 120; step++) {
    const at = await focused(page);
    if (at && (at.id === wanted || (wanted instanceof RegExp && wanted.test(at.label)))) return;
    await page.keyboard.press(key);
  }
  assert.fail(`${wanted} cannot be reached`);
}

test("disease, facts, results, treatments so far, specimens; the question; a line; what if; and back", async () => {
  const { page, widget, close, faults } = await session();
  const keys = page.keyboard;
  const profile = () => page.evaluate(() => document.querySelector("guidemark-widget").profile);

  await tabTo(page, "disease");
  await keys.type("lung adeno");
  await keys.press("ArrowDown");
  await keys.press("ArrowUp");
  assert.match(await widget.locator("#disease").getAttribute("aria-activedescendant"), /^disease-0$/);
  await keys.press("Enter");
  assert.equal((await profile()).disease, "LUAD");
  assert.equal((await focused(page)).id, "disease");
  // Escape takes back what was typed and not chosen.
  await keys.type("breast");
  await keys.press("Escape");
  assert.equal(await widget.locator("#disease").inputValue(), "Lung Adenocarcinoma");

  await tabTo(page, "fact-stage");
  await keys.type("IVB");
  await tabTo(page, "fact-line");
  await keys.type("1");
  await tabTo(page, "fact-age");
  await keys.type("61");
  await tabTo(page, "fact-ecog");
  await keys.type("1");
  await tabTo(page, "entry");
  assert.deepEqual((await profile()).facts, { stage: "IVB", line: 1, age: 61, ecog: 1 });

  for (const [typed, read] of [["EGFR p.E746_A750del", "exon 19 deletion"], ["ALK, ROS1, RET negative", "RET negative"], ["PD-L1-TPS 70 %", "70 %"], ["KRAS pending", "pending"]]) {
    await keys.type(typed);
    await widget.locator(".back.good", { hasText: read }).waitFor();
    await keys.press("Enter");
    await page.waitForFunction(() => document.querySelector("guidemark-widget").shadowRoot.getElementById("entry").value === "");
    assert.equal((await focused(page)).id, "entry");
  }
  assert.equal((await profile()).results.length, 6);

  // The last of them is taken back again.
  await tabTo(page, /Remove: KRAS/);
  await keys.press("Enter");
  await widget.locator(".entered li", { hasText: "KRAS" }).waitFor({ state: "detached" });
  assert.equal((await focused(page)).id, "results");

  await tabTo(page, /^Add a treatment/);
  await keys.press("Enter");
  await tabTo(page, "therapy-line");
  await keys.type("1");
  await tabTo(page, "therapy-drug");
  await keys.type("carbop");
  await keys.press("Enter");
  await widget.locator(".entered li", { hasText: "carboplatin" }).waitFor();
  assert.deepEqual((await profile()).therapies, [{ drug: "carboplatin", line: 1 }]);

  await tabTo(page, /^Specimens at hand/);
  await keys.press("Enter");
  await tabTo(page, /^\s*tissue$/);
  await keys.press("Space");
  assert.deepEqual((await profile()).specimens, ["tissue"]);
  await tabTo(page, "region");
  await keys.type("US");
  assert.equal((await profile()).region, "US");

  // A question is answered, a line opened and closed, a result supposed and taken back.
  await widget.locator(".ask .answers").waitFor();
  const question = await widget.locator(".asked").textContent();
  await tabTo(page, /^(no|0|None so far|none so far)$/);
  await keys.press("Enter");
  await widget.locator(".asked", { hasText: question }).waitFor({ state: "detached" });

  await widget.locator(".supported summary").first().focus();
  await keys.press("Enter");
  await widget.locator(".rule .tree").first().waitFor();
  await keys.press("Enter");

  await tabTo(page, "what-if-start", "Shift+Tab");
  await keys.press("Enter");
  assert.equal((await focused(page)).id, "entry");
  await tabTo(page, /Back to the patient/, "Shift+Tab");
  await keys.press("Enter");
  await page.waitForTimeout(100);
  assert.equal((await focused(page)).id, "what-if-start");

  assert.match(await widget.locator(".treatments").textContent(), /osimertinib/);
  assert.deepEqual(faults, []);
  await close();
});

test("the dialog keeps the focus, Escape closes it, and the focus returns", async () => {
  const { page, widget, close } = await session();
  await tabTo(page, /Open profile/);
  await page.keyboard.press("Enter");
  await widget.locator("textarea").waitFor();
  for (let step = 0; step < 8; step++) {
    await page.keyboard.press("Tab");
    const inside = await page.evaluate(() => document.querySelector("guidemark-widget").shadowRoot.activeElement?.closest("dialog") !== null || document.activeElement === document.body);
    assert.ok(inside);
  }
  await page.keyboard.press("Escape");
  assert.match((await focused(page)).label, /Open profile/);
  await close();
});
