#!/usr/bin/env python3
"""Writes a JSON Lines corpus of a wanted size, by repeating documents under fresh ids. Standard library only.

    bench/make_corpus.py --gb 1 --out /tmp/corpus.jsonl
    bench/make_corpus.py --mb 50 --out - --from DIR FILE.txt MORE.jsonl.gz

Always the same output for the same input. Documents come from files (text or HTML), folders of them, and
`.jsonl` or `.jsonl.gz` files whose records have `text` or `html`; without --from, from the project's own `seeds/`.
"""

import argparse
import contextlib
import gzip
import json
import sys
from pathlib import Path

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
PAGES = {".html", ".htm", ".xhtml"}
TEXTS = {".txt", ".text"} | PAGES


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    size = parser.add_mutually_exclusive_group(required=True)
    size.add_argument("--gb", type=float, help="wanted size in gigabytes (10^9 bytes)")
    size.add_argument("--mb", type=float, help="wanted size in megabytes (10^6 bytes)")
    parser.add_argument("--out", required=True, help="file to write (`.gz` compresses; `-` is standard output)")
    parser.add_argument("--from", dest="sources", nargs="+", type=Path, default=[SEEDS], metavar="DIR|FILE",
                        help="where documents come from; default: the project's seeds")
    args = parser.parse_args()

    wanted = int((args.gb * 1e9) if args.gb is not None else (args.mb * 1e6))
    documents = [document for source in args.sources for document in read(source)]
    if not documents:
        sys.exit(f"make_corpus: no document in {', '.join(map(str, args.sources))}")
    lines, written = write(documents, wanted, args.out)
    print(f"{lines} documents, {written / 1e6:.1f} MB uncompressed, from {len(documents)}", file=sys.stderr)


def read(source):
    """Yields records with `text` or `html` (and nothing else), in the order of their paths."""
    if source.is_dir():
        files = sorted(path for path in source.iterdir() if path.suffix.lower() in TEXTS)
        for path in files:
            yield from read(path)
    elif not source.is_file():
        sys.exit(f"make_corpus: `{source}` is neither a file nor a folder")
    elif ".jsonl" in source.suffixes:
        yield from read_lines(source)
    else:
        field = "html" if source.suffix.lower() in PAGES else "text"
        yield {field: decode(source.read_bytes())}


def read_lines(source):
    opened = gzip.open if source.suffix == ".gz" else open
    with opened(source, "rt", encoding="utf-8", newline="\n") as lines:
        for number, line in enumerate(lines, 1):
            record = json.loads(line) if line.strip() else {}
            found = {field: record[field] for field in ("text", "html") if isinstance(record.get(field), str)}
            if found:
                yield found
            elif record:
                print(f"make_corpus: {source}:{number} has neither `text` nor `html`, skipped", file=sys.stderr)


def decode(data):
    """Strings in JSON Lines are never decoded again, so that is done here."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def write(documents, wanted, out):
    """Writes documents in turn until `wanted` bytes are reached; returns how many, and their bytes."""
    tails = [json.dumps(document, ensure_ascii=False)[1:].encode() + b"\n" for document in documents]
    lines = written = 0
    with open_out(out) as file:
        while written < wanted:
            line = b'{"id": "%09d", ' % lines + tails[lines % len(tails)]
            file.write(line)
            written += len(line)
            lines += 1
    return lines, written


@contextlib.contextmanager
def open_out(out):
    if out == "-":
        yield sys.stdout.buffer
        return
    with open(out, "wb", buffering=1 << 20) as raw:
        if not out.endswith(".gz"):
            yield raw
            return
        # No name and no time in the header: the same input gives the same file.
        with gzip.GzipFile(filename="", mode="wb", fileobj=raw, compresslevel=6, mtime=0) as packed:
            yield packed


if __name__ == "__main__":
    main()
