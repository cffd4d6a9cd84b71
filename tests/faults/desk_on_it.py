"""Runs commands on a failing disk, each in a fork of its own: a JSON line in, a JSON line out.

In: {words, folder, nth, error, for_good, stdin}; out: {code (negative: the signal), out, err, operations}.
"""

from __future__ import annotations

import ctypes
import io
import json
import os
import sys
import tempfile
import traceback
from pathlib import Path
from typing import Any

from fbtui.cli import backup, purge  # noqa: F401 (once, before forks)
from fbtui.cli.cases import acts as case_acts  # noqa: F401
from fbtui.cli.feedback import export, rating, triage  # noqa: F401
from fbtui.cli.health import acts as health_acts  # noqa: F401
from fbtui.cli.intake import import_, refused  # noqa: F401
from fbtui.cli.letters import letter, letter_outbox  # noqa: F401
from fbtui.cli.main import main
from fbtui.export import workbook  # noqa: F401
from fbtui.services.intake import taking
from fbtui.store import turns
from fbtui.understanding import encoder

DISK = ctypes.CDLL(None)


def answer(asked: dict[str, Any], seat: Path) -> dict[str, Any]:
    child = os.fork()
    if not child:
        run(asked, seat)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    operations = int((seat / "operations").read_text() or 0)
    told = {name: (seat / name).read_text(errors="replace") for name in ("out", "err")}
    return {"code": status, "operations": operations, **told}


def run(asked: dict[str, Any], seat: Path) -> None:
    for name, stream in (("out", 1), ("err", 2)):
        os.dup2(os.open(seat / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), stream)
    (seat / "operations").write_text("")
    sys.stdin = io.TextIOWrapper(io.BytesIO(asked["stdin"].encode()))
    os.chdir(asked["folder"])
    DISK.arm(asked["folder"].encode(), asked["nth"], asked["error"], int(asked["for_good"]))
    code = 99
    try:
        code = main(asked["words"])
        sys.stdout.flush()
    except BaseException:  # noqa: BLE001 (the fork ends here, whatever happened)
        traceback.print_exc()
    operations = DISK.counted()
    DISK.arm(b"", 0, 0, 0)
    (seat / "operations").write_text(str(operations))
    sys.stderr.flush()
    os._exit(code)


# Thirty rows are a large import here: staged, promised and published in several turns.
taking.AT_ONCE = 10
turns.FIRST = turns.MOST = 12

if __name__ == "__main__":
    encoder.encode(["once, before forks"])
    with tempfile.TemporaryDirectory() as seat:
        for line in sys.stdin:
            print(json.dumps(answer(json.loads(line), Path(seat))), flush=True)
