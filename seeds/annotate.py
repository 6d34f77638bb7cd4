#!/usr/bin/env python3
"""Turns seeds/annotated/ into seeds/gold/gold.jsonl (record v1) and verifies it.

    python3 seeds/annotate.py               write the gold from the annotations
    python3 seeds/annotate.py --check       exit 1 if anything is wrong or the gold is stale
    python3 seeds/annotate.py --documents   also rewrite the documents from the annotations
    python3 seeds/annotate.py --show ID     print one document's gold, to be read by a person
    python3 seeds/annotate.py --counts      print how many records each layer has
    python3 seeds/annotate.py --folder DIR  work in another folder of the same form, such as gold/dev

The format of the annotations and the guidelines are in README.md. Standard library only,
Python 3.10 or newer.
"""

import html
import json
import re
import sys
from pathlib import Path

def folder(args):
    """The folder to work in: that of `--folder`, or else the one of this file."""
    return Path(args[args.index("--folder") + 1]).resolve() if "--folder" in args else Path(__file__).resolve().parent


HERE = folder(sys.argv)
ANNOTATED = HERE / "annotated"
GOLD = HERE / "gold" / "gold.jsonl"

BLOCKS = ("title", "heading", "body", "quote", "list")
DROPPED = (
    "spam nav date share caption credit byline dateline comment_form disclaimer author_bio "
    "related footer boilerplate repeated_title markup"
).split()
ENTITIES = ("PER", "ORG", "GPE", "LOC", "NORP", "EVENT")
VOICES = ("author", "quoted", "reported")
CHARSETS = {  # meta.charset -> (Python codec, byte-order mark)
    "utf-8": ("utf-8", b""),
    "utf-8-bom": ("utf-8", b"\xef\xbb\xbf"),
    "utf-16le": ("utf-16-le", b"\xff\xfe"),
    "windows-1252": ("cp1252", b""),
}
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Bad(Exception):
    """The annotation is wrong; the message says where."""


# ---------------------------------------------------------------- reading


class Node:
    """One mark `⟦head|content⟧`: its head, its span in the source, the marks around it."""

    def __init__(self, head, start, parents):
        self.head, self.start, self.end, self.parents = head, start, start, parents


class Annotated:
    """One file of annotated/: the head lines, the marks, and the document under the marks."""

    def __init__(self, path):
        self.id, self.suffix = path.stem, path.suffix
        head, _, body = path.read_text(encoding="utf-8").partition("#---\n")
        self.meta = {}
        for line in head.splitlines():
            key, _, value = line.removeprefix("#:").partition(":")
            self.meta[key.strip()] = value.strip()
        self.newline = {"lf": "\n", "crlf": "\r\n"}[self.meta.pop("newline", "lf")]
        self.charset = self.meta.pop("charset")
        self.nodes, self.points, self.source = [], {}, ""
        self.parse(body.replace("\n", self.newline))
        self.is_html = self.suffix == ".html"

    def parse(self, marked):
        out, size, stack, at = [], 0, [], 0
        for m in re.finditer(r"⟦([^⟦⟧|]*)(\||⟧)|⟧", marked):
            out.append(marked[at : m.start()])
            size += m.start() - at
            at = m.end()
            if m.group() == "⟧":
                if not stack:
                    raise Bad(f"{self.id}: a ⟧ too many at `{marked[m.start() - 40 : m.start()]}`")
                stack.pop().end = size
            elif m.group(2) == "⟧":
                if m.group(1) not in "/~":
                    raise Bad(f"{self.id}: unknown mark `{m.group()}`")
                self.points[size] = m.group(1)
            else:
                node = Node(m.group(1), size, list(stack))
                self.nodes.append(node)
                stack.append(node)
        if stack:
            raise Bad(f"{self.id}: mark `{stack[-1].head}` is never closed")
        out.append(marked[at:])
        self.source = "".join(out)

    def encoded(self):
        codec, bom = CHARSETS[self.charset]
        return bom + self.source.encode(codec)

    @property
    def document(self):
        return HERE / (self.id + self.suffix)


def read_entities():
    """entities.tsv: id, label, name, actor (may be empty)."""
    table = {}
    for number, line in enumerate((ANNOTATED / "entities.tsv").read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        slug, label, name, actor = (line.split("\t") + [""])[:4]
        if slug in table or not SLUG.fullmatch(slug) or label not in ENTITIES or not name:
            raise Bad(f"entities.tsv:{number}: bad or repeated row `{line}`")
        table[slug] = (label, name, actor)
    return table


# ---------------------------------------------------------------- cleaning, by rule, inside blocks

INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
INLINE = re.compile(
    r"(?P<tag><!--.*?-->|</?[A-Za-z][^>]*>)"
    r"|(?P<entity>&(?:amp;)*(?:#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);)"
    r"|(?P<link>\[(?=[^\[\]\n]+\]\(#\)))|(?P<unlink>\]\(#\))"
    r"|(?P<escape>\\(?=[$*_#]))"
    rf"|(?P<invisible>[{INVISIBLE}])"
    r"|(?P<space>\s)",
    re.S,
)
NOT_TEXT = re.compile(
    r"<!--.*?-->|<!doctype[^>]*>|<head\b.*?(?:</head>|(?=<body))|<script\b.*?</script>|<style\b.*?</style>"
    r"|</?[A-Za-z][^>]*>|&nbsp;",
    re.S | re.I,
)


def decode_entity(text):
    before = None
    while before != text:
        before, text = text, html.unescape(text)
    return text


def atoms(doc, start, end, drops, swaps):
    """The source of one block as (text, source start, source end, kind): copy, insert, space, skip."""
    at = start
    while at < end:
        drop = next((d for d in drops if d.start <= at < d.end), None)
        swap = next((s for s in swaps if s.start <= at < s.end), None)
        if drop:
            yield "", at, drop.end, "skip"
            at = drop.end
            continue
        if swap:
            yield swap.head[1:], at, swap.end, "insert"
            at = swap.end
            continue
        m = INLINE.match(doc.source, at)
        if m is None or (m["tag"] and not doc.is_html):
            yield doc.source[at], at, at + 1, "copy"
            at += 1
            continue
        if m["tag"]:
            kind = ("", "space") if re.match(r"</?br\b", m.group(), re.I) else ("", "skip")
        elif m["entity"]:
            plain = decode_entity(m.group())
            if plain == m.group():
                raise Bad(f"{doc.id}: unknown entity `{plain}`")
            kind = ("", "skip") if plain in INVISIBLE else (" ", "space") if plain.isspace() else (plain, "insert")
        elif m["space"]:
            kind = (m.group(), "space")
        else:
            kind = ("", "skip")
        yield kind[0], at, m.end(), kind[1]
        at = m.end()


class Cleaned:
    """The text that a perfect cleaner leaves, and for every character where it came from."""

    def __init__(self, doc):
        self.doc, self.text, self.origin = doc, [], []  # origin: (source start, copied?)
        self.blocks, self.state = [], [None] * len(doc.source)  # state: text, drop, space, markup
        drops = [n for n in doc.nodes if n.head.startswith("-")]
        swaps = [n for n in doc.nodes if n.head.startswith("=")]
        for node in doc.nodes:
            if node.head in BLOCKS:
                self.block(node, drops, swaps)
        self.text = "".join(self.text)
        self.dropped = self.account(drops)

    def put(self, char, source, copied):
        self.text.append(char)
        self.origin.append((source, copied))

    def block(self, node, drops, swaps):
        if any(p.head in BLOCKS or p.head.startswith("-") for p in node.parents):
            raise Bad(f"{self.doc.id}: a block inside `{node.parents[-1].head}`")
        begun, space, start = False, None, None
        for text, s, e, kind in atoms(self.doc, node.start, node.end, drops, swaps):
            if kind == "skip":
                continue
            if kind == "space":
                self.state[s:e] = ["space"] * (e - s)
                space = space or (s, text == " " and e - s == 1)
                continue
            if not begun:
                start = self.separate(s)
                begun = True
            elif space:
                self.put(" ", *space)
            space = None
            self.state[s:e] = ["text"] * (e - s)
            for char in text:
                self.put(char, s, kind == "copy")
        if not begun:
            raise Bad(f"{self.doc.id}: an empty block at {node.start}")
        self.blocks.append({"start": start, "end": len(self.text), "label": node.head})

    def separate(self, source):
        """Puts the blank line between two blocks; copied when the source has exactly that."""
        if self.blocks:
            before = self.origin[-1][0] + 1
            same = self.doc.source[before:source] == "\n\n" and self.origin[-1][1]
            self.put("\n", before, same)
            self.put("\n", before + 1, same)
        return len(self.text)

    def account(self, drops):
        """Every source character is text, white space, dropped by hand, or `markup` by rule."""
        doc, out = self.doc, []
        for d in drops:
            kind = d.head[1:]
            if kind not in DROPPED:
                raise Bad(f"{doc.id}: unknown dropped kind `{kind}`")
            s, e = trim(doc.source, d.start, d.end)
            if s == e or any(x is not None for x in self.state[s:e]):
                raise Bad(f"{doc.id}: dropped `{kind}` at {s} is empty or overlaps")
            self.state[s:e] = ["drop"] * (e - s)
            out.append({"source": [s, e], "label": kind})
        inside = [False] * len(doc.source)
        for b in doc.nodes:
            if b.head in BLOCKS:
                inside[b.start : b.end] = [True] * (b.end - b.start)
        if doc.is_html:
            for m in NOT_TEXT.finditer(doc.source):
                inside[m.start() : m.end()] = [True] * (m.end() - m.start())
        for at, char in enumerate(doc.source):
            if self.state[at] is None and char.isspace():
                self.state[at] = "space"
            elif self.state[at] is None and not inside[at]:
                raise Bad(f"{doc.id}: neither kept nor dropped: `{doc.source[at : at + 40]}`")
        at, size = 0, len(doc.source)
        while at < size:
            if self.state[at] is None:
                end = last = at
                while end < size and self.state[end] in (None, "space"):
                    last = end if self.state[end] is None else last
                    end += 1
                out.append({"source": [at, last + 1], "label": "markup"})
                at = end
            else:
                at += 1
        return sorted(out, key=lambda d: d["source"])

    def ledger(self):
        runs = []
        for at, (source, copied) in enumerate(self.origin):
            if not copied:
                continue
            if runs and runs[-1][0] + runs[-1][2] == at and runs[-1][1] + runs[-1][2] == source:
                runs[-1][2] += 1
            else:
                runs.append([at, source, 1])
        return runs

    def span(self, node):
        inside = [i for i, (s, _) in enumerate(self.origin) if node.start <= s < node.end]
        if not inside:
            raise Bad(f"{self.doc.id}: mark `{node.head}` lies in no text")
        s, e = trim(self.text, inside[0], inside[-1] + 1)
        if "\n" in self.text[s:e]:
            raise Bad(f"{self.doc.id}: mark `{node.head}` crosses a block")
        return s, e


def trim(text, s, e):
    while s < e and text[s].isspace():
        s += 1
    while e > s and text[e - 1].isspace():
        e -= 1
    return s, e


# ---------------------------------------------------------------- sentences and tokens, by rule

ABBREVIATIONS = (
    "Mr Mrs Ms Dr Prof Gen Lt Col Maj Brig Capt Sgt Adm Sen Rep Gov Hon Rev St Jr Sr vs No Nos Inc Ltd Co Corp "
    "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Art approx"
).split()
WORD = r"[^\W_]+"
TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S., T.T.P., a.m.
    rf"|(?:{'|'.join(ABBREVIATIONS)})\.(?=\s|$)"  # Mr., Feb.
    r"|[A-Z]\.(?=\s+[A-Z])"  # an initial: Victor J. Blue
    r"|\d+(?:[.,:]\d+)+(?:-[^\W_]+)*"  # 2,600, 9.5, 10:30
    rf"|{WORD}(?:[-‐‑'’&]{WORD})*"  # words, hyphenated words, O’Brien, AT&T
    r"|\S"
)
CLITIC = re.compile(r"(?i)(n['’]t|['’](?:s|ll|re|ve|d|m))$")
STOP = re.compile(r"[.!?…]+[\"'”’)\]]*\s+(?=[\"'“‘(\[]*[A-Z0-9É])")
KEEP = re.compile(
    rf"(?:^|[\s(\[“\"‘'])(?:(?:{'|'.join(ABBREVIATIONS)})\.|[A-Z]\.|(?:[^\W\d_]\.){{2,}})\s+$"
)


def tokens(text, blocks):
    for b in blocks:
        for m in TOKEN.finditer(text, b["start"], b["end"]):
            s, e = m.span()
            clitic = CLITIC.search(m.group())
            if clitic and clitic.start() > 0:
                yield {"start": s, "end": s + clitic.start()}
                s += clitic.start()
            yield {"start": s, "end": e}


def sentences(cleaned, points):
    """Splits every block after `.`, `!`, `?`; ⟦~⟧ forbids a split, ⟦/⟧ orders one."""
    text, at = cleaned.text, {}
    for source, point in points.items():
        near = next((i for i, (s, _) in enumerate(cleaned.origin) if s >= source), None)
        if near is None:
            raise Bad(f"{cleaned.doc.id}: ⟦{point}⟧ lies in no text")
        near += text[near].isspace()
        at[near] = point
    used = set()
    for b in cleaned.blocks:
        cuts = set()
        for m in STOP.finditer(text, b["start"], b["end"]):
            if m.end() >= b["end"]:
                continue
            if at.get(m.end()) == "~":
                used.add(m.end())
            elif not KEEP.search(text[b["start"] : m.end()]):
                cuts.add(m.end())
        for cut, point in at.items():
            if point == "/" and b["start"] < cut < b["end"]:
                if cut in cuts:
                    raise Bad(f"{cleaned.doc.id}: needless ⟦/⟧ before `{text[cut : cut + 30]}`")
                cuts.add(cut)
                used.add(cut)
        start = b["start"]
        for end in [*sorted(cuts), b["end"]]:
            s, e = trim(text, start, end)
            yield {"start": s, "end": e}
            start = end
    for cut in at:
        if cut not in used:
            raise Bad(f"{cleaned.doc.id}: needless ⟦{at[cut]}⟧ before `{text[cut : cut + 30]}`")


# ---------------------------------------------------------------- entities, quotes, stances


def by_span(record):
    return record["start"], -record["end"], record.get("label", "")


class Layers:
    """The marks inside blocks, as the layers of record v1."""

    HEAD = re.compile(r"(?P<id>[a-z0-9-]+)(?::(?P<label>[A-Z]+))?(?:>(?P<actor>[a-z0-9-]*))?(?P<rest>(?: @[0-9,]+)?(?: !)?)")

    def __init__(self, doc, cleaned, table, seen):
        self.doc, self.cleaned, self.table, self.seen = doc, cleaned, table, seen
        entity_nodes, quote_nodes, stance_nodes, self.cues, self.mentions = [], [], [], {}, []
        for node in doc.nodes:
            word = node.head.split(" ")[0]
            if node.head in BLOCKS or word[:1] in ("-", "="):
                continue
            if not any(p.head in BLOCKS for p in node.parents):
                raise Bad(f"{doc.id}: mark `{node.head}` outside a block")
            if word == "cue":
                self.cues[node.head.split()[1]] = list(cleaned.span(node))
            elif word == "m":
                self.mentions.append((node, cleaned.span(node)))
            elif word in ("d", "i"):
                quote_nodes.append(node)
            elif word == "st":
                stance_nodes.append(node)
            else:
                entity_nodes.append(node)
        self.entities = sorted((self.entity(n) for n in entity_nodes), key=by_span)
        self.quotes = sorted((self.quote(n) for n in quote_nodes), key=by_span)
        self.stances = sorted((self.stance(n) for n in stance_nodes), key=by_span)
        said = {n.head.split()[1] for n in quote_nodes}
        for key in {*self.cues, *(k for e in self.entities for k in e["_says"])} - said:
            raise Bad(f"{doc.id}: no quote `{key}` for its cue or speaker")

    def entity(self, node):
        m = self.HEAD.fullmatch(node.head)
        if not m or m["id"] not in self.table:
            raise Bad(f"{self.doc.id}: unknown mark or entity `{node.head}`")
        label, name, actor = self.table[m["id"]]
        self.seen.add(m["id"])
        start, end = self.cleaned.span(node)
        label = m["label"] or label
        actor = m["actor"] if m["actor"] is not None else actor
        if label not in ENTITIES:
            raise Bad(f"{self.doc.id}: unknown label in `{node.head}`")
        record = {"start": start, "end": end, "label": label, "id": m["id"], "name": name}
        if actor:
            record["actor"] = actor
        says = re.search(r"@([0-9,]+)", m["rest"])
        record["_says"] = says[1].split(",") if says else []
        record["_target"] = m["rest"].endswith("!")
        return record

    def quote(self, node):
        kind, key, *holder = node.head.split()
        start, end = self.cleaned.span(node)
        record = {"start": start, "end": end, "label": {"d": "direct", "i": "indirect"}[kind]}
        named = [i for i, e in enumerate(self.entities) if key in e["_says"]]
        if not named and len(holder) == 1:  # `d 3 taliban -`: known holder, but nobody is named
            named = [i for i, e in enumerate(self.entities) if e["id"] == holder[0] and e["start"] < start][-1:]
        if len(named) > 1:
            raise Bad(f"{self.doc.id}: quote `{key}` has two speakers")
        if named:
            record["speaker"] = named[0]
        if not named and not holder:
            raise Bad(f"{self.doc.id}: quote `{node.head}` has no holder")
        record["holder"] = holder[0] if holder else self.entities[named[0]]["id"]
        self.known(record["holder"], "unknown")
        if key in self.cues:
            record["cue"] = self.cues[key]
        return record

    def known(self, slug, *others):
        if slug not in self.table and slug not in others:
            raise Bad(f"{self.doc.id}: `{slug}` is not in entities.tsv")
        self.seen.add(slug)

    def stance(self, node):
        _, *voice, pair, score = node.head.split()
        holder, _, target = pair.partition(">")
        voice, score = (voice or ["author"])[0], float(score)
        self.known(holder, "author", "unknown")
        self.known(target)
        if voice not in VOICES or (voice == "author") != (holder == "author") or not -1 <= score <= 1:
            raise Bad(f"{self.doc.id}: bad stance `{node.head}`")
        if self.side(holder) == self.side(target):
            raise Bad(f"{self.doc.id}: a side toward itself in `{node.head}`")
        start, end = self.cleaned.span(node)
        own = [span for n, span in self.mentions if [p for p in n.parents if p.head.startswith("st ")][-1] is node]
        here = [e for e in self.entities if start <= e["start"] and e["end"] <= end and target in (e["id"], e.get("actor"))]
        here.sort(key=lambda e: not e["_target"])
        own += [(e["start"], e["end"]) for e in here]
        if not own:
            raise Bad(f"{self.doc.id}: stance `{node.head}` does not mention its target")
        label = "for" if score > 0 else "against" if score < 0 else "neutral"
        return {"start": start, "end": end, "label": label, "score": score, "holder": holder, "target": self.side(target),
                "voice": voice, "mention": list(own[0])}

    def side(self, slug):
        return self.table[slug][2] or slug if slug in self.table else slug

    def pairs(self):
        groups = {}
        for i, s in enumerate(self.stances):
            groups.setdefault((self.side(s["holder"]), self.side(s["target"])), []).append(i)
        out = []
        for (holder, target), evidence in sorted(groups.items(), key=lambda g: (-len(g[1]), g[0])):
            labels = [self.stances[i]["label"] for i in evidence]
            pro, con = labels.count("for"), labels.count("against")
            label = "mixed" if pro and con else "for" if pro else "against" if con else "neutral"
            score = round(sum(self.stances[i]["score"] for i in evidence) / len(evidence), 3)
            out.append({"holder": holder, "target": target, "score": score, "label": label, "for": pro,
                        "against": con, "evidence": evidence})
        return out


def record(doc, table, seen):
    cleaned = Cleaned(doc)
    layers = Layers(doc, cleaned, table, seen)
    charset = doc.charset.removesuffix("-bom")
    meta = {"path": doc.document.name, "title": "", **doc.meta, "charset": charset}
    first = cleaned.blocks[0]
    if first["label"] != "title":
        raise Bad(f"{doc.id}: the first block is no title")
    meta["title"] = cleaned.text[first["start"] : first["end"]]
    return {
        "v": 1, "id": doc.id, "meta": meta, "unit": "char", "text": cleaned.text,
        "source_length": len(doc.source), "ledger": cleaned.ledger(),
        "layers": {
            "blocks": cleaned.blocks,
            "dropped": cleaned.dropped,
            "sentences": list(sentences(cleaned, doc.points)),
            "tokens": list(tokens(cleaned.text, cleaned.blocks)),
            "entities": [{k: v for k, v in e.items() if k[0] != "_"} for e in layers.entities],
            "quotes": layers.quotes,
            "stances": layers.stances,
        },
        "pairs": layers.pairs(),
    }


# ---------------------------------------------------------------- checking the record against the bytes


def decode(data, charset):
    codec, bom = CHARSETS[charset]
    if not data.startswith(bom):
        raise Bad(f"no byte-order mark of {charset}")
    return data[len(bom) :].decode(codec)


def verify(rec, doc):
    """Holds one record to the document's bytes, knowing nothing of how it was made."""

    def need(true, what):
        if not true:
            raise Bad(f"{rec['id']}: {what}")

    source = decode(doc.document.read_bytes(), doc.charset)
    text, layers = rec["text"], rec["layers"]
    need(source == doc.source, "the document is not the annotation without its marks (see --documents)")
    need(rec["source_length"] == len(source), "wrong source_length")
    at = from_ = 0
    copied, rebuilt, taken = set(), [None] * len(text), set()
    for t, s, n in rec["ledger"]:
        need(n > 0 and t >= at and s >= from_, "the ledger does not increase")
        need(not (at and t == at and s == from_), "a ledger run is not maximal")
        rebuilt[t : t + n] = source[s : s + n]
        copied.update(range(t, t + n))
        taken.update(range(s, s + n))
        at, from_ = t + n, s + n
    for i, char in enumerate(text):
        need(rebuilt[i] in (None, char), f"the ledger gives another text at {i}")
        need(i in copied or char in " \n’‘“”\"'&–—éèêôàçíóáúñü…€£", f"unexpected inserted `{char}` at {i}")
    last = 0
    for d in layers["dropped"]:
        s, e = d["source"]
        need(last <= s < e <= len(source), "dropped spans overlap or run out")
        need(not taken.intersection(range(s, e)), "dropped text is in the ledger")
        need(source[s:e].strip() == source[s:e], "a dropped span is not trimmed")
        last = e
    for name, layer in layers.items():
        if name == "dropped":
            continue
        need(layer == sorted(layer, key=by_span), f"`{name}` is not sorted")
        for r in layer:
            spans = [(r["start"], r["end"])] + [tuple(r[k]) for k in ("cue", "mention") if k in r]
            for s, e in spans:
                need(0 <= s < e <= len(text), f"`{name}` out of bounds")
                need(text[s:e].strip() == text[s:e], f"`{name}` not trimmed: `{text[s:e]}`")
                need("\n" not in text[s:e], f"`{name}` crosses a block")
    need(text == "\n\n".join(text[b["start"] : b["end"]] for b in layers["blocks"]), "blocks do not tile the text")
    need(not re.search(r"[^\S\n ]|  |\n\n\n", text), "white space is not normal")
    for name in ("sentences", "tokens", "entities"):
        spans = [(r["start"], r["end"]) for r in layers[name]]
        need(all(a[1] <= b[0] for a, b in zip(spans, spans[1:])), f"`{name}` overlap")
    for name in ("sentences", "tokens"):
        covered = {i for r in layers[name] for i in range(r["start"], r["end"])}
        need(all(i in covered or c.isspace() for i, c in enumerate(text)), f"`{name}` leave text out")
    for name in ("tokens", "entities"):
        starts = [(r["start"], r["end"]) for r in layers["sentences"]]
        for r in layers[name]:
            need(any(s <= r["start"] and r["end"] <= e for s, e in starts), f"`{name}` cross a sentence")
    for q in layers["quotes"]:
        need("speaker" not in q or q["speaker"] < len(layers["entities"]), "speaker out of range")
        if q["label"] == "direct":
            need(text[q["start"]] in "“‘\"'" , f"no opening mark: `{text[q['start'] : q['end']]}`")
    for s in layers["stances"]:
        need(s["start"] <= s["mention"][0] and s["mention"][1] <= s["end"], "mention outside its evidence")
    for p in rec["pairs"]:
        need(all(i < len(layers["stances"]) for i in p["evidence"]), "evidence out of range")


# ---------------------------------------------------------------- showing


def show(rec):
    text, layers = rec["text"], rec["layers"]
    print("##", rec["id"], json.dumps(rec["meta"], ensure_ascii=False))
    marks = {}
    for e in layers["entities"]:
        tail = e["id"] + ("" if e.get("actor") in (None, e["id"]) else ">" + e["actor"])
        marks.setdefault(e["start"], []).append("[")
        marks.setdefault(e["end"], []).insert(0, f"|{e['label']} {tail}{'' if 'actor' in e else ' -'}]")
    for b in layers["blocks"]:
        print(f"\n-- {b['label']}")
        for s in layers["sentences"]:
            if b["start"] <= s["start"] < b["end"]:
                chars = ["".join(marks.get(i, [])) + text[i] for i in range(s["start"], s["end"])]
                tail = "".join(m for m in marks.get(s["end"], []) if m != "[")
                print("  ·", "".join(chars) + tail)
    source = decode((HERE / rec["meta"]["path"]).read_bytes(), Annotated(next(ANNOTATED.glob(rec["id"] + ".*"))).charset)
    print("\n-- dropped")
    for d in layers["dropped"]:
        print(f"  {d['label']:14} {source[slice(*d['source'])]!r:.150}")
    print("\n-- quotes")
    for q in layers["quotes"]:
        speaker = layers["entities"][q["speaker"]] if "speaker" in q else None
        who = f"{text[speaker['start'] : speaker['end']]!r}@{speaker['start']}" if speaker else "-"
        cue = text[slice(*q["cue"])] if "cue" in q else "-"
        print(f"  {q['label']:8} {q['holder']} speaker={who} cue={cue} :: {text[q['start'] : q['end']]}")
    print("\n-- stances")
    for i, s in enumerate(layers["stances"]):
        print(f"  {i} {s['voice']} {s['holder']} > {s['target']} {s['score']:+} ({text[slice(*s['mention'])]}) :: {text[s['start'] : s['end']]}")
    for p in rec["pairs"]:
        print("  pair", json.dumps(p))
    words = [text[t["start"] : t["end"]] for t in layers["tokens"]]
    print("\n-- tokens", len(words), "with marks inside:", " ".join(w for w in words if len(w) > 1 and re.search(r"\W", w)))


def counts(records):
    total = {}
    for rec in records:
        row = {name: len(layer) for name, layer in rec["layers"].items()} | {"pairs": len(rec["pairs"])}
        print(rec["id"], row)
        for name, n in row.items():
            total[name] = total.get(name, 0) + n
    print("total", total)


def main(args):
    table, seen, records = read_entities(), set(), []
    for path in sorted([*ANNOTATED.glob("*.txt"), *ANNOTATED.glob("*.html")]):
        doc = Annotated(path)
        if "--documents" in args:
            doc.document.write_bytes(doc.encoded())
        rec = record(doc, table, seen)
        verify(rec, doc)
        records.append(rec)
    unused = set(table) - seen
    if unused:
        raise Bad(f"entities.tsv: used nowhere: {', '.join(sorted(unused))}")
    sides = {actor for _, _, actor in table.values() if actor}
    if sides - set(table):
        raise Bad(f"entities.tsv: actors without a row: {', '.join(sorted(sides - set(table)))}")
    documents = {p.stem for p in [*HERE.glob("*.txt"), *HERE.glob("*.html")]}
    if documents != {r["id"] for r in records}:
        raise Bad(f"documents and annotations differ: {documents ^ {r['id'] for r in records}}")
    lines = "".join(json.dumps(r, ensure_ascii=False, separators=(",", ":")) + "\n" for r in records)
    if "--check" in args:
        if not GOLD.exists() or GOLD.read_text(encoding="utf-8") != lines:
            raise Bad(f"{GOLD} is stale: run `python3 seeds/annotate.py` with the same folder")
        print(f"{len(records)} documents, gold is up to date")
    elif "--show" in args:
        for rec in records:
            if rec["id"].startswith(args[args.index("--show") + 1]):
                show(rec)
    elif "--counts" in args:
        counts(records)
    else:
        GOLD.parent.mkdir(exist_ok=True)
        GOLD.write_text(lines, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Bad as bad:
        sys.exit(f"error: {bad}")
