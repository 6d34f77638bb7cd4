#!/usr/bin/env python3
"""Writes config/actors/leaders.toml: who held which office when.

    python3 make_leaders.py DATA_DIR > ../../../config/actors/leaders.toml

`leaders.txt` is written by hand. For sides that are not in it, the chiefs of the CIA World Factbook (public domain) are added, as far
as world.toml or south-asia.toml list them. A person who is listed there keeps the id from there.
"""

import csv
import gzip
import html
import pathlib
import re
import sys
import tomllib
import unicodedata

HERE = pathlib.Path(__file__).resolve().parent
ACTORS = HERE / "../../../config/actors"
TITLES = ["vice president", "president", "prime minister", "king", "queen", "emir", "amir", "sultan", "chancellor", "prince", "grand duke"]
MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"]
HEAD = """# Who held which office when: heads of state and government since about 2000, ministers and army chiefs of the countries that are most in the
# news, heads of international bodies. `roles` says it, so that "the prime minister of Pakistan" is who it was on the article's date.
#
# Compiled by stages/entities/data/make_leaders.py; edit leaders.txt there, not this file.
# Sources: leaders.txt, written by hand (plain facts, project licence); chiefs of the CIA World Factbook (public domain) for the sides it
# leaves out. Persons who are also in south-asia.toml or world.toml have the id from there.
#
# These actors have no `actor` of their own: they speak for the side of the office that they hold on the day of the document.
"""


def fold(name):
    flat = unicodedata.normalize("NFKD", name.replace("'", "").replace("’", "").replace(".", ""))
    return "".join(c for c in flat if not unicodedata.combining(c)).lower()


def slug(name):
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")


def listed():
    """Persons of the other gazetteers: by folded name, and by side."""
    ids, sides = {}, {}
    for file in ("south-asia.toml", "world.toml"):
        for actor in tomllib.loads((ACTORS / file).read_text(encoding="utf-8"))["actor"]:
            if actor["label"] != "PER":
                continue
            names = [actor["name"], *actor.get("aliases", [])]
            for name in names:
                ids.setdefault(fold(name), (actor["id"], actor["name"]))
            sides.setdefault(actor.get("actor"), []).append((actor["id"], names))
    return ids, sides


def hand():
    side = None
    for number, line in enumerate((HERE / "leaders.txt").read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("= "):
            side = line[2:].strip()
        elif line.strip() and not line.startswith("#"):
            fields = [f.strip() for f in line.split("|")]
            if len(fields) != 4 or side is None:
                sys.exit(f"leaders.txt, line {number}: expected `title | names | from | to` under a line `= side`")
            title, names, start, end = fields
            yield side, title, [n.strip() for n in names.split(";")], start, end


def day(text):
    found = re.search(r"since (?:(\d+) )?(?:([A-Za-z]+) )?(\d{4})", text)
    if not found:
        return ""
    number, month, year = found.groups()
    if not month or month.lower() not in MONTHS:
        return year
    number = f"-{int(number):02}" if number else ""
    return f"{year}-{MONTHS.index(month.lower()) + 1:02}{number}"


def factbook(data, sides, taken):
    """Chiefs of state and government whose family name, written in capitals there, is that of a listed person of the country."""
    with gzip.open(data / "gazetteers" / "factbook_governments.tsv.gz", "rt", encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE))
    for row in rows:
        side = slug(html.unescape(row["country"])).removeprefix("the-")
        if side in taken:
            continue
        for field in ("chief_of_state", "head_of_government"):
            text = html.unescape(row[field] or "")
            title = next((t for t in TITLES if text.lower().startswith(t)), None)
            name = re.split(r"\(|,|;", text)[0].split()
            family = {fold(w) for w in name if len(w) > 2 and w.isupper()}
            start = day(text)
            for id, names in sides.get(side, []):
                if title and start and family and any(family & set(re.split(r"[ -]", fold(n))) for n in names):
                    yield side, {"amir": "emir"}.get(title, title), [id, *names], start, ""
                    break


def main():
    ids, sides = listed()
    people = {}
    rows = list(hand())
    for side, title, names, start, end in rows:
        id, name = next((ids[fold(n)] for n in names if fold(n) in ids), (None, names[0]))
        id = id or next((i for i, p in people.items() if fold(names[0]) in map(fold, p["names"])), slug(names[0]))
        person = people.setdefault(id, {"name": name, "names": [], "roles": []})
        person["names"] += [n for n in names if n not in person["names"]]
        person["roles"].append((title, side, start, end))
    for side, title, (id, *names), start, end in factbook(pathlib.Path(sys.argv[1]), sides, {r[0] for r in rows}):
        person = people.setdefault(id, {"name": names[0], "names": [], "roles": []})
        if (title, side, start, end) not in person["roles"]:
            person["roles"].append((title, side, start, end))
    print(HEAD, end="")
    for id, person in people.items():
        print(f'\n[[actor]]\nid = "{id}"\nname = "{person["name"]}"\nlabel = "PER"')
        aliases = [n for n in person["names"] if n != person["name"]]
        if aliases:
            print("aliases = [" + ", ".join(f'"{a}"' for a in aliases) + "]")
        roles = []
        for title, side, start, end in person["roles"]:
            days = "".join(f', {key} = "{value}"' for key, value in (("from", start), ("to", end)) if value)
            roles.append(f'{{ title = "{title}", of = "{side}"{days} }}')
        print("roles = [" + (roles[0] if len(roles) == 1 else "".join(f"\n  {r}," for r in roles) + "\n") + "]")


main()
