// What the page says in each state, and that what is done on it does what it says.

import assert from "node:assert/strict";
import { test } from "node:test";
import { example } from "./browser.mjs";
import { conflicting, session, setUp } from "./session.mjs";

setUp();

const texts = (locator) => locator.evaluateAll((nodes) => nodes.map((node) => node.textContent.replace(/\s+/g, " ").trim()));
const order = (widget) => widget.locator(".advice .block").evaluateAll((nodes) => nodes.map((node) => node.className.split(" ").find((name) => name !== "block")));

test("empty: what to do is said, nothing is advised, and the footer is there", async () => {
  const { widget, close, faults } = await session();
  assert.match(await widget.locator(".now").textContent(), /Name the tumour/);
  assert.equal(await widget.locator(".lines").count(), 0);
  const footer = await widget.locator("footer").textContent();
  for (const said of [/guidemark \S+/, /as of \d{4}-\d\d-\d\d|as of today/, /region not given/, /Supports, does not replace, professional judgement/]) assert.match(footer, said);
  assert.deepEqual(faults, []);
  await close();
});

test("hold: what must wait comes first, and says until when and why", async () => {
  const { widget, close } = await session({ profile: await example("newly-diagnosed-lung") });
  assert.equal((await order(widget))[0], "wait");
  const [wait] = await texts(widget.locator(".wait summary"));
  assert.match(wait, /^Do not start PD-1 antibodies or PD-L1 antibodies until EGFR and ALK are in\./);
  assert.deepEqual((await order(widget)).slice(0, 4), ["wait", "tests", "ask", "treatments"]);
  assert.match(await widget.locator(".now").textContent(), /Order .+\. \d+ treatments wait for results\./);
  // Treatments that wait for the same are one line, not a wall of them.
  assert.ok((await widget.locator(".undecided > ul > li").count()) <= 7);
  await close();
});

test("full: treatments by standing, with grade, approval and reason; what gives way is folded away", async () => {
  const { widget, close } = await session({ profile: await example("lung-egfr") });
  assert.deepEqual((await order(widget)).slice(0, 3), ["tests", "ask", "treatments"]);
  const supported = await texts(widget.locator(".supported summary"));
  assert.ok(supported.some((line) => /^osimertinib ?ESMO I-A.*approved US 2018.*FLAURA/.test(line)), supported.join("\n"));
  assert.equal(await widget.locator(".superseded").evaluate((node) => node.open), false);
  assert.match((await texts(widget.locator(".avoid summary")))[0], /PD-1 antibodies alone and PD-L1 antibodies alone/);
  await close();
});

test("what is emerging stands apart from standard care", async () => {
  const { widget, close } = await session({ profile: { ...(await example("lung-egfr")), region: "EU" } });
  assert.ok((await texts(widget.locator(".emerging summary"))).some((line) => /no licence in EU/.test(line)));
  await close();
});

test("a negative result that does not settle it is asked for again, and told apart from what was never tested", async () => {
  const { widget, close } = await session({ profile: await example("lung-pcr-negative") });
  assert.match((await texts(widget.locator(".tests summary")))[0], /NRG1 · to confirm: EGFR$/);
  assert.match((await texts(widget.locator(".wait summary")))[0], /until EGFR, MET, ROS1, RET, NTRK1, NTRK2, NTRK3 and BRAF are in/);
  assert.match((await texts(widget.locator(".tests summary")))[1], /^ROS1 Awaited/);
  await close();
});

test("what was given before and not tolerated is said beside the medicine", async () => {
  const profile = { disease: "AML", region: "US", facts: { line: 2, setting: "relapsed" }, results: [{ biomarker: "FLT3", alterations: ["ITD"] }],
    therapies: [{ drug: "gilteritinib", line: 1, outcome: "intolerance" }] };
  const { widget, close } = await session({ profile });
  assert.match((await texts(widget.locator(".supported summary"))).join("\n"), /^gilteritinib.*was given before, and it was not tolerated\./m);
  await close();
});

test("the line that follows from the treatments so far is shown where it is entered", async () => {
  const profile = { disease: "LUAD", region: "US", facts: { stage: "IVB" }, results: [{ biomarker: "EGFR", alterations: ["L858R"] }],
    therapies: [{ drug: "osimertinib", line: 1, outcome: "progression" }] };
  const { widget, close } = await session({ profile });
  const line = widget.locator("#fact-line");
  assert.equal(await line.inputValue(), "");
  assert.equal(await line.getAttribute("placeholder"), "2 (assumed)");
  await line.fill("3");
  await line.press("Tab");
  await widget.locator("#fact-line:not([placeholder])").waitFor();
  assert.equal(await line.inputValue(), "3");
  await close();
});

test("what has no licence where the patient is stands apart from what has one", async () => {
  const negative = { method: "NGS", specimen: "tissue", tested: ["EGFR", "ALK", "ROS1", "BRAF", "KRAS", "MET", "RET", "ERBB2", "NTRK1", "NTRK2", "NTRK3"], findings: [] };
  const facts = { stage: "IV", line: 1, ecog: 1, age: 70, "immunotherapy-contraindicated": "no", "interstitial-lung-disease": "no" };
  const profile = { disease: "LUSC", region: "US", date: "2026-11-22", facts, results: [negative, { biomarker: "PD-L1-TPS", value: 70 }], therapies: [] };
  const { widget, close } = await session({ profile });
  for (const line of await texts(widget.locator(".supported summary"))) assert.match(line, /approved US (by )?\d{4}/);
  assert.equal(await widget.locator(".unlicensed").evaluate((node) => node.open), false);
  assert.match(await widget.locator(".unlicensed > summary").textContent(), /more with no licence in US/);
  assert.match(await widget.locator(".now").textContent(), /Without a licence here: \d+\./);
  await close();
});

test("where no licences are recorded, what is licensed elsewhere is not among what is supported", async () => {
  const profile = { disease: "LUAD", region: "UK", date: "2026-11-22", facts: { stage: "IV", line: 2, ecog: 1, age: 60 }, results: [{ biomarker: "ALK", alterations: ["EML4::ALK"] }], therapies: [] };
  const { widget, close } = await session({ profile });
  assert.match(await widget.locator(".now").textContent(), /Without a known licence here: \d+\./);
  await close();
});

test("a tumour of which the rulebook says nothing: that is said, and that nothing follows from it", async () => {
  const { widget, close } = await session({ rulebook: conflicting.rulebook, profile: { disease: "OTHER" } });
  assert.match(await widget.locator(".now").textContent(), /says nothing of this tumour/);
  assert.match(await widget.locator(".treatments").textContent(), /Nothing can be concluded/);
  await close();
});

test("conflict: both sides are named, and nothing is decided", async () => {
  const { widget, close } = await session(conflicting);
  assert.equal((await order(widget))[0], "conflict");
  const [first] = await texts(widget.locator(".conflict summary"));
  assert.match(first, / For .+ Against .+/);
  assert.match(await widget.locator(".now").textContent(), /a person must decide/);
  await close();
});

test("error: each at its path, in the list and at the field; nothing is advised", async () => {
  const profile = { disease: "LUAD", facts: { stage: "IX", age: 200 }, results: [{ biomarker: "EGFR", alterations: ["xyz"] }] };
  const { widget, close } = await session({ profile });
  const errors = await texts(widget.locator(".errors li"));
  for (const path of ["facts.age", "facts.stage", "results[0].alterations[0]"]) assert.ok(errors.some((one) => one.startsWith(path)), path);
  assert.equal(await widget.locator("#fact-age").getAttribute("aria-invalid"), "true");
  assert.equal(await widget.locator(".lines").count(), 0);
  await widget.locator("#fact-age").fill("61");
  await widget.locator("#fact-age").press("Tab");
  await widget.locator(".errors li", { hasText: "facts.age" }).waitFor({ state: "detached" });
  await close();
});

test("a profile that is no JSON, or no object, is an error and not a crash", async () => {
  const { page, widget, close, faults } = await session();
  for (const profile of ["{", "[]", "7"]) {
    await page.evaluate((profile) => (document.querySelector("guidemark-widget").profile = profile), profile);
    await widget.locator(".advice .errors li").first().waitFor();
  }
  assert.deepEqual(faults, []);
  await close();
});

test("results are read back as they are typed, and again in the list", async () => {
  const { widget, close } = await session({ profile: { disease: "LUAD", region: "US", date: "2026-11-22" } });
  const entry = widget.locator("#entry");
  const back = widget.locator("#entry-back");
  const reads = async (text, expected) => {
    await entry.fill(text);
    await widget.locator("#entry-back", { hasText: expected }).waitFor();
  };
  await reads("EGFR p.E746_A750del", "✓ EGFR exon 19 deletion (p.E746_A750del)");
  await reads("HER1 L858R", "✓ EGFR L858R (exon 21 mutation)");
  await reads("EML4-ALK fusion", "✓ ALK rearrangement (EML4::ALK)");
  await reads("MET c.3082+1G>T", "✓ MET exon 14 skipping (c.3082+1G>T)");
  await reads("HER2 3+", "✓ HER2-IHC 3+");
  await reads("EGFR wild type", "✓ EGFR negative");
  await reads("ALK, ROS1 and RET negative", "✓ ALK negative; ROS1 negative; RET negative");
  await reads("PD-L1 TPS 70 %", "✓ PD-L1-TPS 70 %");
  await reads("MSI high", "✓ MSI high");
  await reads("KRAS insufficient", "✓ KRAS specimen insufficient");
  await reads("KRAS", "What was found for KRAS?");
  await reads("EGFR rubbish", "✗ “rubbish” cannot be read as a change");
  await reads("PD-L1-TPS 700", "✗");
  await reads("Foundation", "✗");
  await reads("FoundationOne CDx negative", "✓ FoundationOne CDx: nothing found");
  // What cannot be read cannot be added.
  await reads("EGFR rubbish", "✗");
  await entry.press("Enter");
  assert.equal(await widget.locator(".entered li").count(), 0);
  await reads("EGFR p.E746_A750del", "✓");
  await widget.locator("#entry-by").selectOption("NGS-DNA");
  await widget.locator("#entry-specimen").selectOption("plasma");
  await entry.press("Enter");
  assert.deepEqual(await texts(widget.locator(".entered .said")), ["EGFR exon 19 deletion p.E746_A750del NGS-DNA, plasma"]);
  assert.equal(await entry.inputValue(), "");
  assert.match(await back.textContent(), /Enter adds it/);
  await close();
});

test("an assay's findings stand together, and say that all else was not found", async () => {
  const { page, widget, close } = await session({ profile: { disease: "LUAD", region: "US", date: "2026-11-22" } });
  const entry = widget.locator("#entry");
  await entry.fill("KRAS G12C");
  await widget.locator("#entry-by").selectOption("FoundationOne-CDx");
  await widget.locator("#entry-back", { hasText: "all else it covers: not found" }).waitFor();
  await entry.press("Enter");
  await entry.fill("TP53 R175H");
  await widget.locator(".back.good").waitFor();
  await entry.press("Enter");
  await widget.locator(".entered li", { hasText: "TP53" }).waitFor();
  const { results } = await page.evaluate(() => document.querySelector("guidemark-widget").profile);
  assert.deepEqual(results, [{ assay: "FoundationOne-CDx", findings: [{ biomarker: "KRAS", alterations: ["G12C"] }, { biomarker: "TP53", alterations: ["R175H"] }] }]);
  await close();
});

test("an awaited result gives way to the one that came", async () => {
  const { page, widget, close } = await session({ profile: { disease: "LUAD", results: [{ biomarker: "ROS1", status: "pending" }] } });
  await widget.locator("#entry").fill("ROS1 negative");
  await widget.locator("#entry").press("Enter");
  await widget.locator(".entered li", { hasText: "negative" }).waitFor();
  assert.deepEqual(await page.evaluate(() => document.querySelector("guidemark-widget").profile.results), [{ biomarker: "ROS1", status: "negative" }]);
  await close();
});

test("diseases are found by name, synonym and code", async () => {
  const { widget, close } = await session();
  const first = async (typed) => {
    await widget.locator("#disease").fill(typed);
    return (await texts(widget.locator("#disease-list li"))).at(0);
  };
  assert.match(await first("lung adenoc"), /^Lung Adenocarcinoma/);
  assert.match(await first("adenocarcinoma of the lung"), /^Lung Adenocarcinoma/);
  assert.match(await first("luad"), /^Lung Adenocarcinoma/);
  assert.match(await first("C3512"), /^Lung Adenocarcinoma/);
  assert.match(await first("xyzzy"), /No disease/);
  const time = await widget.locator("#disease").evaluate(async (input) => {
    const start = performance.now();
    for (const text of ["c", "ca", "car", "carc", "carci"]) {
      input.value = text;
      input.dispatchEvent(new Event("input"));
      await Promise.resolve();
    }
    return (performance.now() - start) / 5;
  });
  assert.ok(time < 50, `${time} ms a key`);
  await close();
});

test("why: the proof with its facts, the rule as written, its sources", async () => {
  const { widget, close } = await session({ profile: await example("lung-egfr") });
  const line = widget.locator(".supported li", { hasText: /^osimertinib(?! \+)/ }).first();
  await line.locator("summary").first().click();
  await line.locator(".tree").first().waitFor();
  const said = await line.textContent();
  assert.match(said, /EGFR has exon 19 deletion \[EGFR p\.E746_A750del by NGS-DNA on tissue, 2026-11-10\]/);
  assert.match(said, /prescribing information, 1 Indications and Usage/);
  await line.getByText("Rule as written").click();
  assert.match(await line.locator("pre").textContent(), /^rule \S+ "Osimertinib first[\s\S]+treat osimertinib/);
  await close();
});

test("why not: any drug, with the nearest rules", async () => {
  const { widget, close } = await session({ profile: await example("lung-egfr") });
  await widget.locator("#why-not").fill("alectinib");
  await widget.locator("#why-not").press("Enter");
  await widget.locator(".why-not .rule").first().waitFor();
  assert.match(await widget.locator(".why-not .answer").textContent(), /Why not alectinib\?.*undecided.*ALK has fusion \[ALK negative/);
  await close();
});

test("what if: what would change is said, the patient stays, and one press leads back", async () => {
  const { page, widget, close } = await session({ profile: await example("newly-diagnosed-lung") });
  const before = await page.evaluate(() => {
    const widget = document.querySelector("guidemark-widget");
    widget.addEventListener("profile-change", () => (window.changed = true));
    return JSON.stringify(widget.profile);
  });
  await widget.getByText("What if …").click();
  await widget.locator("#entry").fill("EGFR p.L858R");
  await widget.locator(".back.good").waitFor();
  await widget.locator("#entry").press("Enter");
  await widget.locator(".what-if dd", { hasText: "supported: " }).waitFor();
  assert.match(await widget.locator(".what-if").textContent(), /supported: .*osimertinib/);
  assert.equal(await page.evaluate(() => JSON.stringify(document.querySelector("guidemark-widget").profile)), before);
  await widget.getByText("Back to the patient").click();
  await widget.locator(".what-if").waitFor({ state: "detached" });
  assert.match(await widget.locator(".wait").textContent(), /until EGFR and ALK are in/);
  assert.equal(await page.evaluate(() => window.changed), undefined);
  await close();
});

test("ask next: the answer in place, the next question after it, and focus stays there", async () => {
  const lung = await example("newly-diagnosed-lung");
  // The performance status is asked first, and is a number; the next is yes or no.
  const { page, widget, close } = await session({ profile: { ...lung, facts: { ...lung.facts, ecog: 1 } } });
  const asked = () => widget.locator(".asked").textContent();
  const first = await asked();
  await widget.locator(".answers button", { hasText: /^no$/ }).click();
  await widget.locator(".asked", { hasNotText: first }).waitFor();
  assert.notEqual(await asked(), first);
  assert.equal(await page.evaluate(() => document.querySelector("guidemark-widget").shadowRoot.activeElement.closest("#ask") !== null), true);
  assert.ok(Object.values(await page.evaluate(() => document.querySelector("guidemark-widget").profile.facts)).includes("no"));
  // A question that is put off makes room for the next, and can be had back.
  const second = await asked();
  await widget.getByText("Not now").click();
  await widget.locator(".ask", { hasText: "put off" }).waitFor();
  await widget.getByText("Ask again").click();
  assert.equal(await asked(), second);
  await close();
});

test("what is open stays open, and the caret stays where it is, when the advice changes", async () => {
  const { page, widget, close } = await session({ profile: await example("lung-egfr") });
  await widget.locator(".supported summary").first().click();
  await widget.locator(".rule .tree").first().waitFor();
  await widget.locator("#entry").fill("ALK negative");
  await page.evaluate(() => {
    const root = document.querySelector("guidemark-widget").shadowRoot;
    root.getElementById("entry").setSelectionRange(3, 5);
    window.line = root.querySelector(".supported details");
    document.querySelector("guidemark-widget").region = "EU";
  });
  await widget.locator("footer", { hasText: "EU" }).waitFor();
  assert.deepEqual(await page.evaluate(() => {
    const root = document.querySelector("guidemark-widget").shadowRoot;
    const { id, selectionStart, selectionEnd } = root.activeElement;
    return [id, selectionStart, selectionEnd, window.line.isConnected && window.line.open];
  }), ["entry", 3, 5, true]);
  await close();
});

test("the patient's page is in plain words, and leads back", async () => {
  const { widget, close } = await session({ profile: await example("lung-egfr") });
  await widget.getByText("For the patient").click();
  await widget.locator(".patient h3").waitFor();
  assert.match(await widget.locator(".patient").textContent(), /Please read it with your care team/);
  assert.doesNotMatch(await widget.locator(".patient").textContent(), /\*\*|^#|\\/m);
  await widget.getByText("Back to the advice").click();
  await widget.locator(".treatments").waitFor();
  await close();
});

test("a profile can be pasted; what is wrong stands at its path", async () => {
  const { widget, close } = await session();
  await widget.getByText("Open profile …").first().click();
  await widget.locator("textarea").fill("{");
  await widget.getByText("Use this profile").click();
  await widget.locator("dialog .errors li", { hasText: "This is not JSON" }).waitFor();
  await widget.locator("textarea").fill('{"disease": "LUAD", "facts": {"age": "old"}}');
  await widget.getByText("Use this profile").click();
  await widget.locator("dialog code", { hasText: "facts.age" }).waitFor();
  await widget.locator("textarea").fill(JSON.stringify(await example("lung-egfr")));
  await widget.getByText("Use this profile").click();
  await widget.locator(".supported").waitFor();
  assert.equal(await widget.locator("dialog").evaluate((node) => node.open), false);
  await close();
});

test("the report can be copied as text and as JSON", async () => {
  const { page, widget, close } = await session({ profile: await example("lung-egfr"), permissions: ["clipboard-read", "clipboard-write"] });
  const copied = async (label) => {
    await widget.locator("summary", { hasText: "Copy" }).click();
    await widget.locator(".menu button", { hasText: label }).click();
    await widget.locator("[role=status]", { hasText: "Copied" }).first().waitFor({ state: "attached" });
    return page.evaluate(() => navigator.clipboard.readText());
  };
  assert.match(await copied("Report as text"), /^Lung Adenocarcinoma[\s\S]*INDICATED[\s\S]*osimertinib/);
  assert.equal(JSON.parse(await copied("Report as JSON")).provenance.rulebook, "guidemark");
  assert.equal(JSON.parse(await copied("Profile as JSON")).disease, "LUAD");
  await close();
});

test("printed it is one clean page without what only a screen can use", async () => {
  const { page, widget, close } = await session({ profile: await example("lung-egfr") });
  await page.emulateMedia({ media: "print" });
  for (const part of [".tools", ".tumour", ".ask", "#why-not"]) assert.equal(await widget.locator(part).first().isVisible(), false, part);
  for (const part of [".now", ".tests", ".treatments", "footer"]) assert.equal(await widget.locator(part).first().isVisible(), true, part);
  const pdf = await page.pdf({ format: "A4" });
  assert.equal(pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length, 1);
  await close();
});
