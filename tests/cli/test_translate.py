"""A comment is translated by the agent's own command, and only when asked."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

Make = Callable[..., Any]
ORDER = "114-8766213-0000001"


def test_only_the_comment_is_passed_on_and_only_when_asked(
    fbtui: Make, desk: Any, report: Make, row: Make, take: Make, own_folder: Path, tmp_path: Path
) -> None:
    take(desk, report(row(1, 1, "Kam kaputt an.")))
    none = fbtui("show", ORDER, "--translate")
    assert none.code == 3 and "nothing was sent anywhere" in none.err
    seen = tmp_path / "seen"
    program = tmp_path / "translate.py"
    program.write_text(
        "import sys, pathlib\n"
        "pathlib.Path(sys.argv[1]).write_text(sys.stdin.read())\n"
        "sys.stdout.buffer.write('It came broken.\\x1b[2J'.encode())\n"
    )
    config = own_folder / "config.toml"
    config.write_text(f'translate_command = "{sys.executable} {program} {seen}"\n')
    assert "translate" not in fbtui("show", ORDER).out and not seen.exists()
    told = fbtui("show", ORDER, "--translate")
    assert "Kam kaputt an.\n\nBy your translate_command:\nIt came broken.␛[2J\n" in told.out
    assert seen.read_text() == "Kam kaputt an."
    document = json.loads(fbtui("show", ORDER, "--translate", "--json").out)
    assert document["translation"] == "It came broken.\x1b[2J"
    config.write_text(f'translate_command = "{sys.executable} -c exit(4)"\n')
    failed = fbtui("show", ORDER, "--translate")
    assert failed.code == 3 and "ended with code 4" in failed.err
