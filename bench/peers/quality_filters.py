#!/usr/bin/env python3
"""Compares the stage `quality` with datatrove's filters, rule by rule, on the same texts.

    pip install datatrove spacy            # in an environment of its own
    chaffinch run config/flag.toml texts/ -o out.jsonl
    bench/peers/quality_filters.py out.jsonl [--show RULE]

`flag.toml` has one `[[stage]]`, `quality` with its defaults (or `clean` before it). For each rule: documents that
both pass, that both fail, and those on which they differ.
"""

import argparse
import functools
import json
import sys
from collections import Counter

from datatrove.data import Document
from datatrove.pipeline.filters import (
    C4QualityFilter,
    FineWebQualityFilter,
    GopherQualityFilter,
    GopherRepetitionFilter,
)

OFF = {
    GopherQualityFilter: dict.fromkeys(
        "min_doc_words max_doc_words min_avg_word_length max_avg_word_length max_symbol_word_ratio "
        "max_bullet_lines_ratio max_ellipsis_lines_ratio max_non_alpha_words_ratio min_stop_words".split()
    ),
    GopherRepetitionFilter: {
        **dict.fromkeys("dup_line_frac dup_para_frac dup_line_char_frac dup_para_char_frac".split()),
        "top_n_grams": (),
        "dup_n_grams": (),
    },
    FineWebQualityFilter: {
        "line_punct_thr": -1,
        "short_line_thr": 2,
        "char_duplicates_ratio": 2,
        "new_line_ratio": float("inf"),
    },
    C4QualityFilter: {},
}


def split_once():
    """Lets all filters share the words of a text: splitting is what takes the time."""
    for kind in (GopherQualityFilter, GopherRepetitionFilter, FineWebQualityFilter):
        module = sys.modules[kind.__module__]
        module.split_into_words = CACHED


CACHED = functools.lru_cache(maxsize=1)(sys.modules[GopherQualityFilter.__module__].split_into_words)


def only(kind, **options):
    """The filter with one of its rules."""
    return kind(**{**OFF[kind], **options})


def peers():
    """datatrove's filter for each rule or group of ours."""
    gopher, repetition, fineweb = GopherQualityFilter, GopherRepetitionFilter, FineWebQualityFilter
    rules = {
        "gopher/min-words": only(gopher, min_doc_words=50),
        "gopher/max-words": only(gopher, max_doc_words=100_000),
        "gopher/min-mean-word-length": only(gopher, min_avg_word_length=3),
        "gopher/max-mean-word-length": only(gopher, max_avg_word_length=10),
        "gopher/hash-signs+ellipses": only(gopher, max_symbol_word_ratio=0.1),
        "gopher/bullet-lines": only(gopher, max_bullet_lines_ratio=0.9),
        "gopher/ellipsis-lines": only(gopher, max_ellipsis_lines_ratio=0.3),
        "gopher/alphabetic-words": only(gopher, max_non_alpha_words_ratio=0.8),
        "gopher/stop-words": only(gopher, min_stop_words=2),
        "gopher-repetition/duplicate-lines": only(repetition, dup_line_frac=0.3),
        "gopher-repetition/duplicate-paragraphs": only(repetition, dup_para_frac=0.3),
        "gopher-repetition/duplicate-line-chars": only(repetition, dup_line_char_frac=0.2),
        "gopher-repetition/duplicate-paragraph-chars": only(repetition, dup_para_char_frac=0.2),
        "fineweb/punctuated-lines": only(fineweb, line_punct_thr=0.12),
        "fineweb/short-lines": only(fineweb, short_line_thr=0.67),
        "fineweb/duplicate-line-chars": only(fineweb, char_duplicates_ratio=0.01),
        "fineweb/line-breaks": only(fineweb, new_line_ratio=0.3),
    }
    for n, share in ((2, 0.2), (3, 0.18), (4, 0.16)):
        rules[f"gopher-repetition/top-{n}-gram"] = only(repetition, top_n_grams=((n, share),))
    for n in range(5, 11):
        rules[f"gopher-repetition/duplicate-{n}-grams"] = only(repetition, dup_n_grams=((n, (20 - n) / 100),))
    groups = {"gopher": gopher(), "gopher-repetition": repetition(), "c4": C4QualityFilter(), "fineweb": fineweb()}
    return rules | groups


def fails_there(peer, text):
    """Whether datatrove drops the text; a division by the words of a text without words drops it too."""
    try:
        return peer.filter(Document(text=text, id="")) not in (True, (True, None))
    except ZeroDivisionError:
        return True


def fails_here(rule, failed):
    group, _, names = rule.partition("/")
    return any(f.startswith(group + "/") and (not names or f.partition("/")[2] in names.split("+")) for f in failed)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("records", help="JSON Lines of a run of `quality` with `action = \"flag\"`")
    options.add_argument("--show", metavar="RULE", help="list the documents on which this rule differs")
    options = options.parse_args()
    split_once()
    rules, seen, documents = peers(), Counter(), 0
    for line in open(options.records, encoding="utf-8"):
        record = json.loads(line)
        failed = [f["rule"] for f in record["meta"]["quality"]["failed"]]
        documents += 1
        for rule, peer in rules.items():
            here, there = fails_here(rule, failed), fails_there(peer, record["text"])
            seen[rule, here, there] += 1
            if here != there and rule == options.show:
                print(record["id"], "chaffinch fails" if here else "datatrove fails", len(record["text"]))
    print(f"{documents} documents\n{'rule':<44} {'pass':>6} {'fail':>6} {'only us':>8} {'only they':>10} {'agree':>8}")
    for rule in rules:
        both_pass, both_fail = seen[rule, False, False], seen[rule, True, True]
        agree = f"{100 * (both_pass + both_fail) / documents:.2f} %" if documents else "-"
        print(f"{rule:<44} {both_pass:>6} {both_fail:>6} {seen[rule, True, False]:>8} {seen[rule, False, True]:>10} {agree:>8}")


if __name__ == "__main__":
    main()
