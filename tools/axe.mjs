#!/usr/bin/env node
// What axe-core finds wrong on pages, each opened in light and in dark: node tools/axe.mjs FILE|ADDRESS...
//
// One line a fault, then how many pages were looked at. A picture that is not shown is a fault too. Status 1 if there is any.

import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { launch, unshown, violations } from "./browser.mjs";

const places = process.argv.slice(2);
if (places.length === 0) {
  console.error("axe: name the pages to look at");
  process.exit(2);
}
const browser = await launch();
let faults = 0;
let looked = 0;
for (const colorScheme of ["light", "dark"]) {
  const context = await browser.newContext({ colorScheme });
  for (const place of places) {
    const address = /^https?:/.test(place) ? place : pathToFileURL(resolve(place)).href;
    const page = await context.newPage();
    await page.goto(address, { waitUntil: "load" });
    const found = await violations(page);
    found.push(...(await unshown(page)).map((one) => `a picture is not shown: ${one}`));
    for (const fault of found) console.log(`${place} ${colorScheme}: ${fault}`);
    faults += found.length;
    looked += 1;
    await page.close();
  }
  await context.close();
}
await browser.close();
console.log(`${looked} pages looked at, ${faults} faults`);
process.exit(faults > 0 ? 1 : 0);
