#!/usr/bin/env python3
"""Gathers `names.txt`, a source of the embedded gazetteer `models/names.bin`; `chaffinch train gazetteer` compiles it.

    python3 make_names.py DATA_DIR > names.txt

DATA_DIR holds the folders `gazetteers`, `corpora`, `stance`, `sentences`, `lexicons` described in CARD.md. Only
Python's standard library is used; the output is the same for the same input.
"""

import collections
import csv
import gzip
import json
import pathlib
import re
import sys
import unicodedata

HERE = pathlib.Path(__file__).resolve().parent
LAST_NAMES = 30000  # census surnames by rank
CITY_POPULATION = 15000
WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")
TITLES = set("sir lord sheikh shaykh minister dr general col gen prince princess king queen dame hrh the".split())
PARTICLES = set("al el bin ibn de da di la le van von der den dos del ul ur abu ben bint ould y e i".split())
SUFFIXES = set("inc corp corporation ltd limited plc company co group holdings spa llc lp".split())


def table(data, name):
    with gzip.open(data / "gazetteers" / f"{name}.tsv.gz", "rt", encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE))


def texts(data, folder, name):
    with gzip.open(data / folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as f:
        for line in f:
            yield json.loads(line)["text"]


def fold(word):
    flat = unicodedata.normalize("NFKD", word)
    return "".join(c for c in flat if not unicodedata.combining(c)).lower()


def words_by_case(data):
    """How often each word stands in lower case, and capitalised inside a sentence."""
    lower, capital = collections.Counter(), collections.Counter()
    sources = [
        ("corpora", "state_union_public_domain"),
        ("corpora", "inaugural_public_domain"),
        ("stance", "newsmtsc.train"),
        ("sentences", "ud_ewt.train"),
        ("sentences", "ud_gum_ccby.train"),
    ]
    for folder, name in sources:
        for text in texts(data, folder, name):
            before = "."
            for m in WORD.finditer(text):
                gap = text[max(0, m.start() - 3) : m.start()]
                word = m.group()
                if word.islower():
                    lower[word.replace("’", "'").split("'")[0]] += 1
                elif word[0].isupper() and word[1:].islower() and gap[-1:] == " " and (gap[-2:-1].isalpha() or gap[-2:-1] == ","):
                    capital[word.lower()] += 1
                before = word
    return lower, capital


def common(data):
    """Words that are mostly written in lower case: 2 = nearly always, 1 = often."""
    lower, capital = words_by_case(data)
    for name in ("vader", "afinn165", "bingliu_opinion"):
        with gzip.open(data / "lexicons" / f"{name}.tsv.gz", "rt", encoding="utf-8") as f:
            for line in f:
                word = line.split("\t")[0]
                if word.isalpha() and word.islower():
                    lower[word] += 1
    out = {}
    for word, n in lower.items():
        if len(word) < 2 or not word.isascii() or not word.isalpha():
            continue
        c = capital[word]
        if n >= 4 * c:
            out[word] = 2
        elif n * 3 >= c:
            out[word] = 1
    return out, lower


def people(data):
    """Persons of the Phoenix actor lists: the names that carry dates of office."""
    first, last = collections.Counter(), collections.Counter()
    for name in ("phoenix_countries_actors", "phoenix_international_actors"):
        seen = set()
        for row in table(data, name):
            if not re.search(r"\d{6}-\d{6}|[<>]\d{6}", row["code"] or "") or row["name"] in seen:
                continue
            seen.add(row["name"])
            parts = [p for p in fold(row["name"]).split() if p not in TITLES]
            if len(parts) < 2 or not all(p.replace("-", "").isalpha() or p.endswith(".") for p in parts):
                continue
            if len(parts[0]) > 2 and parts[0] not in PARTICLES:
                first[parts[0]] += 1
            for p in parts[1:]:
                if len(p) > 2 and p not in PARTICLES:
                    last[p] += 1
    return first, last


def hand():
    sections, section = collections.defaultdict(list), None
    for line in (HERE / "hand.txt").read_text(encoding="utf-8").splitlines():
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("@"):
            section = line[1:]
        elif section in ("first", "last"):
            sections[section] += line.split()
        else:
            sections[section].append(line)
    return sections


def first_names(data, usual, lower, foreign, own):
    weight = {}
    for sex in ("male", "female"):
        for row in table(data, f"us_census_first_{sex}_1990"):
            name = row["name"].lower()
            weight[name] = max(weight.get(name, 1), 3 if float(row["frequency"]) >= 0.02 else 2)
        for source in ("en_stdlib", "kantrowitz"):
            for row in table(data, f"first_names_{sex}_{source}"):
                name = fold(row["name"])
                if name.isalpha() and len(name) > 1:
                    weight.setdefault(name, 1)
    for name, n in foreign.items():
        if n >= 2:
            weight[name] = max(weight.get(name, 1), 2 if n >= 4 else 1)
    for name in own:
        weight[fold(name)] = 3
    return {n: w for n, w in weight.items() if len(n) > 1 and not (usual.get(n) == 2 and (w < 3 or lower[n] > 30))}


def last_names(data, usual, lower, foreign, own):
    weight = {}
    for row in table(data, "us_census_last_2000"):
        rank = int(row["rank"])
        if rank <= LAST_NAMES:
            weight[row["name"].lower()] = 3 if rank <= 3000 else 2 if rank <= 12000 else 1
    for name, n in foreign.items():
        weight[name] = max(weight.get(name, 1), 2 if n >= 3 else 1)
    for name in own:
        weight[fold(name)] = 3
    return {n: w for n, w in weight.items() if len(n) > 1 and not (usual.get(n) == 2 and (w < 3 or lower[n] > 30))}


def cities(data, usual):
    best = {}
    for row in table(data, "geonames_cities5000"):
        people_ = int(row["population"])
        name = row["name"].strip()
        if people_ < CITY_POPULATION or not re.fullmatch(r"[^\W\d_][^\d_,()/]*", name) or len(name) < 3:
            continue
        if usual.get(fold(name)) == 2 and people_ < 1_000_000:
            continue
        best[name] = max(best.get(name, 0), people_)
    return {n: (4 if p >= 1_000_000 else 3 if p >= 300_000 else 2 if p >= 80_000 else 1) for n, p in best.items()}


def party_names(data):
    for row in table(data, "factbook_parties"):
        text = re.sub(r"\(.*?\)|\[.*?\]", "", row["party"]).strip()
        text = text.replace("&rsquo;", "’")
        if "&" in text or ":" in text or ";" in text or len(text) > 70 or "note" in text.lower():
            continue
        names = [n.strip() for n in text.split(" or ")]
        full = names[0]
        words = full.split()
        if len(words) < 2 or not words[0][0].isupper() or full.startswith(("the ", "none", "no ")):
            continue
        if sum(w[0].isupper() for w in words) * 2 < len(words):
            continue
        yield full, full


def phoenix_groups(data, usual):
    """Organisations of the Phoenix lists, in upper case there: title-cased, ids from the name they point to."""
    keep = ("IGO", "NGO", "IMG", "UAF", "REB")
    for source in ("phoenix_international_actors", "phoenix_milnonstate_actors"):
        code = {}
        for row in table(data, source):
            name, c = row["name"].strip(), (row["code"] or "").strip()
            if not c or re.search(r"\d{6}", c):
                continue
            target = name
            if c.startswith("="):
                target = c[1:].strip()
                c = code.get(target, "")
            code.setdefault(name, c)
            if not c.startswith(keep):
                continue
            words = name.replace("-", " ").split()
            if not 2 <= len(words) <= 8 or not re.fullmatch(r"[A-Z' .-]+", name):
                continue
            plain = sum(1 for w in words if usual.get(w.lower()))
            if plain == 0 or (len(words) == 2 and plain == 2):
                continue  # a person or a place name; two plain words
            if words[-1].lower() in {"official", "officials", "leader", "member", "members", "representative", "spokesman", "fighters", "militants"}:
                continue
            yield title(name), title(target), "org" if c.startswith("NGO") else "side"


SMALL = set("of the and for in on to de la les des du et an a with without against by at from".split())


def title(name):
    name = name.removeprefix("THE ")
    out = []
    for i, w in enumerate(name.split()):
        low = w.lower()
        out.append(low if i and low in SMALL else "-".join(p.capitalize() for p in low.split("-")))
    return " ".join(out)


def persons(data):
    for row in table(data, "us_legislators_current"):
        yield row["full"], row["full"]
        if row["nickname"]:
            yield f"{row['nickname']} {row['last']}", row["full"]
        yield f"{row['first']} {row['last']}", row["full"]
    for row in table(data, "us_presidents_vps"):
        yield row["name"], row["name"]


def slug(name):
    flat = fold(name.replace("'", "").replace("’", "").replace(".", ""))
    flat = re.sub(r"[^a-z0-9]+", "-", flat).strip("-")
    return flat.removeprefix("the-")


def write_words(out, section, weights):
    out.append(f"@{section}")
    for level in (4, 3, 2, 1):
        names = sorted(n for n, w in weights.items() if w == level)
        if names:
            out.append(f"={level}")
            out += names


def write_phrases(out, section, pairs):
    out.append(f"@{section}")
    seen = {}
    for name, canonical in pairs:
        seen.setdefault(name, canonical)
    for name in sorted(seen):
        same = slug(name) == slug(seen[name])
        out.append(name if same else f"{name}\t{seen[name]}")


def pairs(lines):
    for line in lines:
        name, _, other = (p.strip() for p in line.partition(" = "))
        yield name, other or name


def main():
    data = pathlib.Path(sys.argv[1])
    usual, lower = common(data)
    mine = hand()
    foreign_first, foreign_last = people(data)
    out = ["# Gathered by make_names.py; see CARD.md for sources and licences. Do not edit by hand."]
    write_words(out, "common", {w: k for w, k in usual.items()})
    write_words(out, "first", first_names(data, usual, lower, foreign_first, mine["first"]))
    write_words(out, "last", last_names(data, usual, lower, foreign_last, mine["last"]))
    towns = cities(data, usual)
    write_words(out, "city", towns)
    write_phrases(out, "place", pairs(mine["place"]))
    write_phrases(out, "loc", pairs(mine["loc"]))
    groups = list(phoenix_groups(data, usual))
    sides = list(pairs(mine["side"])) + list(party_names(data)) + [g[:2] for g in groups if g[2] == "side"]
    write_phrases(out, "org", list(pairs(mine["org"])) + [g[:2] for g in groups if g[2] == "org"])
    write_phrases(out, "side", sides)
    write_phrases(out, "norp", pairs(mine["norp"]))
    write_phrases(out, "event", pairs(mine["event"]))
    write_phrases(out, "misc", pairs(mine["misc"]))
    write_phrases(out, "per", persons(data))
    sys.stdout.write("\n".join(out) + "\n")


if __name__ == "__main__":
    main()
