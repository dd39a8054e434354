// What the site promises to whoever reads it in a browser. Run it with
//
//     node tests/browser/site.mjs
//
// after `cargo build -p chancery`. It makes an office of its own, serves it, and looks at it with the system's Chromium:
// journeys from search to a citation in two languages; every kind of page in six languages, light and dark, with scripts
// forbidden, against axe; the size of every page; what fits a narrow screen. It ends with status 1 if anything fails.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { axe, launch } from "./browser.mjs";
import { Office } from "./office.mjs";

const LANGUAGES = ["ar", "zh", "en", "fr", "ru", "es"];
const MOST_BYTES = 50 * 1024;

const failures = [];
let checks = 0;

function check(holds, what) {
  checks += 1;
  if (!holds) {
    failures.push(what);
    console.error(`FAILED  ${what}`);
  }
}

/** Every kind of page, by a path behind the language. */
function pages(made) {
  const state = encodeURIComponent("Merovia");
  return {
    "the daily list": "",
    "a day": "daily/2026-03-13",
    documents: "documents",
    organs: "organs",
    "an organ": "organs/assembly",
    "a session": "organs/assembly/7",
    "continuous numbering": "gaps",
    "an agenda item": "organs/assembly/7/items/8",
    senders: "senders",
    "a sender": `senders/${state}`,
    kinds: "kinds",
    "a kind": "kinds/letter",
    years: "dates",
    "a year": "dates/2026",
    "a month": "dates/2026/03",
    "most cited": "cited",
    "numbers of a series": "gaps/AS/7",
    "search, empty": "search",
    "search, found": "search?q=gauge",
    "search, filtered": "search?q=gauge%20organ%3Aassembly&sort=date",
    "search, nothing": "search?q=xylophone",
    "search, a fault": "search?q=title%3A%22gauge",
    "search, help": "search/help",
    "a document in six languages": made.six,
    "a document with a corrigendum": made.letter1,
    "a corrigendum": made.corrigendum,
    "an imported document": made.imported,
    "what was withdrawn": made.withdrawn,
    "what was voided": made.voided,
    "what is unknown": "AS/7/4444",
    citations: `citations/${made.six}`,
    "a neighbourhood": `neighbourhood/${made.citing}`,
    rules: "rules",
    "a rule": "rules/REQ001",
  };
}

/** A page's own bytes: without the text of the document that it shows. */
function ownBytes(html) {
  const without = html.replace(/<section class="text"[\s\S]*?<\/section>\s*<\/div>/, "");
  return Buffer.byteLength(without);
}

async function journey(browser, address, office, { language, word, own, other }) {
  const { made } = office;
  const context = await browser.newContext({ javaScriptEnabled: false, acceptDownloads: true, locale: language });
  const page = await context.newPage();
  const said = (what) => `journey in ${language}: ${what}`;
  await page.goto(`${address}/`);
  check((await page.getAttribute("html", "lang")) === language, said("the site speaks the browser's language"));
  // Find.
  await page.fill("input[name=q]", word);
  await page.press("input[name=q]", "Enter");
  const hit = page.locator(`.list a[href*="/${made.six}"]`).first();
  check((await page.locator(".snippet mark").count()) > 0, said("what was found is marked"));
  // Read.
  await hit.click();
  check((await page.locator(".symbols.big").innerText()).includes(made.six), said("the document is reached"));
  const text = page.locator("section.text");
  check((await text.getAttribute("lang")) === language, said("its text is in the reader's language"));
  check((await text.innerText()).includes(own), said("its text is there"));
  // Switch language.
  await page.locator(`nav.languages a[hreflang=${other}]`).click();
  check((await page.getAttribute("html", "lang")) === other, said("the site changes its language"));
  check((await page.locator("section.text").getAttribute("lang")) === other, said("and the text with it"));
  check((await page.getAttribute("html", "dir")) === (other === "ar" ? "rtl" : "ltr"), said("and its direction"));
  await page.locator(`nav.languages a[hreflang=${language}]`).click();
  // Download, by the browser itself.
  const address_ = await page.locator(`.versions a.pdf[hreflang=${language}]`).getAttribute("href");
  const answer = await context.request.get(address + address_);
  const bytes = await answer.body();
  check(answer.headers()["content-type"] === "application/pdf" && bytes.subarray(0, 5).toString() === "%PDF-", said("the file is one"));
  // Verify: the digest on the page, and the program with the receipt and the key that the page gives.
  const digest = createHash("sha256").update(bytes).digest("hex");
  const row = page.locator("section[aria-labelledby=verify] tr", { has: page.locator(`a[href="${address_}"]`) });
  check((await row.locator("code").innerText()) === digest, said("the page gives the digest of the file"));
  const receipt = await page.locator("section[aria-labelledby=verify] a[href$='.receipt.json']").getAttribute("href");
  const file = office.write(`${language}.pdf`, bytes);
  const kept = office.write(`${language}.receipt.json`, await (await context.request.get(address + receipt)).body());
  const key = await page.locator("section[aria-labelledby=verify] > p code").last().innerText();
  const found = office.run("verify", file, "--receipt", kept, "--key", key);
  check(found.startsWith("verified"), said(`the program verifies it: ${found}`));
  // Follow a citation: to the paragraph that cites, and from there back.
  await page.locator("section[aria-labelledby=citations] a", { hasText: made.citing }).first().click();
  check(page.url().includes(made.citing) && /#letter-\d+$/.test(page.url()), said("a citation leads to its paragraph"));
  const target = page.locator(`[id="${new URL(page.url()).hash.slice(1)}"]`);
  check((await target.count()) === 1 && (await target.innerText()).includes(made.six), said("the paragraph is the one that cites"));
  await page.locator("section[aria-labelledby=citations] a", { hasText: made.six }).first().click();
  check((await page.locator(".symbols.big").innerText()).includes(made.six), said("and the citation leads back"));
  await context.close();
}

async function everyPage(browser, address, office) {
  const source = axe();
  let largest = [0, ""];
  for (const scheme of ["light", "dark"]) {
    // The site may not run scripts, so the page is read without; the test's own looks at it through the debugger.
    const context = await browser.newContext({ colorScheme: scheme, bypassCSP: true });
    const page = await context.newPage();
    for (const language of LANGUAGES) {
      for (const [name, path] of Object.entries(pages(office.made))) {
        const where = `${name} (/${language}/${path}, ${scheme})`;
        const answer = await page.goto(`${address}/${language}/${path}`);
        const html = await answer.text();
        if (scheme === "light") {
          const bytes = ownBytes(html);
          if (bytes > largest[0]) largest = [bytes, where];
          check(bytes <= MOST_BYTES, `${where} has ${bytes} bytes without the document`);
          check(!/<script(?! type="application\/ld\+json">\{)|\son[a-z]+=|javascript:|style="/i.test(html.replace(/<section class="text"[\s\S]*?<\/section>\s*<\/div>/, "")), `${where} has a script or an inline style`);
          check(!html.includes("\u2068\u2069") && !/\{\s*\$/.test(html), `${where} has a message without its value`);
        }
        await page.evaluate(source);
        const { violations, passes } = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
        for (const one of violations) {
          check(false, `${where}: ${one.id}: ${one.help}: ${one.nodes.slice(0, 3).map((node) => node.html).join(" | ")}`);
        }
        check(passes.length > 15, `${where}: axe looked at ${passes.length} rules only`);
        check(violations.length === 0, `${where}: ${violations.length} violations`);
      }
    }
    await context.close();
  }
  console.log(`the largest page has ${largest[0]} bytes: ${largest[1]}`);
}

/** Without scripts, on a narrow screen: every page shows its heading, and nothing runs over the edge. */
async function narrow(browser, address, office) {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 320, height: 640 } });
  const page = await context.newPage();
  for (const language of ["en", "ar", "zh"]) {
    for (const [name, path] of Object.entries(pages(office.made))) {
      await page.goto(`${address}/${language}/${path}`);
      const where = `${name} (/${language}/${path}, narrow, without scripts)`;
      const heading = page.locator("main h1");
      check((await heading.count()) === 1 && (await heading.innerText()).trim().length > 0, `${where} has no heading`);
      const width = await page.evaluate(() => document.scrollingElement.scrollWidth).catch(() => 320);
      check(width <= 320, `${where} is ${width} wide`);
    }
  }
  await context.close();
}

/** Every link on every kind of page leads somewhere. */
async function links(address, office) {
  const seen = new Set();
  for (const path of Object.values(pages(office.made))) {
    const html = await (await fetch(`${address}/en/${path}`)).text();
    for (const [, href] of html.matchAll(/href="(\/[^"#]*)/g)) seen.add(href.replaceAll("&amp;", "&"));
  }
  for (const href of seen) {
    // Feeds are another part's; the withdrawn, the void and the unknown are linked to in other languages on purpose.
    const gone = [office.made.withdrawn, office.made.voided, "AS/7/4444"].some((symbol) => href.includes(symbol));
    if (/\/feeds\//.test(href) || gone || /title%3A%22/.test(href)) continue;
    const answer = await fetch(address + href, { redirect: "manual" });
    check(answer.status < 400, `${href} answers ${answer.status}`);
  }
  console.log(`${seen.size} links`);
}

const office = new Office();
let browser;
try {
  office.fill();
  const address = await office.serve();
  browser = await launch();
  await journey(browser, address, office, { language: "en", word: "ferry captains", own: "ferry captains", other: "ar" });
  await journey(browser, address, office, { language: "ar", word: "العبّارات", own: "العبارات", other: "en" });
  await links(address, office);
  await narrow(browser, address, office);
  await everyPage(browser, address, office);
} finally {
  await browser?.close();
  office.close();
}
console.log(`${checks} checks, ${failures.length} failed`);
process.exitCode = failures.length > 0 ? 1 : 0;
