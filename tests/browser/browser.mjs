// Playwright and axe, found in the folder that CHANCERY_BROWSER names (it holds `node_modules`), or by NODE_PATH; and the browser
// that the system has. Nothing is fetched.

import { createRequire } from "node:module";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

const folders = [process.env.CHANCERY_BROWSER, join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "chancery", "browser")];

function required(name) {
  for (const folder of folders.filter((folder) => folder && existsSync(folder))) {
    try {
      return createRequire(join(folder, "package.json"))(name);
    } catch (error) {
      if (error.code !== "MODULE_NOT_FOUND") throw error;
    }
  }
  // NODE_PATH
  return createRequire(import.meta.url)(name);
}

export async function launch() {
  const { chromium } = required("playwright-core");
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu"],
  });
}

/** The source of axe, to be put into a page by the test and not by the site. */
export function axe() {
  return required("axe-core").source;
}
