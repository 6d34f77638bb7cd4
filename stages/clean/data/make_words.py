#!/usr/bin/env python3
"""Writes `words.txt`: the words that glued words are made of, and the compounds that stay one word.

    pip install wordfreq==3.1.1            # in an environment of its own
    python3 stages/clean/data/make_words.py > stages/clean/data/words.txt

See CARD.md for the source and its licence. The same version of wordfreq gives the same bytes.
"""

import math

from wordfreq import get_frequency_dict

LEAST_LETTERS = 6
LEAST_ZIPF = 3.5  # about three times in a million words


def main() -> None:
    frequency = {w: f for w, f in get_frequency_dict("en", wordlist="best").items() if w.isascii() and w.isalpha()}
    common = {w for w, f in frequency.items() if len(w) >= LEAST_LETTERS and math.log10(f) + 9 >= LEAST_ZIPF}

    def splits(word: str) -> bool:
        cuts = range(LEAST_LETTERS, len(word) - LEAST_LETTERS + 1)
        return any(word[:cut] in common and word[cut:] in common for cut in cuts)

    print("@common")
    print("\n".join(sorted(common)))
    print("@whole")
    print("\n".join(sorted(w for w in frequency if splits(w))))


if __name__ == "__main__":
    main()
