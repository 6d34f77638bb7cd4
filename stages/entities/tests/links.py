#!/usr/bin/env python3
"""Makes gold for `chaffinch eval links` of a file of tests/it/links: record v1, unit `char`, one line a document.

    python3 stages/entities/tests/links.py stages/entities/tests/it/links/held.txt > held.jsonl
    chaffinch eval links held.jsonl
"""

import json
import pathlib
import re
import sys


def main():
    file = pathlib.Path(sys.argv[1])
    for number, document in enumerate(file.read_text(encoding="utf-8").split("\n=== ")[1:], 1):
        date, body = document.split("\n", 1)
        text, layers, end = "", {"entities": [], "mentions": []}, 0
        body = body.strip()
        for mark in re.finditer(r"([\[{])([^|\]}]*)\|([^\]}>]*)(?:>([^\]}]*))?[\]}]", body):
            opens, words, id, actor = mark.groups()
            text += body[end : mark.start()]
            row = {"start": len(text), "end": len(text) + len(words), "label": "PER", "id": id}
            layers["entities" if opens == "[" else "mentions"].append(row | ({"actor": actor} if actor else {}))
            text += words
            end = mark.end()
        text += body[end:]
        length = len(text)
        record = {"v": 1, "id": f"{file.stem}-{number}", "meta": {"date": date.strip(), "language": "en"}, "unit": "char"}
        record |= {"text": text, "source_length": length, "ledger": [[0, 0, length]], "layers": layers}
        print(json.dumps(record, ensure_ascii=False))


main()
