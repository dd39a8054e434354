// Playwright and axe, and the system's browser. `tools/browser` makes them ready and says where they are; where CHANCERY_BROWSER
// names a folder that holds `node_modules`, that is taken instead, and nothing is fetched.

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const tool = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), "tools", "browser");

function ready() {
  const folder = process.env.CHANCERY_BROWSER;
  if (folder) return { modules: join(folder, "node_modules"), chromium: process.env.CHROMIUM ?? "/usr/bin/chromium" };
  if (!existsSync(tool)) throw new Error("CHANCERY_BROWSER names no folder with node_modules (playwright-core, axe-core)");
  return JSON.parse(execFileSync(tool, { encoding: "utf8" }));
}

const { modules, chromium: executablePath } = ready();
const required = createRequire(join(modules, "package.json"));

export async function launch() {
  const { chromium } = required("playwright-core");
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
}

/** The source of axe, to be put into a page by the test and not by the site. */
export function axe() {
  return required("axe-core").source;
}
