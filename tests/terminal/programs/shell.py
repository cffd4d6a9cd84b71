"""A shell with job control, as small as can be: runs the desk, gets Ctrl+Z, reads `fg`."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

signal.signal(signal.SIGTTOU, signal.SIG_IGN)

child = os.fork()
if child == 0:
    os.setpgid(0, 0)
    os.tcsetpgrp(0, os.getpid())
    signal.signal(signal.SIGTTOU, signal.SIG_DFL)
    os.execv(sys.executable, [sys.executable, str(Path(__file__).with_name("desk.py"))])
while True:
    _, status = os.waitpid(child, os.WUNTRACED)
    os.tcsetpgrp(0, os.getpgrp())
    if not os.WIFSTOPPED(status):
        sys.exit(os.waitstatus_to_exitcode(status))
    print("SHELL HAS IT", flush=True)
    assert sys.stdin.readline() == "fg\n"
    os.tcsetpgrp(0, child)
    os.killpg(child, signal.SIGCONT)
