"""What the comparisons share: the binary, the peers' environment, reading, writing, tables. Standard library only."""

import gzip
import json
import os
import resource
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

HERE = Path(__file__).resolve().parent
WORK = HERE.parents[1] / "target" / "peers"
OURS = "chaffinch"

Record = dict[str, Any]


def environment(requirements: Path, name: str) -> str:
    """The Python of the throw-away environment of that name, made anew when the requirements have changed."""
    home = WORK / name
    python, stamp = home / "bin" / "python", home / "requirements.txt"
    if not (stamp.is_file() and stamp.read_bytes() == requirements.read_bytes()):
        note(f"installing the peers in {home}")
        venv.create(home, clear=True, with_pip=True)
        # All that is needed is pinned; some versions of pip stumble over the extras in what packages ask for.
        options = ("--quiet", "--no-deps", "--ignore-requires-python")
        pip = [python, "-m", "pip", "install", *options, "-r", requirements]
        if subprocess.run(pip).returncode:
            sys.exit(f"run: the peers could not be installed; `--python` takes a Python that has {requirements.name}")
        shutil.copy(requirements, stamp)
    return str(python)


class Chaffinch:
    """The binary, without the settings that the caller's environment has for it."""

    config: Path

    def __init__(self, binary: Path) -> None:
        self.binary = binary
        self.env = {key: value for key, value in os.environ.items() if not key.startswith("CHAFFINCH_")}

    def call(self, *args: str | Path) -> str:
        done = subprocess.run([self.binary, *args], env=self.env, stdout=subprocess.PIPE, encoding="utf-8")
        if done.returncode not in (0, 1):  # 1: done, but some documents were quarantined
            sys.exit(f"run: `chaffinch {args[0]}` ended with code {done.returncode}")
        return done.stdout

    def time(self, files: list[Path], passes: int) -> Record:
        """A pass of the pipeline, the mean of so many, as `peer.py time` says it. The start and the reading of the files, and a first pass that
        warms up, are in both runs of `bench` and so cancel out."""
        _, first = self.bench(files, 1)
        report, all_passes = self.bench(files, 1 + passes)
        return {"seconds": (all_passes - first) / passes, "wall_seconds": report["wall_seconds"],
                "bytes": report["bytes"], "pages": report["documents"], "failed": report["quarantined"]}

    def bench(self, files: list[Path], passes: int) -> tuple[Record, float]:
        """The report on one thread, and the processor time of the whole process in seconds."""
        start = children_time()
        options = ("--threads", "1", "--passes", str(passes), "--megabytes", "1000000", "--json", "--quiet")
        report = json.loads(self.call("bench", self.config, *files, *options))
        return report, children_time() - start


def children_time() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def in_python(python: str, script: Path, *args: str | Path) -> str:
    """What a script prints, run in a process of its own."""
    return subprocess.run([python, script, *args], check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout


def pace(laps: list[Record]) -> float:
    """MB (10⁶ bytes of UTF-8) a second in the median lap."""
    return laps[0]["bytes"] / 1e6 / middle(laps)


def middle(laps: list[Record]) -> float:
    return median(lap["seconds"] for lap in laps)


def table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def pace_cells(laps: list[Record]) -> list[str]:
    paces = [pace([lap]) for lap in laps]
    spread = f"{min(paces):.1f} to {max(paces):.1f}"
    return [f"{laps[0]['bytes'] / 1e6:.1f}", f"{middle(laps):.2f}", f"{pace(laps):.1f}", spread,
            str(len(laps))]


def expand(paths: list[Path]) -> list[Path]:
    files = [file for path in paths for file in (sorted(path.glob("*.jsonl.gz")) if path.is_dir() else [path])]
    if paths and not files:
        sys.exit(f"run: no *.jsonl.gz in {', '.join(map(str, paths))}")
    return files


def read(file: Path) -> Iterator[Record]:
    with gzip.open(file, "rt", encoding="utf-8", newline="\n") as lines:
        yield from map(json.loads, lines)


def records(lines: str) -> Iterator[Record]:
    yield from (json.loads(line) for line in lines.split("\n") if line)


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def name(file: Path) -> str:
    return file.name.removesuffix(".jsonl.gz")


def note(message: str) -> None:
    print(f"run: {message}", file=sys.stderr)


