#!/usr/bin/env python3
"""A teacher for `chaffinch train stance`: odds for many questions, and what the teacher makes of words.

    pip install torch transformers numpy            # and all-mpnet-base-v2, as BASE: a folder with its model and tokenizer
    python3 models/teach_stance.py BASE newsmtsc.train.jsonl.gz OUTPUT_FOLDER TEXTS.jsonl.gz...

Writes `odds.jsonl`, rows of gold with `odds` in place of a `label`, and `words.npz`, a mean state of the teacher for each word, for `vectors.py`. A row of
TEXTS has a `text`, or `tokens`. The teacher is all-mpnet-base-v2 (Apache-2.0; K. Song et al., *MPNet*, 2020) trained on NewsMTSC with the target
between two unused word pieces, read from its first piece, the mean of all, and the mean of the target's; three of them, averaged.

What it judges. First the gold's own questions, other mentions of its sentences, and mentions of the texts. Then variations, since a small model learns most from
texts that it has not seen: sentences, and splices of two that share a conjunction, in which the same base model, tuned to fill gaps, writes some words anew
(after X. Wu et al., *Conditional BERT Contextual Augmentation*, 2019, and R. Tang et al., *Distilling Task-Specific Knowledge from BERT into Simple Neural
Networks*, 2019). Names are never written anew. As separate programs these steps took some six minutes on an H200; as this script they were run on a CPU only, on 60 rows of gold. Odds of another
machine differ.
"""

import collections
import gzip
import json
import pathlib
import random
import re
import sys

import numpy
import torch
import transformers

CLASSES = {"negative": 0, "neutral": 1, "positive": 2}
PAD, END, MASK, OPEN, CLOSE = 1, 2, 30526, 5, 6  # pieces of MPNet; the last two are unused ones
SIDE, TARGET = 64, 20  # pieces of the context on each side, and of the target
TEACHERS = ((1, 3e-5, 4), (2, 5e-5, 3), (3, 2e-5, 5))  # seed, rate, epochs
GAPS, GAP_STEPS, TURNS, BEST = 0.3, 480, 2, 40  # share of gaps and steps in tuning; rounds of filling, of the best so many
VARIATIONS, OPEN_VARIATIONS, SPLICES = 28, 3, 300_000  # of a gold sentence, of a sentence of the texts, altogether
SHARES = (0.2, 0.3, 0.4, 0.5, 0.6)  # of the words of a sentence that are written anew; of frequent ones a quarter
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"

WORD = re.compile(r"(?<![\w’'.-])[a-z]+(?![\w’'-])")
NAME = re.compile(r"[A-Z][A-Za-z.’'-]*[A-Za-z](?: (?:of |the |de )?[A-Z][A-Za-z.-]*[A-Za-z])*")
PRONOUN = re.compile(r"\b(?:he|she|him|her|they|them|we|He|She|They)\b")
JOINT = re.compile(r"(?:, |; | )(who|which|that|while|but|and|after|as|because|saying|when|with|if|although|before|since|to|by)(?= )")
SENTENCE = re.compile(r"(?<=[.?!])\s+(?=[A-Z])")


# ---- texts and questions

def rows_of(path):
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def text_of(row):
    """The text of a row; tokens are joined as they are written."""
    if "text" in row:
        return row["text"]
    text = " ".join(row["tokens"])
    text = re.sub(r" (?=(?:[.,;:!?)%]|n['’]t|['’](?:s|re|ve|ll|m|d)?)(?: |$))", "", text)
    return re.sub(r"([$@#(]) ", r"\1", text)


def sentences(paths, known):
    for row in (row for path in paths for row in rows_of(path)):
        for sentence in SENTENCE.split(text_of(row).replace("\n", " ")):
            sentence = sentence.strip()
            if 40 < len(sentence) < 400 and sentence not in known and not sentence.isupper():
                known.add(sentence)
                yield sentence


def mentions(text, common):
    """Names that are no sentence openers, and pronouns."""
    names = (m.span() for m in NAME.finditer(text) if " " in m[0] or (len(m[0]) > 2 and m[0].lower() not in common))
    return [*names, *(m.span() for m in PRONOUN.finditer(text))]


def asked(gold, paths):
    """Targets by text: of the gold with others of its sentences, and of the texts."""
    own, common = collections.defaultdict(list), collections.Counter()
    for row in gold:
        own[row["text"]].append(tuple(row["target_span"]))
        common.update(WORD.findall(row["text"]))
    for text, spans in own.items():
        free = [s for s in mentions(text, common) if all(s[1] <= a or b <= s[0] for a, b in spans)]
        spans += random.sample(free, min(4, len(free)))
    opened = {}
    for text in sentences(paths, set(own)):
        common.update(WORD.findall(text))
        if found := mentions(text, common):
            opened[text] = random.sample(found, min(2, len(found)))
    return own, opened, common


def gaps(text, target, frequent):
    """The words that are written anew: none of the target's."""
    share, found = random.choice(SHARES), []
    for match in WORD.finditer(text):
        apart = match.end() <= target[0] or target[1] <= match.start()
        if apart and random.random() < (share / 4 if match[0] in frequent else share):
            found.append(match.span())
    return sorted(random.sample(found, min(16, len(found))))


def splice(left, right):
    """The left of one sentence and the right of another, from the same conjunction on."""
    def joints(text, first):
        return [m for m in JOINT.finditer(text) if first < m.start() < len(text) - 20]
    at = random.choice(joints(left, 30) or [None])
    fits = [m for m in joints(right, 10) if at and m[0] == at[0]]
    if not fits:
        return None
    text = left[: at.start()] + right[random.choice(fits).start() :]
    whole = text.count('"') % 2 == 0 and text.count("“") == text.count("”")
    return text if 50 < len(text) < 420 and whole else None


def variations(own, opened, common):
    frequent = {word for word, _ in common.most_common(100)}
    gold, texts, jobs = list(own), list(opened), []

    def add(text, spans):
        target = random.choice(spans)
        if found := gaps(text, target, frequent):
            jobs.append({"text": text, "target_span": target, "gaps": found})

    for text in gold:
        for _ in range(VARIATIONS):
            add(text, own[text])
    for text in texts:
        for _ in range(OPEN_VARIATIONS):
            add(text, opened[text])
    until = len(jobs) + SPLICES
    for _ in range(20 * SPLICES):
        text = splice(random.choice(gold if random.random() < 0.8 or not texts else texts), random.choice(gold))
        if len(jobs) < until and text and (found := mentions(text, common)):
            add(text, found)
    return jobs


# ---- pieces

def pieces(tokenizer, rows, gap=lambda row: ()):
    """Ids and whether a piece is the target's, of each row; gaps are masks."""
    texts = []
    for row in rows:
        text, (start, end), cut = "", row["target_span"], 0
        shift = lambda at: at + sum(6 - (b - a) for a, b in gap(row) if b <= at)
        for a, b in gap(row):
            text, cut = text + row["text"][cut:a] + "<mask>", b
        texts.append((text + row["text"][cut:], shift(start), shift(end)))
    found = []
    for at in range(0, len(texts), 4096):
        part = texts[at : at + 4096]
        coded = tokenizer([text for text, *_ in part], add_special_tokens=False, return_offsets_mapping=True)
        for (_, start, end), ids, offsets in zip(part, coded["input_ids"], coded["offset_mapping"]):
            left = [i for i, (_, b) in zip(ids, offsets) if b <= start]
            target = [i for i, (a, b) in zip(ids, offsets) if b > start and a < end][:TARGET]
            right = [i for i, (a, b) in zip(ids, offsets) if b > start and a >= end][:SIDE]
            ids = [0, *left[-SIDE:], OPEN, *target, CLOSE, *right, END]
            first = 1 + min(len(left), SIDE)
            marks = [first <= k < first + len(target) + 2 for k in range(len(ids))]
            skipped = sum(i == MASK for i in left[:-SIDE])
            found.append((numpy.array(ids), numpy.array(marks), skipped))
    return found


def batches(coded, size, shuffled=False):
    """Indices in batches of about `size` pieces, of like length."""
    order = sorted(range(len(coded)), key=lambda k: len(coded[k][0]) + (random.random() * 8 if shuffled else 0))
    made, at = [], len(order)
    while at > 0:
        count = max(1, size // (len(coded[order[at - 1]][0]) + 8))
        made.append(order[max(0, at - count) : at])
        at -= count
    if shuffled:
        random.shuffle(made)
    return made


def padded(coded, batch):
    longest = max(len(coded[k][0]) for k in batch)
    ids = numpy.full((len(batch), longest), PAD)
    marks = numpy.zeros((len(batch), longest), dtype=bool)
    for row, k in enumerate(batch):
        ids[row, : len(coded[k][0])], marks[row, : len(coded[k][0])] = coded[k][0], coded[k][1]
    return torch.tensor(ids, device=DEVICE), torch.tensor(marks, device=DEVICE)


# ---- models

class Base(torch.nn.Module):
    def __init__(self, base):
        super().__init__()
        self.body = transformers.AutoModel.from_pretrained(base, add_pooling_layer=False)
        self.body.embeddings.word_embeddings.weight.requires_grad = False

    def states(self, ids):
        return self.body(input_ids=ids, attention_mask=(ids != PAD).long()).last_hidden_state


class Teacher(Base):
    def __init__(self, base):
        super().__init__(base)
        self.drop, self.head = torch.nn.Dropout(0.1), torch.nn.Linear(3 * 768, 3)

    def forward(self, ids, marks):
        states = self.states(ids).float()
        mean = lambda mask: (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True).clamp(min=1)
        return self.head(self.drop(torch.cat([states[:, 0], mean(ids != PAD), mean(marks)], -1)))


class Writer(Base):
    """Fills gaps, with words of one piece that the texts have in lower case."""

    def __init__(self, base, words):
        super().__init__(base)
        self.words = words.to(DEVICE)
        self.turn, self.norm = torch.nn.Linear(768, 768), torch.nn.LayerNorm(768)
        torch.nn.init.eye_(self.turn.weight)
        self.bias = torch.nn.Parameter(torch.zeros(len(words)))

    def forward(self, ids, gaps):
        states = self.norm(torch.nn.functional.gelu(self.turn(self.states(ids)[gaps])))
        return (states @ self.body.embeddings.word_embeddings.weight[self.words].T).float() + self.bias


def fit(model, rate, steps, loss_of):
    """AdamW; what is new to the base learns ten times and more as fast."""
    body = [p for p in model.body.parameters() if p.requires_grad]
    new = [p for name, p in model.named_parameters() if not name.startswith("body.")]
    groups = [{"params": body, "lr": rate}, {"params": new, "lr": 15 * rate}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda k: min(1, (k + 1) / (0.1 * steps)) * max(0.02, 1 - k / steps))
    model.train()
    for _ in range(steps):
        with torch.autocast(DEVICE, dtype=torch.bfloat16, enabled=DEVICE == "cuda"):
            loss = loss_of()
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(body, 1.0)
        optimiser.step()
        schedule.step()


def endless(coded, size):
    while True:
        yield from batches(coded, size, shuffled=True)


def taught(base, coded, labels, seed, rate, epochs):
    torch.manual_seed(seed)
    teacher, size = Teacher(base).to(DEVICE), 1600
    feed = endless(coded, size)

    def loss_of():
        batch = next(feed)
        odds = teacher(*padded(coded, batch)).float()
        return torch.nn.functional.cross_entropy(odds, torch.tensor([labels[k] for k in batch], device=DEVICE), label_smoothing=0.05)

    fit(teacher, rate, epochs * len(batches(coded, size)), loss_of)
    return teacher.eval()


def writer_of(base, coded, words):
    writer = Writer(base, words).to(DEVICE)
    column = torch.full((30527,), -1, device=DEVICE)
    column[writer.words] = torch.arange(len(words), device=DEVICE)
    feed = endless(coded, 5000)

    def loss_of():
        ids, _ = padded(coded, next(feed))
        hidden = (column[ids] >= 0) & (torch.rand(ids.shape, device=DEVICE) < GAPS)
        return torch.nn.functional.cross_entropy(writer(torch.where(hidden, MASK, ids), hidden), column[ids[hidden]])

    fit(writer, 6e-5, GAP_STEPS, loss_of)
    return writer.eval()


@torch.no_grad()
def fill(writer, coded):
    """Puts words into the gaps, in place, a random part of them in each turn."""
    turns = [numpy.where(ids == MASK, numpy.random.randint(0, TURNS, len(ids)), -1) for ids, *_ in coded]
    for turn in range(TURNS):
        for batch in batches(coded, 48_000):
            ids, _ = padded(coded, batch)
            now = torch.zeros(ids.shape, dtype=torch.bool, device=DEVICE)
            for row, k in enumerate(batch):
                now[row, : len(turns[k])] = torch.tensor(turns[k] == turn, device=DEVICE)
            if not now.any():
                continue
            with torch.autocast(DEVICE, dtype=torch.bfloat16, enabled=DEVICE == "cuda"):
                scores, best = writer(ids, now).topk(BEST)
            chosen = torch.multinomial(scores.softmax(-1), 1)
            ids[now] = writer.words[best.gather(1, chosen)[:, 0]]
            for row, k in enumerate(batch):
                coded[k][0][:] = ids[row, : len(coded[k][0])].cpu().numpy()


@torch.no_grad()
def judged(teachers, coded, states=None):
    """The mean odds; adds up the states of the first teacher by piece."""
    odds = numpy.zeros((len(coded), 3))
    for number, teacher in enumerate(teachers):
        for batch in batches(coded, 48_000):
            ids, marks = padded(coded, batch)
            with torch.autocast(DEVICE, dtype=torch.bfloat16, enabled=DEVICE == "cuda"):
                odds[batch] += teacher(ids, marks).float().softmax(-1).cpu().numpy() / len(teachers)
                if states is not None and number == 0:
                    free = (ids != PAD) & ~marks
                    states[0].index_add_(0, ids[free], teacher.states(ids)[free].float())
                    states[1].index_add_(0, ids[free], torch.ones(int(free.sum()), device=DEVICE))
    return odds


def written(row, coded, tokenizer):
    """The row with the words that were put into its gaps."""
    ids, _, skipped = coded
    text, (start, end), cut = "", row["target_span"], 0
    shift = [0, 0]
    for (a, b), word in zip(row["gaps"][skipped:], tokenizer.convert_ids_to_tokens([int(i) for i in ids[row["at"]]])):
        text, cut = text + row["text"][cut:a] + word, b
        shift = [s + (len(word) - (b - a)) * (b <= at) for s, at in zip(shift, (start, end))]
    return {"text": text + row["text"][cut:], "target_span": [start + shift[0], end + shift[1]]}


def main():
    base, gold, output, *paths = sys.argv[1:]
    output = pathlib.Path(output)
    random.seed(1)
    numpy.random.seed(1)
    torch.manual_seed(1)
    tokenizer = transformers.AutoTokenizer.from_pretrained(base)
    gold = list(rows_of(gold))
    own, opened, common = asked(gold, paths)
    coded = pieces(tokenizer, gold)
    labels = [CLASSES[row["label"]] for row in gold]
    teachers = [taught(base, coded, labels, *how) for how in TEACHERS]
    rows = [{"text": text, "target_span": span} for texts in (own, opened) for text, spans in texts.items() for span in spans]
    coded = pieces(tokenizer, rows)
    vocabulary = tokenizer.get_vocab()
    words = torch.tensor(sorted(vocabulary[w] for w, count in common.items() if count >= 3 and w in vocabulary))
    jobs = variations(own, opened, common)
    gapped = pieces(tokenizer, jobs, gap=lambda job: job["gaps"])
    for job, (ids, *_) in zip(jobs, gapped):
        job["at"] = numpy.flatnonzero(ids == MASK)
    fill(writer_of(base, coded, words), gapped)
    states = (torch.zeros(30527, 768, device=DEVICE), torch.zeros(30527, device=DEVICE))
    odds = [*judged(teachers, coded), *judged(teachers[:1], gapped, states)]
    rows += [written(job, ids, tokenizer) for job, ids in zip(jobs, gapped)]
    with open(output / "odds.jsonl", "w", encoding="utf-8") as file:
        for row, three in zip(rows, odds):
            file.write(json.dumps({**row, "odds": [round(float(odd), 3) for odd in three]}) + "\n")
    mean = (states[0] / states[1].clamp(min=1)[:, None])[words].half().cpu().numpy()
    names = numpy.array(tokenizer.convert_ids_to_tokens(words.tolist()))
    numpy.savez_compressed(output / "words.npz", words=names, states=mean, counts=states[1][words].cpu().numpy())


if __name__ == "__main__":
    main()
