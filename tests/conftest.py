"""A desk in a temporary folder with a stopped clock, and reports as Amazon writes them."""

from __future__ import annotations

import fcntl
import gc
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from fbtui.domain.outcome import Refused
from fbtui.intake.source import PastedText
from fbtui.services import context as seat_module
from fbtui.services import desk as desk_module
from fbtui.services.demo.desk import lay_demo_desk
from fbtui.services.desk import Desk, open_desk
from fbtui.services.intake.intake import Preview
from fbtui.store import database, migrations
from fbtui.terminal.session import prepare_environment
from fbtui.understanding.clauses import clauses
from fbtui.understanding.reader import Guess

# Compiled once and kept, also where the environment says otherwise, as many containers do: else each worker compiles
# and rewrites all tests before its first one (8 s of work each), and every program that a test starts the whole house.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# Textual reads it when it is imported. In this process nobody looks, and no key waits for a frame.
os.environ["TEXTUAL_FPS"] = "1000"
prepare_environment(os.environ)  # else the rooms are tested as they run

MEMORY = "/dev/shm"  # a folder there waits for no disk
ROOMY = 2 << 30  # bytes
LONGEST = ("tests/end_to_end", "tests/monkey", "tests/screens", "tests/domain/test_policy_coll")

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # the cores are for the tests beside

HEADER = "Date\tRating\tComments\tYour Response\tOrder ID\tRater Email"


Lay = Callable[[str, Callable[[], datetime], Callable[[Desk], None]], Path]


def pytest_configure(config: pytest.Config) -> None:
    """Under nohup, or in a script's background, signals are ignored, and so every program we start ignores them.

    A handler that does nothing ignores them too, but ends here: programs get back what is usual.
    """
    starts_workers = getattr(config.option, "numprocesses", None) and not hasattr(
        config, "workerinput"
    )
    for number in (signal.SIGINT, signal.SIGHUP, signal.SIGQUIT, signal.SIGTERM):
        if signal.getsignal(number) is signal.SIG_IGN and not starts_workers:
            signal.signal(number, lambda *_: None)
    if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOMY:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", MEMORY)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A sweep takes as long as its dose. The longest come first, the short ones fill what is left at the end."""
    for item in items:
        if item.get_closest_marker("sweep"):
            item.add_marker(pytest.mark.timeout(0))
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is imported stays: the garbage collector need not look through it, now or later."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


def pytest_collection_finish() -> None:
    """As the workstation runs; with Python's own thresholds, a sixth of the time goes to the collector."""
    from fbtui.terminal.memory import freeze_startup_objects  # it imports Textual: see above

    gc.collect()
    freeze_startup_objects()


class StoppedClock:
    """Stands at a Sunday morning until a test sets it forward."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where each test gets a folder: pytest looks through all of its own for the next number."""
    root = tmp_path_factory.mktemp("homes")
    return (root / str(nth) for nth in count())


@pytest.fixture(autouse=True)
def nobody_home(homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Neither the configuration nor the desk of whoever runs the tests is seen or touched."""
    home = next(homes)
    home.mkdir()
    for name in [each for each in os.environ if each.startswith(("FBTUI_", "XDG_"))]:
        if name not in ("FBTUI_DOSE", "FBTUI_SEED", "FBTUI_AMAZON_MODELS"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("FBTUI_AGENT", "mara")
    return home


@pytest.fixture(scope="session")
def blank() -> Iterator[sqlite3.Connection]:
    """The tables of a new desk, made once."""
    made = sqlite3.connect(":memory:", isolation_level=None)
    migrations.migrate(made)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def new_desks_are_copied(blank: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty file takes the tables of the blank desk; whatever is older or newer is migrated as ever."""

    of_today = migrations.SCHEMA_VERSION

    def fill(connection: sqlite3.Connection) -> None:
        is_empty = not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if is_empty and of_today == migrations.SCHEMA_VERSION:
            blank.backup(connection)
        else:
            migrations.migrate(connection)

    monkeypatch.setattr(database, "migrate", fill)


@pytest.fixture(scope="session")
def laid_once(tmp_path_factory: pytest.TempPathFactory) -> Lay:
    """The file of a desk that many tests begin with: laid by the first, to be copied by each."""
    made: dict[str, Path] = {}

    def lay(name: str, clock: Callable[[], datetime], fill: Callable[[Desk], None]) -> Path:
        if name not in made:
            path = tmp_path_factory.mktemp("laid") / "desk.db"
            desk = open_desk(path, "mara", clock=clock)
            fill(desk)
            desk.close()
            made[name] = path
        return made[name]

    return lay


@pytest.fixture
def sample(tmp_path: Path, clock: Callable[[], datetime], laid_once: Lay) -> Path:
    """The sample desk of this test's morning, closed."""
    laid = laid_once(f"sample of {clock()}", clock, lay_demo_desk)
    return Path(shutil.copyfile(laid, tmp_path / "desk.db"))


@pytest.fixture(scope="session")
def sample_of_today(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample desk as the program itself lays it now, read by the model; to be copied."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # one for all workers
    path = folder / "of-today.db"
    command = [sys.executable, "-m", "fbtui", "demo", "--as", "mara", "--keep", str(path)]
    with (folder / "of-today.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            subprocess.run(command, check=True, capture_output=True)
    return path


class StandIn:
    """Reads by some words, without a model: for tests in which reading is not the subject."""

    version = "stand-in"
    _WORDS = (
        ("condition", ("broken", "wrong", "crack", "torn", "missing", "used", "scratch", "damage")),
        ("service", ("nobody answers", "rude", "no reply", "price", "refund")),
        ("delivery", ("late", "never", "lost", "deliver", "weeks", "courier")),
        ("product", ("cheap", "fell apart", "leak", "quality", "plastic", "stopped working")),
    )
    _LABELS = {  # noqa: RUF012 (never changed)
        "comments": ("product", "delivery", "condition", "service", "nothing"),
        "letters": ("incentive", "clean"),
        "answers": ("declined", "unrecognised"),
    }

    def labels(self, head: str) -> tuple[str, ...]:
        return self._LABELS[head]

    def guesses(self, head: str, texts: Sequence[str], kinds: Sequence[int] = ()) -> list[Guess]:
        found = [self._guess(head, text.lower()) for text in texts]
        return [
            guess._replace(
                clauses=tuple((a, b, self._guess(head, text[a:b].lower()).label) for a, b in spans)
            )
            if len(spans := clauses(text)) > 1
            else guess
            for text, guess in zip(texts, found, strict=True)
        ]

    def _guess(self, head: str, text: str) -> Guess:
        labels = self.labels(head)
        named = (topic for topic, words in self._WORDS if any(word in text for word in words))
        label = next(named, labels[-1]) if head == "comments" else labels[-1]
        if head == "letters" and "if you" in text and ("remove" in text or "change" in text):
            label = "incentive"
        return Guess(label, 2.0, tuple(1.0 if each == label else -1.0 for each in labels))


@pytest.fixture
def stand_in() -> StandIn:
    return StandIn()


@pytest.fixture(autouse=True)
def no_model_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A desk that is opened without a reader gets the stand-in; `reader_of` itself is the real one."""
    for module in (desk_module, seat_module):
        monkeypatch.setattr(module, "reader_of", lambda _: StandIn())


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture
def sit(tmp_path: Path, clock: StoppedClock) -> Iterator[Callable[..., Desk]]:
    """Open the one desk of this test for an agent; each call is a program of its own."""
    opened: list[Desk] = []

    def open_for(agent: str = "mara", **settings: object) -> Desk:
        path = tmp_path / "desk.db"
        opened.append(open_desk(path, agent, clock=clock, **settings))  # type: ignore[arg-type]
        return opened[-1]

    yield open_for
    for desk in opened:
        desk.close()


@pytest.fixture
def desk(sit: Callable[..., Desk]) -> Desk:
    return sit()


@pytest.fixture
def order() -> Callable[[int], str]:
    """The nth invented order ID."""
    return "114-8766213-{:07d}".format


@pytest.fixture
def row(order: Callable[[int], str]) -> Callable[..., str]:
    """A line of a US report about the nth order."""

    def line(
        nth: int,
        stars: int = 1,
        comment: str = "Arrived late.",
        response: str = "",
        day: str = "11/20/26",
        email: str = "q3x7k2m9p4w8v1z@marketplace.amazon.com",
    ) -> str:
        return "\t".join((day, str(stars), comment, response, order(nth), email))

    return line


@pytest.fixture
def report(tmp_path: Path) -> Callable[..., Path]:
    """Write lines below a header into a file, as Amazon does."""

    def write(*lines: str, name: str = "report.txt", header: str = HEADER) -> Path:
        path = tmp_path / name
        path.write_text("\n".join((header, *lines)) + "\n", encoding="utf-8")
        return path

    return write


@pytest.fixture
def take() -> Callable[..., Preview]:
    """Import a file, or pasted text, onto a desk; US and account "main" unless said otherwise."""

    def taken(desk: Desk, source: Path | str, **settings: object) -> Preview:
        intake = desk.intake()
        try:
            settings = {"account": None, "marketplace": "US", **settings}
            found = PastedText(source) if isinstance(source, str) else source
            preview = intake.prepare(found, **settings)  # type: ignore[arg-type]
            assert not isinstance(preview, Refused), preview
            answer = intake.take(preview)
            assert not isinstance(answer, Refused), answer
            desk.reading.read_all()
            return answer
        finally:
            intake.close()

    return taken


@pytest.fixture
def counts() -> Callable[[Preview], tuple[int, int, int, int]]:
    """New, changed, unchanged, refused."""
    return lambda p: (p.counts.new, p.counts.changed, p.counts.unchanged, p.counts.refused)
