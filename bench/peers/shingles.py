"""The measure of the Article Extraction Benchmark (scrapinghub, `evaluate.py`): 4-gram shingles of words.

A word is a maximal run of letters, digits and `_`. Per page, shingles are compared as multisets; precision is the
mean over the pages with anything found, recall over those with anything in the gold, F1 is made of the two means.
A text of fewer than four words is one shingle. The Rust twin is `eval/src/metric/shingles.rs`.
"""

import re
from collections import Counter
from collections.abc import Iterable
from statistics import fmean
from typing import NamedTuple

WORD = re.compile(r"\w+")
N = 4


class Score(NamedTuple):
    precision: float
    recall: float
    f1: float


def score(pairs: Iterable[tuple[str, str]]) -> Score:
    """Scores pairs of (gold text, found text)."""
    precisions: list[float] = []
    recalls: list[float] = []
    for gold, found in ((shingles(gold), shingles(found)) for gold, found in pairs):
        right = (gold & found).total()
        if found:
            precisions.append(right / found.total())
        if gold:
            recalls.append(right / gold.total())
    precision, recall = mean(precisions), mean(recalls)
    both = precision + recall
    return Score(precision, recall, 2 * precision * recall / both if both else 0.0)


def shingles(text: str) -> Counter[tuple[str, ...]]:
    words = WORD.findall(text)
    if len(words) < N:
        return Counter([tuple(words)] if words else [])
    return Counter(zip(*(words[start:] for start in range(N))))


def mean(shares: list[float]) -> float:
    return fmean(shares) if shares else 0.0
