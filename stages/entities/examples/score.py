#!/usr/bin/env python3
"""Exact-span precision, recall and F1 of the recogniser on BIO data (GPE counts as LOC; NORP, EVENT and MISC are left out).

    cargo build --release -p chaffinch-entities --example tag
    python3 score.py TAG_BINARY FILE.jsonl.gz [N]  (N errors are shown)
"""

import collections
import gzip
import json
import subprocess
import sys


def documents(path):
    docs = collections.OrderedDict()
    with gzip.open(path, "rt", encoding="utf-8") as f:
        for line in f:
            row = json.loads(line)
            docs.setdefault(row.get("doc", row["id"].rsplit("-", 1)[0]), []).append((row["tokens"], row["tags"]))
    return list(docs.values())


def flatten(doc):
    text, gold, at = [], set(), 0
    for tokens, tags in doc:
        start = label = None
        end = at
        for token, tag in list(zip(tokens, tags)) + [("", "O")]:
            if label and not tag.startswith("I-"):
                gold.add((start, end, label))
                label = None
            if tag.startswith("B-") or (tag.startswith("I-") and not label):
                start, label = at, tag[2:]
            if token:
                text.append(token + " ")
                end = at + len(token.encode())
                at = end + 1
        text[-1] = text[-1][:-1] + "\n"
    return "".join(text), gold


def main():
    binary, path = sys.argv[1:3]
    show = int(sys.argv[3]) if len(sys.argv) > 3 else 0
    docs = [flatten(d) for d in documents(path)]
    joined = "\x1e".join(t.replace("\x1e", " ") for t, _ in docs)
    rows = subprocess.run([binary], input=joined.encode(), stdout=subprocess.PIPE, check=True).stdout.decode().splitlines()
    found = [set() for _ in docs]
    for row in rows:
        doc, start, end, label, *_ = row.split("\t")
        label = {"GPE": "LOC"}.get(label, label)
        if label in ("PER", "ORG", "LOC"):
            found[int(doc)].add((int(start), int(end), label))
    right, wrong, missed = collections.Counter(), collections.Counter(), collections.Counter()
    errors = []
    for (text, gold), got in zip(docs, found):
        gold = {g for g in gold if g[2] in ("PER", "ORG", "LOC")}
        raw = text.encode()
        for kind, spans, counter in (("ok", got & gold, right), ("extra", got - gold, wrong), ("missed", gold - got, missed)):
            for s, e, label in sorted(spans):
                counter[label] += 1
                if kind != "ok":
                    around = raw[max(0, s - 40) : e + 30].decode(errors="ignore").replace("\n", "|")
                    errors.append(f"{kind}\t{label}\t{raw[s:e].decode()}\t{around}")
    for label in ("PER", "ORG", "LOC", "all"):
        r, w, m = ((sum(c.values()) if label == "all" else c[label]) for c in (right, wrong, missed))
        p, q = r / max(1, r + w), r / max(1, r + m)
        print(f"{label}\tP {p:.3f}\tR {q:.3f}\tF1 {2 * p * q / max(1e-9, p + q):.3f}\t({r + m} gold)")
    for line in errors[:: max(1, len(errors) // show)] if show else []:
        print(line)


if __name__ == "__main__":
    main()
