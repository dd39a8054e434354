// A browser without a window, and what axe-core says of a page in it. `tools/browser` fetches what is needed on the first call.
//
//   import { launch, violations } from "../../tools/browser.mjs";
//   const browser = await launch();
//   const page = await (await browser.newContext({ colorScheme: "dark" })).newPage();
//   await page.goto(address);
//   for (const fault of await violations(page)) console.log(fault);

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const tool = fileURLToPath(new URL("browser", import.meta.url));
const found = JSON.parse(execFileSync(tool, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] }));
const require = createRequire(`${found.modules}/`);
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

/** Where the fetched packages are. */
export const modules = found.modules;

/** Starts the browser; `options` are those of playwright's `launch`. Whoever starts it closes it. */
export function launch(options = {}) {
  return chromium.launch({ executablePath: found.chromium, ...options });
}

/**
 * What axe-core finds wrong on a page that is open, one line a rule: its name, how grave, how often, and the first place.
 * All rules hold, those of good practice too. It runs in the page's own world, which a content security policy does not close to
 * the debugger.
 */
export async function violations(page) {
  await page.evaluate(axe);
  const result = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  return result.violations.map(
    (one) => `${one.id} (${one.impact}), ${one.nodes.length} times, first ${one.nodes[0].html.slice(0, 160)}`,
  );
}

/** The pictures of a page that were not shown: their text or address. */
export function unshown(page) {
  return page.evaluate(() =>
    [...document.images].filter((one) => !one.complete || one.naturalWidth === 0).map((one) => one.alt || one.src.slice(0, 80)),
  );
}
