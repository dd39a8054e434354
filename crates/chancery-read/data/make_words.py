#!/usr/bin/env python3
"""Makes a word list for the reader out of a Hunspell dictionary.

usage: make_words.py INDEX.aff INDEX.dic OUT [--forms]
    Only words that begin with a small letter are taken, so that no name is among them. With --forms every form that the
    affixes make is written out (prefixes, suffixes, and both together); without, only the entries as they stand.
    The list is sorted, each word written as one byte (33 + letters shared with the word before it) and the rest of its
    letters, a line each, and the whole deflated (zlib).
"""
import re, sys, zlib

def main():
    aff, dic, out = sys.argv[1:4]
    forms = "--forms" in sys.argv
    prefixes, suffixes = {}, {}
    for line in open(aff, encoding="utf-8"):
        part = line.split()
        if len(part) >= 5 and part[0] in ("PFX", "SFX"):
            table = prefixes if part[0] == "PFX" else suffixes
            strip, add = part[2].replace("0", "", 1) if part[2] == "0" else part[2], part[3].split("/")[0]
            add = "" if add == "0" else add
            rule = re.compile("^" + part[4] if part[0] == "PFX" else part[4] + "$")
            table.setdefault(part[1], []).append((strip, add, rule))
    words = set()
    for number, line in enumerate(open(dic, encoding="utf-8")):
        word, _, flags = line.strip().split("\t")[0].partition("/")
        if number == 0 or len(word) < 2 or not word.isalpha() or not word.islower():
            continue
        flags = flags.split()[0] if flags else ""
        words.add(word)
        if not forms:
            continue
        ended = {word}
        for flag in flags:
            for strip, add, rule in suffixes.get(flag, []):
                if word.endswith(strip) and rule.search(word):
                    ended.add(word[: len(word) - len(strip)] + add)
        words |= {w for w in ended if w.isalpha()}
        for flag in flags:
            for strip, add, rule in prefixes.get(flag, []):
                words |= {add + w[len(strip):] for w in ended if w.startswith(strip) and rule.search(w) and w.isalpha()}
    coded, before = bytearray(), ""
    for word in sorted(words, key=lambda w: w.encode()):
        shared = 0
        while shared < min(len(word), len(before), 60) and word[shared] == before[shared]:
            shared += 1
        coded += bytes([33 + shared]) + word[shared:].encode() + b"\n"
        before = word
    packed = zlib.compress(bytes(coded), 9)
    open(out, "wb").write(packed)
    print(f"{len(words)} words, {len(coded)} bytes, {len(packed)} packed")

main()
