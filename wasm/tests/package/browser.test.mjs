// The package in a browser, under content security policies: a plain page, bundlers, without any connection.
import assert from "node:assert/strict";
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import * as esbuild from "esbuild";
import * as vite from "vite";
import { BROWSER, POLICY, launch, serve, visit } from "../browser.mjs";
import { native, project } from "./project.mjs";

const skip = !BROWSER && "no browser";
const browser = skip ? undefined : await launch();
after(() => browser?.close());

const { folder, write } = project();
copyFileSync(new URL("session.js", import.meta.url), join(folder, "session.js"));
const { profile, calls } = native.profiles.find(({ name }) => name === "newly-diagnosed-lung.json");
const { treatments } = JSON.parse(calls.find(({ method }) => method === "evaluate").answer).report;
write("profile.js", `export default ${profile};\n`);

const html = (script) => `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>A host</title>${script}</head><body></body></html>\n`;
const module = (entry) => `import * as guidemark from "${entry}";
import { session } from "./session.js";
import profile from "./profile.js";
globalThis.answer = await session(guidemark, profile).catch(String);
`;

async function asked(root, options, page = "/") {
  const server = await serve(root, options);
  try {
    const { answer, requests, complaints } = await visit(browser, server.address, page);
    assert.deepEqual(answer.failed, [], JSON.stringify(answer));
    assert.deepEqual(answer.treatments, treatments);
    assert.deepEqual(complaints, []);
    const elsewhere = requests.filter((request) => !request.startsWith(`${server.address}/`));
    assert.deepEqual(elsewhere, [], "no request leaves for elsewhere");
    assert.ok(requests.every((request) => !request.includes("?")), "no request carries anything");
    return requests.map((request) => request.slice(server.address.length));
  } finally {
    server.close();
  }
}

test("a plain page with a module script, under a strict policy", { skip }, async () => {
  write("plain.js", module("./node_modules/guidemark/web.js"));
  write("plain.html", html('<script type="module" src="plain.js"></script>'));
  const requests = await asked(folder, {}, "/plain.html");
  const own = "/node_modules/guidemark/";
  const fetched = requests.filter((path) => path.startsWith(own)).map((path) => path.slice(own.length)).sort();
  assert.deepEqual(fetched, ["book.js", "engine.js", "engine_bg.wasm", "entry.js", "module.js", "rulebook-plan.bin", "rulebook-text.json", "version.js", "web.js"]);
});

test("inline, where no connection is allowed at all", { skip }, async () => {
  write("inline.js", module("./node_modules/guidemark/inline.js"));
  write("inline.html", html('<script type="module" src="inline.js"></script>'));
  await asked(folder, { policy: `${POLICY}; connect-src 'none'` }, "/inline.html");
});

test("a policy that forbids WebAssembly is named in the error", { skip }, async () => {
  write("forbidden.js", `import { load } from "./node_modules/guidemark/web.js";\nload().catch((error) => { globalThis.answer = error.message; });\n`);
  write("forbidden.html", html('<script type="module" src="forbidden.js"></script>'));
  const server = await serve(folder, { policy: "default-src 'self'; script-src 'self'" });
  const { answer } = await visit(browser, server.address, "/forbidden.html");
  server.close();
  assert.match(answer, /wasm-unsafe-eval/);
});

test("what Vite builds", { skip }, async () => {
  write("main.js", module("guidemark"));
  write("index.html", html('<script type="module" src="/main.js"></script>'));
  await vite.build({ root: folder, configFile: false, logLevel: "error", build: { target: "es2022" } });
  const requests = await asked(join(folder, "dist"));
  assert.ok(requests.some((path) => /^\/assets\/engine_bg-[^/]*\.wasm$/.test(path)), requests.join(" "));
});

test("what Vite serves while one develops", { skip }, async () => {
  const server = await vite.createServer({ root: folder, configFile: false, logLevel: "error", server: { port: 0, host: "127.0.0.1", hmr: false } });
  await server.listen();
  const { answer } = await visit(browser, `http://127.0.0.1:${server.httpServer.address().port}`);
  await server.close();
  assert.deepEqual([answer.failed, answer.treatments], [[], treatments]);
});

test("what esbuild makes of the inline entry: one classic script", { skip }, async () => {
  mkdirSync(join(folder, "out"), { recursive: true });
  write("classic.js", module("guidemark/inline").replace("await session(guidemark, profile).catch(String);", "undefined;\nsession(guidemark, profile).catch(String).then((answer) => { globalThis.answer = answer; });"));
  await esbuild.build({ entryPoints: [join(folder, "classic.js")], outfile: join(folder, "out/classic.js"), bundle: true, format: "iife", logLevel: "error", target: "es2022" });
  write("out/index.html", html('<script defer src="classic.js"></script>'));
  const requests = await asked(join(folder, "out"), { policy: `${POLICY}; connect-src 'none'` });
  assert.deepEqual(requests, ["/", "/classic.js"]);
});
