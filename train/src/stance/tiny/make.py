#!/usr/bin/env python3
"""Writes the checkpoint of this folder, with weights by chance, and `odds.json`: what PyTorch answers with it (pip install torch transformers)."""

import json

import safetensors.torch
import torch
import transformers

PIECES = "[PAD] [UNK] [CLS] [SEP] [MASK] [unused1] [unused2] [unused3] [unused4] orland ##s mock ##ed praise ##d met . , venn on day".split()
QUESTIONS = {  # ids, target, holder, as Rust lays them out
    "Orland mocked Venn, on day.": ([2, 7, 9, 8, 11, 12, 5, 18, 6, 17, 19, 20, 16, 3], (6, 9), (1, 4)),
    "Orlands praised Venn.": ([2, 7, 9, 10, 8, 13, 14, 5, 18, 6, 16, 3], (7, 10), (1, 5)),
}

torch.manual_seed(3)
config = transformers.BertConfig(
    vocab_size=len(PIECES), hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=24, max_position_embeddings=40
)
model = transformers.BertModel(config, add_pooling_layer=False).eval()
head = torch.nn.Linear(4 * 16, 5)
with torch.no_grad():
    for weight in [*model.parameters(), *head.parameters()]:
        weight.copy_(torch.randn_like(weight) * 0.5)
    odds = {}
    for text, (ids, target, holder) in QUESTIONS.items():
        states = model(input_ids=torch.tensor([ids])).last_hidden_state[0]
        read = torch.cat([states[0], states.mean(0), states[slice(*target)].mean(0), states[slice(*holder)].mean(0)])
        five = head(read).softmax(-1)
        odds[text] = [round(float(odd), 5) for odd in (five[0], five[1] + five[3] + five[4], five[2])]
tensors = {name: value.contiguous() for name, value in model.state_dict().items() if "position_ids" not in name}
tensors |= {f"head.{name}": value for name, value in head.state_dict().items()}
safetensors.torch.save_file(tensors, "model.safetensors")
with open("config.json", "w", encoding="utf-8") as file:
    json.dump({"num_hidden_layers": 2, "num_attention_heads": 2, "hidden_act": "gelu"}, file)
    file.write("\n")
with open("vocab.txt", "w", encoding="utf-8") as file:
    file.write("".join(f"{piece}\n" for piece in PIECES))
with open("odds.json", "w", encoding="utf-8") as file:
    json.dump(odds, file, indent=1)
    file.write("\n")
