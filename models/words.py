"""Word classes from word vectors: `python words.py VECTORS.txt COUNTS.txt > classes.tsv`.

`VECTORS.txt` has a word and its numbers a line (as word2vec writes text), `COUNTS.txt` the words to keep, the most
frequent first. Spherical k-means with 48 and 400 classes and a fixed seed. The released classes were made from the MIT
vectors of spaCy's `en_core_web_md`; then: `cargo run --release -p chaffinch-train --example words -- classes.tsv given.txt
words.bin`, where `given.txt` has the US Census first names of 1990 (public domain) with a frequency of .004 % or more.
"""

import sys

import numpy


def classes(vectors, k, random, rounds=15):
    centres = vectors[random.choice(len(vectors), k, replace=False)].copy()
    for _ in range(rounds):
        nearest = (vectors @ centres.T).argmax(1)
        for n in range(k):
            members = vectors[nearest == n]
            if len(members):
                centre = members.mean(0)
                centres[n] = centre / (numpy.linalg.norm(centre) + 1e-9)
    return nearest


def main():
    rows = (line.split() for line in open(sys.argv[1], encoding="utf-8"))
    known = {row[0]: numpy.array(row[1:], dtype=numpy.float32) for row in rows}
    words = [word for word in open(sys.argv[2], encoding="utf-8").read().split() if word in known]
    vectors = numpy.stack([known[word] for word in words])
    vectors /= numpy.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    random = numpy.random.default_rng(1)
    for word, coarse, fine in zip(words, classes(vectors, 48, random), classes(vectors, 400, random)):
        print(word, coarse, fine, sep="\t")


if __name__ == "__main__":
    main()
