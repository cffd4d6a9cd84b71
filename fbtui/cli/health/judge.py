"""`fbtui health judge`: figures in, standings out, one JSON object a line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from fbtui.cli.ndjson import Given, answer_lines
from fbtui.config import config_folder
from fbtui.domain.health.judge import answer
from fbtui.domain.outcome import RefusedInput
from fbtui.intake.targets_file import load_targets


@click.command("judge")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True), default="-")
def command(file: Path) -> None:
    """Judge each figure of FILE (NDJSON, - is standard input) against its target.

    In: {"id"?, "metric", "unit": rate|count|minutes, "numerator"?, "denominator"?, "value"?,
    "comparator"?, "target"?}. Out: {"id", "standing", "display", "headroom"}.

    A value is a number (a rate as a fraction of 1) or as Seller Central shows it: "0.03%",
    "2/7890", "9 hours 40 minutes", "N/A". Without comparator and target the metric's own ones
    are used. A line that cannot be judged is reported on standard error, the others are still
    answered, and the exit code is 3.
    """
    own = config_folder() / "targets.toml"
    targets = load_targets(own) if own.exists() else load_targets()

    def judged(given: Given) -> dict[str, Any]:
        try:
            return answer(given, targets)._asdict()
        except ValueError as error:
            raise RefusedInput(str(error)) from error

    click.get_current_context().exit(answer_lines(file, judged))
