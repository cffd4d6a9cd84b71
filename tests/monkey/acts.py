"""What a monkey can do at a terminal: keys single, double and held, mouse, pastes, resizes, a stop, an end."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from fbtui.key_names import character_named
from fbtui.keys import KEYS

UNTIL_DRAWN = -1.0  # as a pause: until the screen rests, an eighth of a second at most
REPEAT = 0.033  # seconds between two keys of one that is held down
ENDS = {"SIGTERM": 143, "SIGHUP": 129, "SIGINT": 130, "hang up": 129}

_NAMED = {
    **{"enter": "\r", "escape": "\x1b", "tab": "\t", "shift+tab": "\x1b[Z", "backspace": "\x7f"},
    **{"up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "space": " "},
    **{"home": "\x1b[H", "end": "\x1b[F", "pageup": "\x1b[5~", "pagedown": "\x1b[6~"},
    **{"insert": "\x1b[2~", "delete": "\x1b[3~", "f1": "\x1bOP", "f2": "\x1bOQ", "f3": "\x1bOR"},
    **{"f4": "\x1bOS", "f5": "\x1b[15~", "f6": "\x1b[17~", "f7": "\x1b[18~", "f8": "\x1b[19~"},
    **{"f9": "\x1b[20~", "f10": "\x1b[21~", "f11": "\x1b[23~", "f12": "\x1b[24~"},
}
_PAYLOADS = Path(__file__).parents[1] / "terminal" / "payloads.json"
_EDITING = (
    *("enter", "escape", "tab", "shift+tab", "backspace", "delete", "up", "down", "left", "right"),
    *("home", "end", "pageup", "pagedown", "insert", "f11", "space"),
    *(f"ctrl+{letter}" for letter in "abcdefghijklmnoprstuvwxyz"),
)
_RAW = (b"\x1b[1;2A", b"\x1b[1;2B", b"\x1b[1;5C", b"\x1b[1;2F", b"\x1b\x1b", b"\x1b[", b"\x1bO")
_BROKEN = (b"\x1b[<0;5", b"\xff\xfe", b"\xe2\x96", b"\x00", b"\x1b[I", b"\x1b[O", b"\x1b[1;1R")
_SIZES = ((1, 1), (1, 80), (24, 1), (2, 2), (3, 10), (10, 30), (24, 80), (40, 120), (50, 200))
_QUITS = (b"q", b"\x11")


def bytes_of(key: str) -> bytes:
    """What a terminal sends for a key by Textual's name."""
    if key in _NAMED:
        return _NAMED[key].encode()
    if key.startswith("ctrl+"):
        return bytes([ord(key[-1].upper()) & 0x1F])
    return (key if len(key) == 1 else character_named(key)).encode()


DECLARED = sorted({bytes_of(each) for key in KEYS for each in key.keys.split(",")} - set(_QUITS))


@dataclass(frozen=True, slots=True)
class Act:
    """One thing done: `deed` is send, resize, stop, wait, or one of ENDS."""

    deed: str
    keys: bytes = b""
    pause: float = 0.0
    rows: int = 0
    columns: int = 0

    def line(self) -> str:
        """As a line of JSON, from which `read_act` makes it again."""
        return json.dumps(asdict(self) | {"keys": self.keys.decode("latin-1")})


def read_act(line: str) -> Act:
    told = json.loads(line)
    return Act(**told | {"keys": told["keys"].encode("latin-1")})


class Hands:
    """All that one seed will do, a few acts at a time."""

    def __init__(self, seed: int, size: tuple[int, int]) -> None:
        self._any = random.Random(seed)
        self._size = size
        payloads = json.loads(_PAYLOADS.read_text(encoding="utf-8"))
        self._texts = [
            x for name in ("control", "markup", "unicode") for x in payloads[name].values()
        ]
        self._texts += [text * min(times, 50_000) for text, times in payloads["size"].values()]
        self._kinds: dict[Callable[[], list[Act]], int] = {
            self._declared: 560,
            self._edited: 120,
            self._typed: 60,
            self._packet: 60,
            self._held: 40,
            self._mouse: 80,
            self._pasted: 25,
            self._resized: 35,
            self._raw: 20,
            self._stopped: 4,
            self._quit: 3,
            self._ended: 4,
        }

    def next(self) -> list[Act]:
        return self._any.choices(list(self._kinds), list(self._kinds.values()))[0]()

    def _sent(self, keys: bytes) -> Act:
        """By a patient hand, a quick one, or one that does not look at all."""
        return Act("send", keys, self._any.choices((UNTIL_DRAWN, REPEAT, 0.0), (4, 5, 1))[0])

    def _declared(self) -> list[Act]:
        return [self._sent(self._any.choice(DECLARED))]

    def _edited(self) -> list[Act]:
        return [self._sent(bytes_of(self._any.choice(_EDITING)))]

    def _typed(self) -> list[Act]:
        words = self._any.choices(
            " abcdefghijklmnoprstuvwxyzäß遅★{}[]/.,:0123456789-", k=self._any.randint(2, 15)
        )
        return [Act("send", each.encode(), REPEAT) for each in words]

    def _packet(self) -> list[Act]:
        """One key twice, or several at once, as a slow line brings them."""
        one = self._any.choice(DECLARED)
        others = self._any.choices([*DECLARED, b"\x1b", b"\r", b"\x1b"], k=self._any.randint(1, 4))
        return [self._sent(one + (one if self._any.random() < 0.5 else b"".join(others)))]

    def _held(self) -> list[Act]:
        """A key held down for up to two seconds; a slow line brings several at a time."""
        keys = [*DECLARED, *map(bytes_of, ("escape", "enter", "ctrl+n", "f1", "f3", "f4", "colon"))]
        key, together = self._any.choice(keys), self._any.choice((1, 1, 1, 3))
        times = self._any.randint(2, 60) // together
        return [Act("send", key * together, REPEAT * together) for _ in range(times)]

    def _mouse(self) -> list[Act]:
        rows, columns = self._size
        x, y = self._any.randint(1, columns), self._any.randint(1, rows)
        kind = self._any.choice(("click", "click", "double", "wheel", "drag", "other"))
        if kind == "wheel":
            turn = b"\x1b[<%d;%d;%dM" % (self._any.choice((64, 65, 66, 67)), x, y)
            return [self._sent(turn * self._any.randint(1, 20))]
        if kind == "drag":
            there = [(self._any.randint(1, columns), self._any.randint(1, rows)) for _ in range(5)]
            moved = b"".join(b"\x1b[<32;%d;%dM" % place for place in there)
            return [self._sent(b"\x1b[<0;%d;%dM" % (x, y) + moved + b"\x1b[<0;%d;%dm" % there[-1])]
        button = self._any.choice((1, 2, 35)) if kind == "other" else 0
        click = b"\x1b[<%d;%d;%dM\x1b[<%d;%d;%dm" % (button, x, y, button, x, y)
        return [self._sent(click * (2 if kind == "double" else 1))]

    def _pasted(self) -> list[Act]:
        text = self._any.choice(self._texts).encode("utf-8", "replace")
        if self._any.random() < 0.6:
            return [self._sent(b"\x1b[200~" + text.replace(b"\x1b[201~", b"") + b"\x1b[201~")]
        return [self._sent(text[:2000])]

    def _resized(self) -> list[Act]:
        """To a few sizes, and most times back; the biggest one costs too much to stay."""
        sizes = [self._any_size() for _ in range(self._any.randint(1, 4))]
        acts = [self._turn(*size) for size in sizes]
        if max(sizes[-1]) > 200 or self._any.random() < 0.7:
            acts.append(self._turn(*self._size))
        return acts

    def _any_size(self) -> tuple[int, int]:
        chance = self._any.random()
        if chance < 0.02:
            return 500, 500
        return (
            self._any.choice(_SIZES)
            if chance < 0.6
            else (self._any.randint(1, 60), self._any.randint(1, 220))
        )

    def _turn(self, rows: int, columns: int) -> Act:
        return Act(
            "resize", pause=self._any.choice((0.0, REPEAT, UNTIL_DRAWN)), rows=rows, columns=columns
        )

    def _raw(self) -> list[Act]:
        return [self._sent(self._any.choice(_RAW + _BROKEN))]

    def _stopped(self) -> list[Act]:
        return [Act("stop", pause=self._any.uniform(0.0, 0.3)), *self._declared()]

    def _quit(self) -> list[Act]:
        return [self._sent(self._any.choice(_QUITS))]

    def _ended(self) -> list[Act]:
        """Told to end, as often as not while a room is being opened."""
        opens = self._any.choice([*DECLARED, *map(bytes_of, ("f3", "f4", "f1", "r", "colon"))])
        soon = Act("send", opens, self._any.choice((UNTIL_DRAWN, self._any.uniform(0.0, 0.3))))
        return [soon, Act(self._any.choice(list(ENDS)))]
