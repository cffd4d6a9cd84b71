"""`fbtui`, `python -m fbtui`: the command line, with the exit codes of the contract."""

from __future__ import annotations

import os
import sys


def run() -> None:
    """Run one command and exit: 0 done, 1 no, 2 wrong use, 3 input refused, 130 interrupted."""
    # pydantic would look through all installed packages for plugins: a tenth of a second for none.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from fbtui.cli.verbs import main

    sys.exit(main(sys.argv[1:]))


if __name__ == "__main__":
    run()
