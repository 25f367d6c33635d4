// The author's playground: findings as the text is typed, cases with their results, the widget on the edited rules, files
// opened and saved; and nothing that leaves the page.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { session, setUp } from "./session.mjs";

setUp();

async function opened(options = {}) {
  const one = await session({ path: "/guidemark/playground/index.html", height: 1000, ...options });
  await one.page.locator(".outcomes .passed").first().waitFor();
  await one.page.locator("guidemark-widget .supported").waitFor();
  return one;
}

const text = (page) => page.locator("textarea#text");

test("it opens on rules that hold, with a patient below, and axe finds nothing", async () => {
  for (const scheme of ["light", "dark"]) {
    const one = await opened({ scheme });
    assert.match(await one.page.locator(".found .state").textContent(), /No findings/);
    assert.match(await one.page.locator(".outcomes .state").textContent(), /All 2 hold/);
    assert.deepEqual(await one.axe(), []);
    assert.deepEqual(one.faults, []);
    await one.close();
  }
});

test("a mistake is underlined and listed with its line as it is typed; the list leads to it", async () => {
  const one = await opened();
  const { page } = one;
  const written = await text(page).inputValue();
  await text(page).fill(written.replace("treat osimertinib", "treat osimertinibe"));
  const finding = page.locator(".found li", { hasText: "osimertinibe" });
  await finding.waitFor();
  assert.match(await finding.textContent(), /error: rules\.guide:\d+ no drug is called .osimertinibe. .*did you mean .osimertinib/);
  assert.equal(await page.locator("mark.error").textContent(), "osimertinibe");
  assert.match(await page.locator(".outcomes").textContent(), /once the rules have no errors/);
  assert.deepEqual(await one.axe(), []);
  await finding.locator("button").click();
  assert.equal(await text(page).evaluate((area) => area.value.slice(area.selectionStart, area.selectionEnd)), "osimertinibe");
  // Underlines stand where the letters stand.
  const [over, under] = await Promise.all([text(page).boundingBox(), page.locator(".written pre").boundingBox()]);
  assert.deepEqual([over.x, over.y], [under.x, under.y]);
  await text(page).fill(written);
  await page.locator(".outcomes .passed").first().waitFor();
  await one.close();
});

test("a case that fails says what came instead, and the patient below follows the rules", async () => {
  const one = await opened();
  const { page } = one;
  const written = await text(page).inputValue();
  await text(page).fill(written.replace("expect treat osimertinib", "expect treat alectinib"));
  await page.locator(".failed").waitFor();
  assert.match(await page.locator(".outcomes .state").textContent(), /1 of 2 fail/);
  assert.match(await page.locator(".failed p").first().textContent(), /alectinib/);
  await text(page).fill(written.replace("It works longer than chemotherapy.", "Another reason."));
  await page.locator("guidemark-widget .note", { hasText: "Another reason." }).waitFor();
  await one.close();
});

test("the text is laid out at a press; what cannot be is left as it is, with the reason", async () => {
  const one = await opened();
  const { page } = one;
  const written = await text(page).inputValue();
  await text(page).fill(written.replace("  when disease is LUNG\n", "  when    disease is   LUNG\n"));
  await page.getByRole("button", { name: "Format" }).click();
  await page.waitForFunction((wanted) => document.querySelector("textarea").value === wanted, written);
  await text(page).fill("rul x\n");
  await page.getByRole("button", { name: "Format" }).click();
  await page.locator(".found li").first().waitFor();
  assert.equal(await text(page).inputValue(), "rul x\n");
  await one.close();
});

test("files are opened from and saved to the device, and nothing else leaves the page", async () => {
  const one = await opened();
  const { page, requests, address } = one;
  await text(page).fill(`# Mine\n${await text(page).inputValue()}`);
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByText("Save file").click()]);
  assert.equal(download.suggestedFilename(), "rules.guide");
  assert.match(await readFile(await download.path(), "utf8"), /^# Mine\n/);
  await page.locator("#open").setInputFiles([{ name: "mine.guide", mimeType: "text/plain", buffer: Buffer.from("rule x\n") }]);
  await page.locator("#file option", { hasText: "mine.guide" }).waitFor({ state: "attached" });
  assert.equal(await text(page).inputValue(), "rule x\n");
  await page.locator(".found .error").first().waitFor();
  assert.deepEqual(requests.filter((url) => !url.startsWith(`${address}/guidemark/`) && !url.startsWith("blob:") && !url.endsWith("favicon.ico")), []);
  assert.deepEqual(await page.evaluate(() => [localStorage.length, sessionStorage.length, location.hash]), [0, 0, ""]);
  await one.close();
});

test("it fits a phone", async () => {
  const one = await opened({ width: 360, height: 740 });
  assert.ok((await one.overflow()) <= 0);
  assert.deepEqual(await one.axe(), []);
  await one.close();
});
