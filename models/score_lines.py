#!/usr/bin/env python3
"""Makes `score_lines.jsonl`: made-up results, tables and reports of matches, with the towns' names as teams.

No openly licensed gold has sports pages, and news is full of them: `Leeds 2 York 1` are two teams, not two towns. The lines are
templates of this file, filled from the stage's own name gazetteers; no text is anybody's.

    python3 models/score_lines.py > models/score_lines.jsonl
"""

import json
import pathlib
import random
import re

ROOT = pathlib.Path(__file__).resolve().parent.parent
DOCUMENTS = 60

# T team, U team in capitals, C town, N country, P person, I initial and family name, L family name, # a digit
LINES = """
T # # # # # # #
T # # # # # # ##
T # T #
T # T #
T # T #
T ## T ##
U # T #
T # U #
U at U
T ## ## .### -
U ## ## .### # 1/2
T beat T # - # on Saturday .
T beat T # - # in C .
T lost # - # to T .
T drew # - # at home to T .
P scored twice as T won # - # against T .
T captain P said his side was ready .
T striker P will miss the match against T .
T coach P blamed the referee .
P moved to T from T for # million .
P ( N ) beat P ( N ) # - # # - #
# . P ( N ) # : ## . ##
## P ( N ) ##
At C : T ### and ### ; T ### ( I ## , I # - ## )
T ### for # ( I ## not out ) against T
Final scores in the league on Sunday :
Results of matches played on Friday ( home team first ) :
Standings after the weekend ( played , won , drawn , lost , points ) :
T : P ( ## minutes )
Scorers : T - P ( ## ) ; T - P ( ## , ## )
N : # - P , # - P , # - P , P
N lead N # - # in the series .
SOCCER - U TAKE THE TITLE .
BASKETBALL - U BEAT U # - # .
C , Sept #
T have won # of their last # games .
The win moved T above T in the table .
T signed P from N .
T at T , ## : ##
Attendance : ## , ###
T goalkeeper P saved a penalty .
P of N won the race in C .
Fans of T travelled to C by train .
L b L ##
L c L b L #
I not out ##
Bowling : L ## - # - ## - # , L # - # - ## - #
T 's P hit his ##th home run .
In C , P pitched # innings for T .
P , T , ##
P ( T ) ##
""".strip().splitlines()


def names():
    """Towns, given names, family names and countries."""
    pools = {"city": [], "first": [], "last": []}
    section, level = "", 1
    for line in (ROOT / "stages/entities/data/names.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            section, level = line[1:], 1
        elif line.startswith("="):
            level = int(line[1:])
        elif section in pools and (level >= 2 or section == "city"):
            pools[section].append(" ".join(w[:1].upper() + w[1:] for w in line.split(" ")))
    world = (ROOT / "config/actors/world.toml").read_text(encoding="utf-8")
    countries = re.findall(r'name = "([^"]+)"\nlabel = "GPE"', world)[:190]
    return pools["city"], pools["first"], pools["last"], countries


def main():
    dice = random.Random(77)
    cities, firsts, lasts, countries = names()
    for document in range(DOCUMENTS):
        teams = dice.sample(cities, 8)
        fill = {
            "T": lambda: (dice.choice(teams), "ORG"),
            "U": lambda: (dice.choice(teams).upper(), "ORG"),
            "C": lambda: (dice.choice(cities), "LOC"),
            "N": lambda: (dice.choice(countries), "LOC"),
            "P": lambda: (f"{dice.choice(firsts)} {dice.choice(lasts)}", "PER"),
            "I": lambda: (f"{dice.choice(firsts)[0]}. {dice.choice(lasts)}", "PER"),
            "L": lambda: (dice.choice(lasts), "PER"),
        }
        kind = dice.choice(LINES)
        for number in range(6 + dice.randrange(8)):
            line = kind if dice.random() < 0.5 else dice.choice(LINES)
            tokens, tags = [], []
            for word in line.split():
                if word in fill:
                    name, label = fill[word]()
                    parts = name.split()
                    tokens += parts
                    tags += ["B-" + label] + ["I-" + label] * (len(parts) - 1)
                else:
                    tokens.append(re.sub("#", lambda _: str(dice.randrange(10)), word))
                    tags.append("O")
            row = {"id": f"score_lines-{document}-{number}", "tokens": tokens, "tags": tags, "doc": document}
            print(json.dumps(row, ensure_ascii=False))


if __name__ == "__main__":
    main()
