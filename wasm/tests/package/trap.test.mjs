// An engine that fails in the middle of a call: the call is an error, and the next one is answered.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { native, project } from "./project.mjs";

const { installed } = project();

// (module (func (export "trap") unreachable))
const TRAP = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 8, 1, 4, 116, 114, 97, 112, 0, 0, 10, 5, 1, 3, 0, 0, 11,
]);
const { trap } = new WebAssembly.Instance(new WebAssembly.Module(TRAP)).exports;

// Every instance made from here on has a defect: one of its functions traps.
function break_(name) {
  const damaged = (instance) => {
    // Node has modules of its own.
    if (name in instance.exports) Object.defineProperty(instance, "exports", { value: { ...instance.exports, [name]: trap } });
  };
  const { instantiate, Instance } = WebAssembly;
  WebAssembly.instantiate = async (...given) => {
    const result = await instantiate(...given);
    damaged(result.instance ?? result);
    return result;
  };
  WebAssembly.Instance = class extends Instance {
    constructor(...given) {
      super(...given);
      damaged(this);
    }
  };
  return () => Object.assign(WebAssembly, { instantiate, Instance });
}

test("a trap is an answer, and the engine is started anew for every book", async () => {
  const { load } = await import(pathToFileURL(join(installed, "node.js")));
  const mend = break_("engine_questions");
  const book = await load();
  const other = await load({ source: { "a.guide": 'guideline a "A"\n  version 1.0\n' } });
  const { profile } = native.profiles.find(({ calls: [{ answer }] }) => answer?.startsWith('{"ok":true'));
  const before = book.evaluate(profile, { today: native.today });
  assert.equal(before.ok, true);
  for (let round = 0; round < 3; round++) {
    const { ok, errors: [error] } = book.questions(profile);
    assert.deepEqual([ok, error.code, error.path], [false, "engine-failed", ""]);
    assert.match(error.help, /started anew/);
    assert.deepEqual(book.evaluate(profile, { today: native.today }), before);
    assert.equal(other.evaluate({}).ok, true);
  }
  mend();
  assert.equal(book.questions(profile).ok, false, "the broken instance is still there");
  assert.equal(book.questions(profile).ok, true, "and the next is a sound one");
});

test("an engine that cannot be started rejects, and a better one can follow", async () => {
  // That of the other test is started: a copy of the package starts its own.
  const copy = project();
  const fresh = await import(pathToFileURL(join(copy.installed, "node.js")));
  await assert.rejects(fresh.load({ engine: new Uint8Array([1, 2, 3]) }), /could not be started/);
  assert.equal((await fresh.load()).ok, true);
});
