"""The everyday tasks, in the environment that nox itself runs in: `nox -l` lists them.

`nox` alone does what has to pass before a change is handed over: lint, types, test.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import nox

nox.options.default_venv_backend = "none"
nox.options.sessions = ["lint", "types", "test"]


def _run(session: nox.Session, module: str, *words: str) -> None:
    session.run(sys.executable, "-m", module, *words)


@nox.session
def test(session: nox.Session) -> None:
    """The tests; `nox -s test -- tests/store` for some of them."""
    _run(session, "pytest", "-q", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Lint and format, as a check; `nox -s lint -- --fix` mends what can be mended."""
    fix = "--fix" in session.posargs
    _run(session, "ruff", "check", *(["--fix"] if fix else []), ".")
    _run(session, "ruff", "format", *([] if fix else ["--check"]), ".")


@nox.session
def types(session: nox.Session) -> None:
    """mypy, strict."""
    _run(session, "mypy")


@nox.session
def demo(session: nox.Session) -> None:
    """The workstation on a sample desk."""
    _run(session, "fbtui", "demo", *session.posargs)


@nox.session
def reference(session: nox.Session) -> None:
    """Make the reference pages, the manual page and the completions anew from the program."""
    _run(session, "docs.scripts.reference")


@nox.session
def pictures(session: nox.Session) -> None:
    """Take the pictures of the real screens anew; `-- --all` takes every room at every size."""
    _run(session, "docs.scripts.pictures", *session.posargs)


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documents into site/; `nox -s docs -- serve` shows them while you write."""
    if "serve" in session.posargs:
        _run(session, "zensical", "serve")
    else:
        _run(session, "zensical", "build", "--strict")
        _run(session, "pytest", "-q", "-n", "0", "tests/docs")


@nox.session
def bench(session: nox.Session) -> None:
    """Measure speed as ratios; name parts to measure only these."""
    _run(session, "tests.bench.measure", *session.posargs)


@nox.session
def build(session: nox.Session) -> None:
    """Build the wheel into dist/ and try it in an environment of its own."""
    _run(session, "hatchling", "build", "-t", "wheel")
    wheel = max(Path("dist").glob("*.whl"), key=lambda path: path.stat().st_mtime)
    with tempfile.TemporaryDirectory() as folder:
        _run(session, "venv", folder)
        session.run(f"{folder}/bin/pip", "install", "-q", "-c", "constraints.txt", str(wheel))
        session.run(f"{folder}/bin/fbtui", "doctor")
