"""Monkeys for as long as you like: `python -m tests.monkey.run --minutes 60 --seed 1 --size 80x24`.

Each mishap is kept in a folder of its own; `--replay FOLDER` does it again, `--shrink FOLDER` leaves out of its
acts what it can do without.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.monkey.acts import Act, Hands, read_act
from tests.monkey.walk import ROOT, Mishap, Walk

KEPT_OF_A_KIND = 3


def lay_demo_desk(path: Path) -> Path:
    subprocess.run(
        [sys.executable, "-m", "fbtui", "demo", "--keep", str(path)],
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return path


def size_of(words: str) -> tuple[int, int]:
    """`80x24`, as terminals are named: columns first."""
    columns, rows = words.split("x")
    return int(rows), int(columns)


def walk_for(
    minutes: float, seed: int, size: tuple[int, int], kept: Path, *, first_only: bool
) -> Counter[str]:
    """How often each kind of mishap was seen."""
    kinds: Counter[str] = Counter()
    end = time.monotonic() + minutes * 60
    with tempfile.TemporaryDirectory(prefix="monkey-") as scratch:
        demo = lay_demo_desk(Path(scratch) / "demo.db")
        hands = Hands(seed, size)
        acts = walks = 0
        while time.monotonic() < end and not (first_only and kinds):
            walks += 1
            walk = Walk(Path(scratch) / str(walks), demo, size)
            try:
                walk.go(hands, end)
            except Mishap as mishap:
                kinds[mishap.kind] += 1
                place = kept / f"{seed}-{walks}-{re.sub(r'[^A-Za-z0-9]+', '-', mishap.kind)[:70]}"
                told = f"seed {seed} {size[1]}x{size[0]} act {len(walk.acts)}: {mishap.kind}"
                if kinds[mishap.kind] <= KEPT_OF_A_KIND:
                    walk.keep(mishap, place)
                    told += f"\n    --replay {place}"
                print(told, flush=True)
            finally:
                walk.close()
                acts += walk.done
        print(
            f"seed {seed} {size[1]}x{size[0]}: {acts} acts, {walks} walks, {kinds.total()} mishaps",
            flush=True,
        )
    for kind, times in kinds.most_common():
        print(f"{times:5} × {kind}", flush=True)
    return kinds


def replay(folder: Path, acts: list[Act]) -> str | None:
    """The kind of mishap that these acts lead to; None when they lead to none."""
    with tempfile.TemporaryDirectory(prefix="monkey-") as scratch:
        size = size_of((folder / "size.txt").read_text())
        walk = Walk(Path(scratch), folder / "desk.db", size)
        try:
            walk.start(folder / "desk.db")
            walk.perform(acts)
            walk.look()
        except Mishap as mishap:
            return mishap.kind
        finally:
            walk.close()
    return None


def shrink(folder: Path, acts: list[Act]) -> list[Act]:
    """Leave out halves, quarters, … single acts, as long as the same mishap comes of it."""
    wanted = replay(folder, acts)
    if wanted is None:
        sys.exit("It does not come again.")
    print(wanted)
    step = max(len(acts) // 2, 1)
    while True:
        at = 0
        while at < len(acts):
            fewer = acts[:at] + acts[at + step :]
            if replay(folder, fewer) == wanted:
                acts = fewer
                print(f"{len(acts)} acts", flush=True)
            else:
                at += step
        if step == 1:
            return acts
        step = max(step // 2, 1)


def main() -> int:
    said = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    said.add_argument("--minutes", type=float, default=60.0)
    said.add_argument("--seed", type=int, default=1)
    said.add_argument("--size", type=size_of, default=(24, 80), metavar="80x24")
    said.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "monkey-mishaps")
    said.add_argument("--first", action="store_true", help="end at the first mishap")
    said.add_argument("--replay", type=Path, metavar="FOLDER")
    said.add_argument("--shrink", type=Path, metavar="FOLDER")
    asked = said.parse_args()
    folder = asked.replay or asked.shrink
    if folder is None:
        found = walk_for(asked.minutes, asked.seed, asked.size, asked.keep, first_only=asked.first)
        return 1 if found else 0
    acts = [read_act(line) for line in (folder / "acts.jsonl").read_text().splitlines()]
    if asked.shrink:
        acts = shrink(folder, acts)
        (folder / "fewest.jsonl").write_text("".join(f"{act.line()}\n" for act in acts))
        print(*(act.line() for act in acts), sep="\n")
        return 1
    kind = replay(folder, acts)
    print(kind or "no mishap")
    return 1 if kind else 0


if __name__ == "__main__":
    sys.exit(main())
