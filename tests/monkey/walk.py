"""A monkey's walk through the real program: act after act, with a look now and then whether it still answers."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from tests.monkey.acts import ENDS, UNTIL_DRAWN, Act, Hands, bytes_of
from tests.terminal.window import Hang, Size, Window

ROOT = Path(__file__).parents[2]
PROGRAM = Path(__file__).with_name("program.py")
PATIENCE = 30.0  # seconds: only a hang takes this long
LOOK_AFTER = 150  # acts between two looks whether it still answers
_DRAWN = 0.12  # seconds that a patient hand waits for a key to be drawn
_SHORT_PAGE = 3  # lines: a title, a sentence, the keys
_WAYS_OUT = 40  # Escapes that lead out of whatever is open
_PLACE = re.compile(r'File ".*?((?:fbtui|screens|textual)/\S+)", line (\d+), in (\S+)')


class Mishap(AssertionError):  # noqa: N818 (the word for it)
    """The program crashed, hung, or ended as it should not: `kind` in one line, then all that is known."""

    def __init__(self, kind: str, story: str) -> None:
        super().__init__(f"{kind}\n{story}")
        self.kind = kind


class Walk:
    """One desk, one terminal size, one program after another; `folder` holds all of it."""

    def __init__(self, folder: Path, demo: Path, size: Size) -> None:
        self.folder, self._demo, self.size = folder, demo, size
        self.acts: list[Act] = []  # since the last start
        self.done = self.starts = 0
        self._traces, self._desk = folder / "traces.txt", folder / "desk" / "desk.db"
        for each in ("desk", "home", "config", "before"):
            (folder / each).mkdir(parents=True, exist_ok=True)
        self._window: Window | None = None

    @property
    def window(self) -> Window:
        assert self._window is not None, "not started"
        return self._window

    def start(self, desk: Path | None = None) -> None:
        """Sit down: at the desk as it was left, or at a copy of another one."""
        self.close()
        if desk is not None:
            _copy_desk(desk, self._desk.parent)
        _copy_desk(self._desk, self.folder / "before")
        self._traces.write_text("")
        self.acts.clear()
        self.starts += 1
        command = [sys.executable, str(PROGRAM), str(self._traces), "--db", str(self._desk)]
        self._window = Window(command, self._env(), self.size, self.folder / "home")
        self._wait(
            lambda: b"\x1b[?1049h" in self.window.output and bool(self.window.text.strip()),
            "a first screen",
        )

    def _env(self) -> dict[str, str]:
        kept = {
            name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ
        }
        return kept | {
            "HOME": str(self.folder / "home"),
            "PYTHONPATH": str(ROOT),
            "FBTUI_CONFIG_DIR": str(self.folder / "config"),
            "FBTUI_AGENT": "mara",
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            "EDITOR": "true",
        }

    def go(self, hands: Hands, until: float, at_most: int = sys.maxsize) -> None:
        """Act until this moment (monotonic) or so many acts are done, and look at the end."""
        if self._window is None:
            self.start(self._demo)
        looked_at = self.done
        while time.monotonic() < until and self.done < at_most:
            self.perform(hands.next())
            if self.done - looked_at >= LOOK_AFTER:
                self.look()
                looked_at = self.done
        self.look()

    def perform(self, acts: Iterable[Act]) -> None:
        for act in acts:
            self.acts.append(act)
            self.done += 1
            try:
                self._do(act)
            except Hang as hang:
                raise self._mishap(f"hang: {str(hang).splitlines()[0]}") from None
            if act.deed not in ENDS and not self.window.is_alive:
                self._left(self.window.ends(), {0})

    def _do(self, act: Act) -> None:
        if act.deed in ENDS:
            return self._end(act.deed)
        if act.deed == "send":
            self.window.send(act.keys)
        elif act.deed == "resize":
            self.window.resize(act.rows, act.columns)
        elif act.deed == "stop":
            self.window.signal(signal.SIGSTOP)
            time.sleep(act.pause)
            self.window.signal(signal.SIGCONT)
        if act.pause == UNTIL_DRAWN:
            self.window.read(_DRAWN)
            self.window.settle(0.02, _DRAWN)
        else:
            self.window.read_for(act.pause)
        return None

    def _end(self, how: str) -> None:
        """The signal's exit code is wanted; an ordinary end where a key had just asked for it."""
        if how == "hang up":
            self.window.hang_up()
        else:
            self.window.signal(signal.Signals[how])
        just_before = b"".join(act.keys for act in self.acts[-25:])
        last = b"".join(act.keys for act in self.acts[-4:])
        # Leaving has a key, a line of the palette, and a place on the key line to click.
        asked = (
            b"q" in just_before or b"\x11" in just_before or b"\r" in last or b"\x1b[<0;" in last
        )
        code = self.window.ends(PATIENCE)
        self._left(code, {ENDS[how], *((0, 128 - ENDS[how]) if asked else ())})

    def _left(self, code: int, wanted: set[int]) -> None:
        """It has ended. If it was right to, it is opened again."""
        text = bytes(self.window.output)
        if code not in wanted or b"mistake of its own" in text or b"Traceback (most" in text:
            raise self._mishap(f"exit {code}, not {sorted(wanted)[-1]}")
        self.start(self._demo if self.starts % 8 == 0 else None)

    def look(self) -> None:
        """Back at its own size it draws all of itself, and some Escapes away F1 changes the screen."""
        try:
            self._look()
        except Hang as hang:
            raise self._mishap(f"hang: {str(hang).splitlines()[0]}") from None

    def _look(self) -> None:
        window = self.window
        window.resize(self.size[0] + 1, self.size[1] + 1)
        window.settle(0.2, PATIENCE)
        window.resize(*self.size)
        self._wait(lambda: sum(map(bool, window.lines)) >= _SHORT_PAGE, "a screen after a resize")
        for escapes in range(_WAYS_OUT):
            before = window.lines
            window.send(bytes_of("f1"))
            window.read(0.5)
            window.settle(0.1 + 0.02 * escapes, PATIENCE)
            if not window.is_alive:
                return self._left(window.ends(), {0})
            changed = sum(one != other for one, other in zip(before, window.lines, strict=True))
            # One closes the help, and the next what it was about: both may be short pages.
            for _ in range(2):
                window.send(b"\x1b")
                window.read(0.3)
                window.settle(0.1 + 0.02 * escapes, PATIENCE)
                if changed > self.size[0] // 3:
                    return None
        raise Hang("neither help nor a way out of what is open")

    def _wait(self, true: object, what: str) -> None:
        assert callable(true)
        try:
            self.window.until(true, what, PATIENCE)
        except Hang as hang:
            if not self.window.is_alive:
                self._left(self.window.ends(), {0})
            else:
                raise self._mishap(f"hang: {str(hang).splitlines()[0]}") from None

    def _mishap(self, kind: str) -> Mishap:
        """What is known, before all of it is put away."""
        screen = self.window.text if self.window.is_open else ""
        if self.window.is_alive and kind.startswith("hang"):
            for number in (signal.SIGCONT, signal.SIGUSR1, signal.SIGUSR2):
                self.window.signal(number)
                time.sleep(0.5)
        self.window.close()
        trace = self._traces.read_text(encoding="utf-8", errors="replace")
        said = re.findall(rb"fbtui had to stop[^\r\n]*", bytes(self.window.output))
        if not trace and said:
            trace = said[-1].decode("utf-8", "replace")
        place = _end_of(trace) if not kind.startswith("hang") else ""
        last = "\n".join(repr(act) for act in self.acts[-12:])
        tail = bytes(self.window.output[-1500:]) if not trace else b""
        return Mishap(
            kind + place, f"{trace}\nthe screen:\n{screen}\nthe last acts:\n{last}\n{tail!r}"
        )

    def keep(self, mishap: Mishap, place: Path) -> None:
        """All that `replay` needs: the desk as it was at the start, and every act since."""
        place.mkdir(parents=True, exist_ok=True)
        _copy_desk(self.folder / "before" / "desk.db", place)
        (place / "acts.jsonl").write_text("".join(f"{act.line()}\n" for act in self.acts))
        (place / "mishap.txt").write_text(str(mishap), encoding="utf-8", errors="replace")
        (place / "size.txt").write_text(f"{self.size[1]}x{self.size[0]}\n")

    def close(self) -> None:
        if self._window is not None:
            self._window.close()
            self._window = None


def _copy_desk(desk: Path, folder: Path) -> None:
    """With its journal, and nothing of the desk that was there."""
    for name in ("desk.db", "desk.db-wal", "desk.db-shm"):
        (folder / name).unlink(missing_ok=True)
        source = desk.with_name(desk.name + name.removeprefix("desk.db"))
        if source.exists():
            shutil.copyfile(source, folder / name)


def _end_of(trace: str) -> str:
    """The mistake and our innermost place of it: what one kind of crash has in common."""
    places = _PLACE.findall(trace)
    ours = [place for place in places if not place[0].startswith("textual")] or places
    mistake = [
        line
        for line in trace.splitlines()
        if re.match(r"[\w.]+(Error|Matches|Exception|\w+):? ?", line)
    ]
    where = f" in {ours[-1][0]}:{ours[-1][1]} {ours[-1][2]}" if ours else ""
    deepest = f" (textual: {places[-1][2]})" if places and places[-1] not in ours else ""
    return f": {mistake[-1][:100] if mistake else trace[:160]}{where}{deepest}"
