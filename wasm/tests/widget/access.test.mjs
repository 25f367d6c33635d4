// Every state of the page, in light and in dark: axe finds nothing, nothing stands out to the side on a phone, what can be
// pressed is large enough, and the answer to "what now" needs no scrolling.

import assert from "node:assert/strict";
import { test } from "node:test";
import { example } from "./browser.mjs";
import { conflicting, session, setUp } from "./session.mjs";

setUp();

const partial = { disease: "LUAD", region: "US", date: "2026-11-22", facts: { stage: "IVB" } };
const wrong = { disease: "LUAD", facts: { stage: "IX", age: 200 }, results: [{ biomarker: "EGFR", alterations: ["xyz"] }] };

const STATES = {
  empty: {},
  partial: { profile: partial },
  full: { profile: await example("lung-egfr") },
  hold: { profile: await example("newly-diagnosed-lung") },
  messy: { profile: await example("messy-record") },
  error: { profile: wrong },
  conflict: conflicting,
  "a line open": {
    profile: await example("lung-egfr"),
    async act({ widget }) {
      await widget.locator(".supported summary").first().click();
      await widget.locator(".rule .tree").first().waitFor();
      await widget.getByText("Rule as written").first().click();
      await widget.locator("pre code").first().waitFor();
    },
  },
  "a test open": {
    profile: await example("newly-diagnosed-lung"),
    async act({ widget }) {
      await widget.locator(".tests summary").first().click();
      await widget.locator(".rule .tree").first().waitFor();
    },
  },
  "why not": {
    profile: await example("lung-egfr"),
    async act({ widget }) {
      await widget.locator("#why-not").fill("pembro");
      await widget.locator("#why-not").press("Enter");
      await widget.locator(".why-not .rule").first().waitFor();
    },
  },
  "what if": {
    profile: await example("newly-diagnosed-lung"),
    async act({ widget }) {
      await widget.getByText("What if …").click();
      await widget.locator("#entry").fill("EGFR p.L858R");
      await widget.locator(".back.good").waitFor();
      await widget.locator("#entry").press("Enter");
      await widget.locator(".what-if dd").first().waitFor();
    },
  },
  "disease list": {
    async act({ widget }) {
      await widget.locator("#disease").fill("lung");
      await widget.locator("#disease-list li").first().waitFor();
    },
  },
  "entry that cannot be read": {
    profile: partial,
    async act({ widget }) {
      const folded = widget.getByText("Show and edit");
      if (await folded.isVisible()) await folded.click();
      await widget.locator("#entry").fill("EGFR rubbish");
      await widget.locator(".back.bad").waitFor();
    },
  },
  "patient page": {
    profile: await example("lung-egfr"),
    async act({ widget }) {
      await widget.getByText("For the patient").click();
      await widget.locator(".patient h4").first().waitFor();
    },
  },
  "paste with errors": {
    async act({ widget }) {
      await widget.getByText("Open profile …").first().click();
      await widget.locator("textarea").fill('{"disease": "LUAD", "facts": {"age": "old"}}');
      await widget.getByText("Use this profile").click();
      await widget.locator("dialog .errors li").first().waitFor();
    },
  },
  "dismiss open": {
    profile: await example("lung-egfr"),
    async act({ widget }) {
      await widget.locator(".supported summary").first().click();
      await widget.getByText("Dismiss …").first().click();
    },
  },
  "copy menu": {
    profile: await example("lung-egfr"),
    act: ({ widget }) => widget.locator("summary", { hasText: "Copy" }).click(),
  },
};

for (const [name, { act, ...given }] of Object.entries(STATES)) {
  for (const scheme of ["light", "dark"]) {
    test(`axe finds nothing: ${name}, ${scheme}`, async () => {
      const one = await session({ ...given, scheme });
      await act?.(one);
      assert.deepEqual(await one.axe(), []);
      assert.deepEqual(one.faults, []);
      await one.close();
    });
  }

  test(`a phone of 360 pixels, and 320: ${name}`, async () => {
    for (const width of [360, 320]) {
      const one = await session({ ...given, width, height: 740 });
      await act?.(one);
      assert.ok((await one.overflow()) <= 0, `${await one.overflow()} pixels stand out at ${width}`);
      if (width === 360) assert.deepEqual(await one.axe(), []);
      await one.close();
    }
  });
}

test("text at twice its size stays on the page", async () => {
  const one = await session({ ...STATES.hold, width: 1280 });
  await one.page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
  assert.ok((await one.overflow()) <= 0);
  assert.deepEqual(await one.axe(), []);
  await one.close();
});

test("what can be pressed is at least 24 by 24 pixels", async () => {
  for (const state of ["full", "hold", "messy", "a line open", "what if"]) {
    const { act, ...given } = STATES[state];
    for (const width of [1280, 360]) {
      const one = await session({ ...given, width });
      await act?.(one);
      const small = await one.page.evaluate(() => {
        const root = document.querySelector("guidemark-widget").shadowRoot;
        return [...root.querySelectorAll("button, summary, select, input:not([type=file]), [role=option], .check")]
          .map((node) => ({ box: node.getBoundingClientRect(), node }))
          // A check box counts with its label.
          .filter(({ box, node }) => box.width > 0 && !node.matches(".check input") && (box.width < 24 || box.height < 24))
          .map(({ box, node }) => `${node.localName} ${node.textContent.slice(0, 30)} ${box.width}×${box.height}`);
      });
      assert.deepEqual(small, [], `${state} at ${width}`);
      await one.close();
    }
  }
});

test("a common case fits one screen: what now, what must wait, tests, and the first treatments", async () => {
  for (const name of ["lung-egfr", "newly-diagnosed-lung", "lung-plasma-negative"]) {
    const one = await session({ profile: await example(name) });
    const footer = (await one.widget.locator("footer").boundingBox()).y;
    for (const part of [".now", ".tests > ul", ".ask", ".treatments li"]) {
      const box = await one.widget.locator(part).first().boundingBox();
      assert.ok(box.y + box.height <= footer, `${name}: ${part} ends at ${box.y + box.height}, and ${footer} is in view`);
    }
    const wait = one.widget.locator(".wait");
    const top = (await one.widget.boundingBox()).y;
    if (await wait.count()) assert.ok((await wait.boundingBox()).y < top + 100, "what must wait comes first");
    await one.close();
  }
});

test("colours that the system forces are kept, and nothing depends on ours", async () => {
  const one = await session({ ...STATES.hold, forcedColors: "active" });
  await one.widget.locator("#disease").fill("lung");
  const chosen = one.widget.locator("#disease-list li[aria-selected=true]");
  assert.notEqual(await chosen.evaluate((node) => getComputedStyle(node).outlineStyle), "none");
  await one.close();
});
