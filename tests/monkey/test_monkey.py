"""Whatever is typed, clicked, pasted and resized, the workstation neither crashes nor stops answering."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tests.monkey.acts import Hands
from tests.monkey.run import walk_for
from tests.monkey.walk import Mishap, Walk

ACTS = 120  # the short dose: some seconds
SEED = int(os.environ.get("FBTUI_SEED", "1"))
MINUTES = float(os.environ.get("FBTUI_DOSE", "60"))  # the long one, over all seeds
SIZES = ((24, 80), (40, 120), (50, 200))


@pytest.mark.parametrize(("seed", "size"), [(SEED, SIZES[0])])
def test_a_monkey_at_the_desk_ends_nothing(
    seed: int, size: tuple[int, int], sample_of_today: Path, tmp_path: Path
) -> None:
    walk = Walk(tmp_path, sample_of_today, size)
    try:
        walk.go(Hands(seed, size), time.monotonic() + 3600, at_most=ACTS)
    except Mishap as mishap:
        walk.keep(mishap, tmp_path / "mishap")
        pytest.fail(
            f"FBTUI_SEED={seed} at {size}; python -m tests.monkey.run --replay {tmp_path}/mishap\n{mishap}"
        )
    finally:
        walk.close()


@pytest.mark.sweep
@pytest.mark.parametrize("nth", range(5))
def test_five_monkeys_for_an_hour(nth: int, tmp_path: Path) -> None:
    found = walk_for(
        MINUTES / 5, SEED + nth, SIZES[nth % 3], tmp_path / "mishaps", first_only=False
    )
    assert not found, (
        f"FBTUI_SEED={SEED + nth}, --replay the folders in {tmp_path}/mishaps: {found}"
    )
