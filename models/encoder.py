#!/usr/bin/env python3
"""Fine-tunes an encoder for the precise model of `stance`: a checkpoint that `chaffinch train stance --encoder` makes a model of.

    pip install torch transformers numpy safetensors
    chaffinch-train's example `pieces` lays the gold out first: what is learnt from is what the stage will see
    python3 models/encoder.py BASE QUESTIONS.jsonl OUTPUT_FOLDER [--dev QUESTIONS.jsonl]... [--epochs N] [--rate R] [--pieces N]

BASE is a folder with a BERT checkpoint (`config.json`, `model.safetensors`, `vocab.txt`) such as all-MiniLM-L6-v2 (Apache-2.0; W. Wang et
al., *MiniLM*, 2020). Its word embeddings stay as they are, the rest learns by AdamW, and a running mean of it is kept (B. Polyak and A. Juditsky, 1992); the answer is read from the first state, the mean of all, and the
means of the target's and of the holder's. Gold that asks both directions of a pair has five answers: against, neutral, for, and that the target is
against the holder, or for it. With `--pieces N` the vocabulary keeps the N pieces that come first (a BERT vocabulary is sorted by use) and those of the gold.
"""

import argparse
import json
import pathlib
import random
import time

import numpy
import safetensors.torch
import torch
import transformers

BATCH = 1600  # pieces
SMOOTH, DROP = 0.05, 0.1
KEPT = 0.99  # of the mean of the weights, a step


def questions(path):
    """Rows of questions, each with its class: against, neutral, for, then what the target does."""
    rows = [json.loads(line) for line in open(path, encoding="utf-8")]
    groups = {}
    for row in rows:
        groups.setdefault(row["row"], []).append(row)
    for group in groups.values():
        for row in group:
            back = sum(other["side"] for other in group if other is not row)
            row["class"] = 1 + row["side"] if row["side"] or not back else 3 + (back > 0)
    return list(groups.values())


class Model(torch.nn.Module):
    def __init__(self, base, pooled, answers):
        super().__init__()
        self.body = transformers.AutoModel.from_pretrained(base, add_pooling_layer=False)
        self.body.embeddings.word_embeddings.weight.requires_grad = False
        self.drop, self.head = torch.nn.Dropout(DROP), torch.nn.Linear(pooled * self.body.config.hidden_size, answers)
        self.pooled = pooled

    def forward(self, ids, target, holder):
        seen = ids != 0
        states = self.body(input_ids=ids, attention_mask=seen.long()).last_hidden_state.float()
        mean = lambda mask: (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True).clamp(min=1)
        parts = [states[:, 0], mean(seen), mean(target), mean(holder)][: self.pooled]
        return self.head(self.drop(torch.cat(parts, -1)))


def tensors(rows):
    longest = max(len(row["ids"]) for row in rows)
    ids = numpy.zeros((len(rows), longest), dtype=numpy.int64)
    target, holder = numpy.zeros((2, len(rows), longest), dtype=bool)
    for number, row in enumerate(rows):
        ids[number, : len(row["ids"])] = row["ids"]
        target[number, slice(*row["target"])] = True
        if row["holder"]:
            holder[number, slice(*row["holder"])] = True
    return map(torch.from_numpy, (ids, target, holder))


def batches(rows):
    rows = sorted(rows, key=lambda row: len(row["ids"]) + random.random() * 8)
    made = []
    while rows:
        count = max(1, BATCH // (len(rows[-1]["ids"]) + 8))
        made.append(rows[-count:])
        del rows[-count:]
    random.shuffle(made)
    return made


@torch.no_grad()
def odds(model, rows):
    model.eval()
    found = numpy.zeros((len(rows), model.head.out_features))
    order = sorted(range(len(rows)), key=lambda at: len(rows[at]["ids"]))
    for at in range(0, len(order), 32):
        part = order[at : at + 32]
        found[part] = model(*tensors([rows[k] for k in part])).softmax(-1).numpy()
    model.train()
    return found


def score(model, groups):
    """Macro-F1 of the classes that occur, and accuracy, without any lean."""
    rows = [row for group in groups for row in group]
    guess, truth = odds(model, rows), numpy.array([row["class"] for row in rows])
    if not (truth == 1).any():
        guess[:, 1] = 0
    chosen = guess.argmax(-1)
    classes = sorted(set(truth))
    hits = [((chosen == c) & (truth == c)).sum() for c in classes]
    f1 = [2 * h / max(1, (chosen == c).sum() + (truth == c).sum()) for h, c in zip(hits, classes)]
    loss = -numpy.log(guess[range(len(rows)), truth].clip(1e-6)).mean()
    return f"macro-F1 {numpy.mean(f1):.4f}, accuracy {(chosen == truth).mean():.4f}, log-loss {loss:.4f}"


def export(model, base, output, pieces, gold):
    """A BERT checkpoint again, with `head.weight` and `head.bias`, and a vocabulary of fewer pieces."""
    output.mkdir(parents=True, exist_ok=True)
    vocabulary = (base / "vocab.txt").read_text(encoding="utf-8").splitlines()
    used = {i for group in gold for row in group for i in row["ids"]}
    special = {"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "[unused1]", "[unused2]", "[unused3]", "[unused4]"}
    first = sorted(i for i, piece in enumerate(vocabulary) if piece in special or (piece.isascii() and "unused" not in piece) or i in used)
    kept = [i for at, i in enumerate(first) if at < pieces or i in used or len(vocabulary[i].removeprefix("##")) == 1]
    state = {name.removeprefix("body."): value.detach().float().contiguous() for name, value in model.state_dict().items()}
    state = {name: value for name, value in state.items() if "position_ids" not in name}
    words = "embeddings.word_embeddings.weight"
    state[words] = state[words][kept].contiguous()
    (output / "vocab.txt").write_text("".join(vocabulary[i] + "\n" for i in kept), encoding="utf-8")
    config = json.loads((base / "config.json").read_text(encoding="utf-8"))
    mask = vocabulary.index("[MASK]")
    hidden = all(row["ids"][row["target"][0] + 1] == mask for group in gold for row in group)
    config |= {"mentions": "hidden" if hidden else "shown", "vocab_size": len(kept)}
    (output / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    safetensors.torch.save_file(state, output / "model.safetensors")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("base", type=pathlib.Path)
    parser.add_argument("questions")
    parser.add_argument("output", type=pathlib.Path)
    parser.add_argument("--dev", action="append", default=[])
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--pieces", type=int, default=10**6)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    random.seed(args.seed)
    torch.manual_seed(args.seed)
    gold, devs = questions(args.questions), [questions(path) for path in args.dev]
    rows = [row for group in gold for row in group]
    answers = 5 if any(len(group) > 1 for group in gold) else 3
    model = Model(args.base, 4 if any(row["holder"] for row in rows) else 3, answers)
    named = [(name, p) for name, p in model.named_parameters() if p.requires_grad]
    groups = [
        {"params": [p for name, p in named if name.startswith("body.")], "lr": args.rate},
        {"params": [p for name, p in named if not name.startswith("body.")], "lr": 10 * args.rate},
    ]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = args.epochs * len(batches([group[0] for group in gold]))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda k: min(1, (k + 1) / (0.1 * steps)) * max(0.02, 1 - k / steps))
    mean = torch.optim.swa_utils.AveragedModel(model, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(KEPT))
    model.train()
    begun = time.time()
    for epoch in range(args.epochs):
        # of two directions one by chance: each pass sees a pair once
        for batch in batches([random.choice(group) for group in gold]):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores = model(*tensors(batch)).float()
            truth = torch.tensor([row["class"] for row in batch])
            loss = torch.nn.functional.cross_entropy(scores, truth, label_smoothing=SMOOTH)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(groups[0]["params"], 1.0)
            optimiser.step()
            schedule.step()
            mean.update_parameters(model)
        print(f"epoch {epoch + 1}, {time.time() - begun:.0f} s:", *(score(mean.module, dev) for dev in devs), sep="\n  ", flush=True)
    export(mean.module, args.base, args.output, args.pieces, gold)


if __name__ == "__main__":
    main()
