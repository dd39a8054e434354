// An office for the browser to look at: invented letters in six languages, a corrigendum, a document that was withdrawn, a number
// that was voided, a document that was imported, and documents that cite each other. Everything goes through the program itself.

import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const letters = join(root, "tests/letters");
const days = ["2026-03-12", "2026-03-13", "2026-03-16"].map((day) => `${day}T09:00:00Z`);

/** A letter of the invented organization, with a number in it so that no two are the same. */
function letter(n, cites = "") {
  return `Letter dated 12 March 2026 from the Permanent Representative of Merovia to the
Organization addressed to the Secretary-General

     I have the honour to inform you that gauge ${n} on the Lower Fenn was read at noon.${cites}

     I should be grateful if you would have the present letter circulated as a
document of the Assembly, under agenda item 8, and of the Council.

(Signed) Ilse Varga
Permanent Representative
`;
}

/** The program: the one that is named, or the one that the workspace last built. */
function program() {
  if (process.env.CHANCERY) return process.env.CHANCERY;
  return join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "debug", "chancery");
}

export class Office {
  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), "chancery-browser-"));
    mkdirSync(join(this.folder, "letters"));
  }

  /** Runs the program in the office's folder; what it prints is given. */
  run(...args) {
    const given = { cwd: this.folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] };
    return execFileSync(program(), ["--body", "assembly", "--office", "office", ...args], given);
  }

  json(...args) {
    return JSON.parse(this.run(...args, "--format", "json"));
  }

  write(name, text) {
    const path = join(this.folder, "letters", name);
    writeFileSync(path, text);
    return path;
  }

  /** Fills the record. */
  fill() {
    const made = {};
    const at = (day) => ["--now", days[day]];
    const of = (done) => done.symbols[0];
    const [six, ...others] = ["en", "ar", "es", "fr", "ru", "zh"];
    const versions = others.flatMap((code) => ["--version", `${code}=${join(letters, "six", `${code}.txt`)}`]);
    made.six = of(this.json("circulate", join(letters, "six", `${six}.txt`), ...versions, ...at(0)));
    for (const n of [1, 2, 3]) made[`letter${n}`] = of(this.json("circulate", this.write(`${n}.txt`, letter(n)), ...at(1)));
    const cites = ` Reference is made to my letters in documents ${made.six} and ${made.letter1}, and to resolution 6/14.`;
    made.citing = of(this.json("circulate", this.write("citing.txt", letter(4, cites)), ...at(2)));
    made.corrigendum = of(this.json("circulate", this.write("corr.txt", letter(5)), "--corrigendum-to", made.letter1, "--only-in", "en", ...at(2)));
    made.withdrawn = made.letter2;
    this.run("withdraw", made.withdrawn, "--reason", "Sent in error.", ...at(2));
    const void_ = this.json("receive", this.write("void.txt", letter(6)), ...at(2)).dossier;
    this.run("accept", void_, ...at(2));
    made.voided = this.json("register", void_, ...at(2)).act.allotments[0].symbol;
    this.run("void", void_, "--reason", "Sent twice.", ...at(2));
    this.run("import", this.write("old.txt", `AS/6/44\n\n${letter(44).replaceAll("2026", "2025")}`), ...at(2));
    made.imported = "AS/6/44";
    for (const name of ["letter-ar", "letter-zh", "letter-ru", "letter-fr", "letter-es", "note-verbale-en", "identical-letters-en"]) {
      // These bear later dates than the letters do.
      const when = !name.startsWith("letter") ? ["--now", "2026-07-03T09:00:00Z"] : at(2);
      const done = this.json("circulate", join(root, "examples", `${name}.txt`), "--exception", "for the tests", "--again", ...when);
      made[name] = of(done);
    }
    this.made = made;
    return made;
  }

  /** Serves it, on a port that is free. */
  async serve() {
    const args = ["--body", "assembly", "--office", "office", "serve", "--listen", "127.0.0.1:0"];
    this.child = spawn(program(), args, { cwd: this.folder, stdio: ["ignore", "pipe", "inherit"] });
    const lines = createInterface({ input: this.child.stdout });
    for await (const line of lines) {
      const found = line.match(/http:\/\/[^/]+/);
      if (found) {
        this.address = found[0];
        return this.address;
      }
    }
    throw new Error("the site was not served");
  }

  read(path) {
    return readFileSync(path);
  }

  close() {
    this.child?.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
