"""The wheel holds all that the program needs, and runs from any folder in a fresh environment."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built by the backend itself from a copy: nothing is fetched, nothing left in the checkout."""
    folder, copy = tmp_path_factory.mktemp("wheel"), tmp_path_factory.mktemp("copy")
    for name in ("fbtui", "screens", "data", "templates", "docs/share", "docs/howto/systemd"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    built = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=copy,
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    return next(folder.glob("*.whl"))


def test_every_tracked_file_of_the_program_is_in_the_wheel_once(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert len(names) == len(set(names))
    for folder, inside in (
        ("fbtui", "fbtui"),
        ("screens", "screens"),
        ("data", "fbtui/data"),
        ("templates", "fbtui/templates"),
    ):
        files = [path for path in (ROOT / folder).rglob("*") if path.is_file()]
        wanted = {
            f"{inside}/{path.relative_to(ROOT / folder).as_posix()}"
            for path in files
            if "__pycache__" not in path.parts
        }
        assert wanted and wanted <= set(names), sorted(wanted - set(names))
    assert not [name for name in names if name.startswith(("data/", "templates/", "tests/"))]


def test_manual_page_completions_and_units_are_where_they_are_looked_for(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    shared = {name.partition(".data/data/")[2] for name in names}
    assert {
        "share/man/man1/fbtui.1",
        "share/bash-completion/completions/fbtui",
        "share/zsh/site-functions/_fbtui",
        "share/fish/vendor_completions.d/fbtui.fish",
        "share/fbtui/systemd/fbtui-sync.timer",
    } <= shared
    assert [name for name in names if name.endswith("licenses/LICENSE")]


def test_it_runs_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "venv"
    venv.create(home, with_pip=False)
    bin_folder = home / ("Scripts" if os.name == "nt" else "bin")
    site = Path(sysconfig.get_path("purelib", vars={"base": str(home), "platbase": str(home)}))
    # The libraries are those of this environment; the program is the wheel's.
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "--python", str(bin_folder / "python"), "install"),
            *("--no-index", "--no-deps", "--quiet", "--disable-pip-version-check"),
            *("--ignore-installed", str(wheel)),
        ],
        check=True,
        cwd=tmp_path,
    )
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LANG": "C.UTF-8"}

    def fbtui(*words: str) -> str:
        done = subprocess.run(
            [str(bin_folder / "fbtui"), *words],
            cwd=tmp_path,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert fbtui("--version").startswith("fbtui ")
    fbtui("demo", "--keep", "x.db")
    rows = json.loads(fbtui("--db", "x.db", "list", "--json"))
    assert len(rows) > 300
    fbtui("--db", "x.db", "export", "--limit", "5", "-o", "x.html")
    assert "<html" in (tmp_path / "x.html").read_text(encoding="utf-8")
    where = subprocess.run(
        [str(bin_folder / "python"), "-c", "import fbtui, screens; print(fbtui.__file__)"],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    assert str(home) in where.stdout
