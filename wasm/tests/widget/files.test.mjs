// The files of the widget: small, without anything that a strict policy refuses, and with what hosts' tools read.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { packageFolder } from "./browser.mjs";

const folder = join(packageFolder, "widget");
const read = (name) => readFile(join(folder, name), "utf8");
const zipped = async (name) => gzipSync(await read(name), { level: 9 }).length;

test("the widget has at most 25 KB, its texts 4 KB, its worker 1 KB, gzipped", async () => {
  assert.ok((await zipped("widget.js")) <= 25_000, `widget.js has ${await zipped("widget.js")}`);
  assert.ok((await zipped("messages.js")) <= 4_000, `messages.js has ${await zipped("messages.js")}`);
  assert.ok((await zipped("worker.js")) <= 1_000, `worker.js has ${await zipped("worker.js")}`);
});

test("no eval, no markup from text, no storage, no address of elsewhere", async () => {
  for (const name of (await readdir(folder)).filter((one) => one.endsWith(".js"))) {
    const text = await read(name);
    for (const refused of [/\beval\(/, /new Function/, /innerHTML|outerHTML|insertAdjacentHTML|document\.write/, /localStorage|sessionStorage|indexedDB|document\.cookie/, /XMLHttpRequest|sendBeacon|WebSocket/, /style=/]) {
      assert.doesNotMatch(text, refused, name);
    }
    // Digital object identifiers are links that a person may follow.
    assert.deepEqual([...text.matchAll(/https?:\/\/[^"'`\s]+/g)].map(([url]) => url).filter((url) => !url.startsWith("https://doi.org/")), [], name);
  }
});

test("the manifest names the attributes, events, tokens and parts that there are", async () => {
  const [declaration] = JSON.parse(await read("custom-elements.json")).modules[0].declarations;
  const widget = await read("widget.js");
  const names = (list) => declaration[list].map((one) => one.name);
  for (const token of names("cssProperties")) assert.ok(widget.includes(`var(${token},`), token);
  assert.deepEqual([...new Set([...widget.matchAll(/var\((--guidemark-[a-z-]+)/g)].map(([, name]) => name))].sort(), names("cssProperties").sort());
  for (const event of names("events")) assert.ok(widget.includes(`"${event}"`), event);
  const observed = /observedAttributes=\[([^\]]*)\]/.exec(widget)[1].replaceAll('"', "").split(",");
  assert.deepEqual([...observed, "theme"].sort(), names("attributes").sort());
});
