"""Writes the clean letters, and of each mechanical defect one mutant a language, into a folder: mechanical.py FOLDER.

The names of the files begin with the body's. The house's test of `lint --fix` reads them."""
import copy, os, sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import defects, letters


def write(name, text):
    with open(os.path.join(sys.argv[1], name), "w", encoding="utf-8") as file:
        file.write(text)


clean = letters.clean()
for letter in clean:
    write(f"{letter.spec['body']}-clean-{letter.spec['id']}.txt", letter.render()[0])
done = set()
for kind in defects.KINDS:
    for letter in clean if kind["repair"] else []:
        spec = letter.spec
        fits = (not kind["bodies"] or spec["body"] in kind["bodies"]) and (not kind["langs"] or spec["lang"] in kind["langs"])
        key = (kind["kind"], spec["lang"], spec["body"])
        if key in done or not fits or not kind["extra"](spec):
            continue
        try:
            for made in kind["make"](letters.Letter(copy.deepcopy(spec))):
                write(f"{spec['body']}-{kind['kind']}-{spec['lang']}.txt", made.render()[0])
                done.add(key)
                break
        except letters.Skip:
            pass
