"""A minimal shell with job control: `shell.py [&]` runs the desk, and reads `fg` and `bg`."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

# A shell's terminal may be set while it is in the background; its jobs' may not.
signal.signal(signal.SIGTTOU, signal.SIG_IGN)
in_background = sys.argv[1:] == ["&"]

child = os.fork()
if child == 0:
    os.setpgid(0, 0)
    if not in_background:
        os.tcsetpgrp(0, os.getpid())
    signal.signal(signal.SIGTTOU, signal.SIG_DFL)
    os.execv(sys.executable, [sys.executable, str(Path(__file__).with_name("desk.py"))])
while True:
    _, status = os.waitpid(child, os.WUNTRACED)
    os.tcsetpgrp(0, os.getpgrp())
    if not os.WIFSTOPPED(status):
        sys.exit(os.waitstatus_to_exitcode(status))
    print("SHELL HAS IT", flush=True)
    command = sys.stdin.readline()
    assert command in ("fg\n", "bg\n")
    if command == "fg\n":
        os.tcsetpgrp(0, child)
    os.killpg(child, signal.SIGCONT)
