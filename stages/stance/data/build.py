#!/usr/bin/env python3
"""Compiles the open sentiment lexicons and CAMEO verb classes into the tables embedded in chaffinch-stance.

    python3 stages/stance/data/build.py FOLDER           write the three tables beside this script
    python3 stages/stance/data/build.py FOLDER --check   exit 1 if they are stale

FOLDER holds vader.tsv.gz, afinn165.tsv.gz, bingliu_opinion.tsv.gz and cameo_verbpatterns.tsv.gz.
Standard library only. Sources and licences: CARD.md.
"""

import gzip
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
WORD = re.compile(r"[a-z]+(?:['-][a-z]+)*")

# CAMEO root or class -> how the source stands toward the target, in hundredths. Longest prefix wins.
# Classes that say nothing of sides (statements, consultations, yielding, force posture) are left out.
CAMEO = {
    "050": 40, "051": 70, "052": 60, "053": 50, "055": 30, "056": 50, "061": 40, "062": 60, "07": 60,
    "11": -60, "111": -70, "112": -60, "12": -50, "13": -60, "14": -50, "16": -50, "17": -60, "18": -80,
    "19": -90, "20": -100,
}


def rows(folder, name):
    with gzip.open(folder / f"{name}.tsv.gz", "rt", encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            yield line.rstrip("\n").split("\t")


def valence(folder):
    """word -> [vader * 25, afinn * 20, bing liu * 100], all in -100..100; 0 where a source has none."""
    table = {}

    def put(word, column, value):
        if WORD.fullmatch(word):
            table.setdefault(word, [0, 0, 0])[column] = max(-100, min(100, round(value)))

    for word, mean, _ in rows(folder, "vader"):
        put(word.lower(), 0, float(mean) * 25)
    for word, value in rows(folder, "afinn165"):
        put(word.lower(), 1, float(value) * 20)
    for word, polarity in rows(folder, "bingliu_opinion"):
        put(word.lower(), 2, 100 if polarity == "positive" else -100)
    return [f"{w}\t{v[0]}\t{v[1]}\t{v[2]}" for w, v in sorted(table.items()) if any(v)]


def score(code):
    code = code.split(":")[0]
    for size in (3, 2):
        if code[:size] in CAMEO:
            return CAMEO[code[:size]]
    return 0


def verbs(folder):
    """lemma -> score and irregular forms, from the default code of each CAMEO verb."""
    table, default = {}, ""
    for _, kind, code, pattern in rows(folder, "cameo_verbpatterns"):
        if kind == "HEAD":
            default = code
        if kind != "VERB":
            continue
        lemma, _, forms = pattern.partition("{")
        lemma = lemma.strip().lower().replace("_", " ")
        value = score(code or default)
        if value and WORD.fullmatch(lemma):
            irregular = [f for f in forms.strip(" }").lower().split() if WORD.fullmatch(f)]
            table.setdefault(lemma, (value, irregular))
    return ["\t".join([w, str(v), " ".join(f)]).rstrip() for w, (v, f) in sorted(table.items())]


def plain_verbs(folder):
    """lemma and irregular forms of the CAMEO verbs that take no side: they say where a clause has its verb."""
    sided = {line.split("\t")[0] for line in verbs(folder)}
    table = {}
    for _, kind, _, pattern in rows(folder, "cameo_verbpatterns"):
        lemma, _, forms = pattern.partition("{")
        lemma = lemma.strip().lower().replace("_", " ")
        if kind == "VERB" and lemma not in sided and WORD.fullmatch(lemma):
            table.setdefault(lemma, [f for f in forms.strip(" }").lower().split() if WORD.fullmatch(f)])
    return ["\t".join([w, " ".join(f)]).rstrip() for w, f in sorted(table.items())]


def main(args):
    folder = Path(args[0])
    stale = False
    tables = (("valence.tsv", valence), ("verbs.tsv", verbs), ("plain-verbs.tsv", plain_verbs))
    for name, lines in ((name, make(folder)) for name, make in tables):
        text = "\n".join(lines) + "\n"
        path = HERE / name
        if "--check" in args:
            stale |= not path.exists() or path.read_text(encoding="utf-8") != text
        else:
            path.write_text(text, encoding="utf-8")
        print(f"{name}: {len(lines)} rows, {len(text)} bytes")
    return 1 if stale else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
