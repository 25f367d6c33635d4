// The packed tarball, installed into an empty folder: a project that is not ours.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const native = JSON.parse(readFileSync(process.env.GUIDEMARK_ANSWERS, "utf8"));

export function project() {
  const folder = mkdtempSync(join(tmpdir(), "guidemark-project-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "package.json"), '{"name":"somebody-elses","private":true}\n');
  const options = ["--offline", "--no-audit", "--no-fund", "--ignore-scripts", "--silent"];
  execFileSync("npm", ["install", ...options, process.env.GUIDEMARK_TARBALL], { cwd: folder, stdio: "inherit" });
  return {
    folder,
    installed: join(folder, "node_modules/guidemark"),
    write: (name, text) => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    },
    // What a script of the project prints.
    run: (...command) => execFileSync(process.execPath, command, { cwd: folder, encoding: "utf8" }),
  };
}
