"""One shift, in a real terminal: a report comes in, a reply goes out, and the line breaks twice."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.source import WITHOUT_MODEL

ESC, CTRL_G, CTRL_N, CTRL_Q, CTRL_R = "\x1b", "\x07", "\x0e", "\x11", "\x12"
HEAD = "Date\tRating\tComments\tResponse\tOrder ID\tRater Email\n"
REPORT = HEAD + "".join(
    f"11/0{day}/2026\t{stars}\t{comment}\t\t114-8766213-000000{day}\tq{day}w8e7r6t5y4u3i@marketplace.amazon.com\n"
    for day, stars, comment in (
        (1, 5, "Great seller"),
        (2, 1, "Arrived broken and nobody answers"),
        (3, 2, "Two weeks late"),
        (4, 3, "Late, but it works"),
        (5, 1, "Wrong colour"),
    )
)
REVIEW_OPENS = 0.8  # seconds: after this the review takes a key


def report(tmp_path: Path, text: str = REPORT) -> str:
    path = tmp_path / "report.txt"
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk on which the program itself took the report in; to be copied."""
    folder = tmp_path_factory.mktemp("reported")
    taking = ["import", report(folder), "--account", "Nordlicht Home", "--marketplace", "US"]
    command = [sys.executable, "-m", "fbtui", "--db", str(folder / "desk.db"), *taking]
    env = {
        "HOME": str(folder),
        "FBTUI_AGENT": "mara",
        "PYTHONPATH": WITHOUT_MODEL,
        "LANG": "C.UTF-8",
    }
    subprocess.run(command, check=True, capture_output=True, env=env)
    return folder / "desk.db"


def search(seat: Any, words: str) -> None:
    """Found as it is typed, and the search left for the list, whose keys are shown again."""
    seat.send("/")
    seat.until(lambda: "Next step" not in seat.text, "the search")
    seat.leads(words, "1/1")
    seat.leads("\r", "Next step")


def test_a_shift_with_a_kill_in_the_middle(tmp_path: Path, fbtui: Any, take_seat: Any) -> None:
    told = json.loads(
        fbtui(
            "import",
            report(tmp_path),
            "--account",
            "Nordlicht Home",
            "--marketplace",
            "US",
            "--json",
        )
    )
    assert (told["rows"], told["new"], told["refused"]) == (5, 5, 0)
    seat = take_seat()
    seat.sees("1/5")
    seat.leads("1", "1/2")
    seat.leads("2", "negative (1-2★)")
    seat.sees("1/3")
    search(seat, "broken")
    seat.leads("r", "Public reply")
    seat.leads("We are sorry.", "13 characters")
    seat.sees("Draft saved.")  # perhaps but its beginning, if the machine is slow
    written = ("letter", "show", "114-8766213-0000002", "--json")
    seat.until(lambda: "We are sorry." in fbtui(*written), "the draft on the desk")
    seat.process.kill()
    seat.ends()

    seat = take_seat()
    seat.sees("Arrived broken")
    seat.settle(0.3)
    seat.press("0")
    seat.sees("/5")
    seat.settle(0.3)  # two keys read at once are a paste
    seat.leads("1", "/2")  # on the first, or where the dead program saved its place
    search(seat, "broken")
    seat.leads("r", "We are sorry.")
    seat.leads(" Really.", "We are sorry. Really.")
    seat.leads(CTRL_R, "frozen for ever")
    assert b"\x1b]52;c;" in seat.output
    early, recorded = "only just opened", "Next here: the e-mail"
    while recorded not in seat.text:  # too early if the machine is slow
        seat.read_for(REVIEW_OPENS)
        seat.send("y")
        seat.until(lambda: recorded in seat.text or early in seat.text, "what y does")
    seat.leads(CTRL_N, "That was the last one")  # on to the next, of which there is none
    seat.leads("e", "done")
    seat.send(CTRL_Q)
    assert seat.ends() == 0

    target = tmp_path / "queue.csv"
    fbtui("export", "-o", str(target), "--sort", "oldest")
    rows = list(csv.DictReader(x for x in target.open(encoding="utf-8-sig") if x[0] != "#"))
    assert [(row["order_id"][-1], row["stars"], row["status"]) for row in rows] == [
        ("1", "5", "open"),
        ("3", "2", "open"),
        ("4", "3", "open"),
        ("5", "1", "open"),
        ("2", "1", "done"),  # what is done stands last
    ]
    assert "marketplace.amazon.com" not in target.read_text(encoding="utf-8-sig")
    letters = json.loads(fbtui("letter", "show", "114-8766213-0000002", "--json"))
    assert [(x["state"], x["text"]) for x in letters] == [("posted", "We are sorry. Really.")]


def test_the_line_goes_while_typing_and_no_word_is_lost(
    tmp_path: Path, fbtui: Any, take_seat: Any, reported: Path
) -> None:
    shutil.copyfile(reported, tmp_path / "desk.db")
    seat = take_seat()
    seat.sees("1/5")
    seat.leads("m", "no subject yet")
    seat.leads("Dear buyer", "Dear buyer")
    seat.press("\t")
    seat.leads("Sorry", "5 characters")
    seat.hang_up()
    assert seat.ends() == 129  # what a shell says of a program that a hangup ended
    first = json.loads(fbtui("list", "--limit", "1", "--sort", "priority", "--json"))[0]["order_id"]
    letters = json.loads(fbtui("letter", "show", first, "--json"))
    assert {x["kind"]: x["text"] for x in letters} == {"email": "Dear buyer", "reply": "Sorry"}


def test_the_round_trip_through_an_editor(
    tmp_path: Path, fbtui: Any, take_seat: Any, reported: Path
) -> None:
    shutil.copyfile(reported, tmp_path / "desk.db")
    editor = tmp_path / "my editor"
    editor.write_text(
        f'#!/bin/sh\nls -l "$1" | cut -c1-10 > "{tmp_path}/mode"\n'
        'printf "EDITING " ; cat "$1"; printf "\\nfrom the editor" >> "$1"\nread answer\nexit $answer\n'
    )
    editor.chmod(0o755)
    seat = take_seat(EDITOR=f"'{editor}'")
    seat.sees("1/5")
    seat.leads("r", "Public reply")
    seat.leads("Hello", "5 characters")
    seat.leads(CTRL_G, "EDITING Hello")
    seat.leads("0\r", "Taken over from your editor.")
    seat.sees("from the editor")
    assert (tmp_path / "mode").read_text().strip() == "-rw-------"
    seat.leads(CTRL_G, "EDITING Hello")
    seat.leads("3\r", "The editor ended with code 3; the letter is as it was.")
    seat.send(CTRL_Q)
    assert seat.ends() == 0
    first = json.loads(fbtui("list", "--limit", "1", "--sort", "priority", "--json"))[0]["order_id"]
    letters = json.loads(fbtui("letter", "show", first, "--json"))
    assert [x["text"] for x in letters] == ["Hello\nfrom the editor"]


SEQUENCE = re.compile(
    rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]P_^X][^\x07\x1b]*(?:\x07|\x1b\\)?|[ -/]*[0-~]|$)"
)
PLACED = re.compile(rb"\x1b\[\d+;\d+H")
SCROLL_BAR = re.compile(rb"\x1b\[7;38;5;\d+;48;5;\d+m")
OUR_LINK = re.compile(rb"\x1b\]8;id=[\d-]+;https://sellercentral\.amazon\.com/[a-z/.-]*\x1b\\")
CLIPBOARD = re.compile(rb"\x1b\]52;c;[A-Za-z0-9+/=]*\x07")


def written_on_a_walk(tmp_path: Path, fbtui: Any, take_seat: Any, comments: list[str]) -> bytes:
    """All bytes that a walk through list, preview, composer and review sends to the terminal."""
    rows = "".join(
        f"11/05/2026\t1\t{comment}\t\t114-8766213-{number:07d}\t\n"
        for number, comment in enumerate(comments)
    )
    path = report(tmp_path, HEAD + rows)
    told = json.loads(fbtui("import", path, "--account", "N", "--marketplace", "US", "--json"))
    assert told["new"] == len(comments), (told["refusals"], told["notices"])
    seat = take_seat(size=(40, 200))
    seat.sees(f"1/{len(comments)}")
    listed = json.loads(fbtui("list", "--limit", str(len(comments)), "--json"))
    orders = [f"order {feedback['order_id']}" for feedback in listed]
    for order in orders[1:]:
        seat.leads("j", order)
    seat.leads("g", orders[0])
    seat.leads("r", "Public reply")
    for order in orders[1:]:
        seat.leads(CTRL_N, order)
    seat.leads("x", "1 character")
    seat.leads(CTRL_R, "frozen for ever")
    seat.leads("e", "Public reply")
    seat.leads(ESC, "have begun a draft")
    seat.send(CTRL_Q)
    assert seat.ends() == 0
    return bytes(seat.output)


def test_no_comment_steers_the_terminal(tmp_path: Path, fbtui: Any, take_seat: Any) -> None:
    payloads = json.loads((Path(__file__).parents[1] / "terminal" / "payloads.json").read_text())
    texts = [x for name in ("control", "unicode", "markup") for x in payloads[name].values()]
    texts = [re.sub("[\0\t\r\n]", " ", x).encode("utf-8", "replace").decode() for x in texts]
    few = len(texts) // 11 + 1  # eleven in a comment: the first ones are what the list shows
    hostile = [f"AAA{'ZZZ'.join(texts[at::few])}ZZZ" for at in range(few)]
    # Long and short ones: scroll bars come and go as with the hostile ones.
    # And some of them speak of what the routing marks.
    said = ("word", "great seller, arrived broken,", "the seller named delivery,")
    benign = [f"{said[number % 3]} {'x ' * 90 * (number % 4)} (a) [b]" for number in range(few)]
    desks = [tmp_path / "desk.db", tmp_path / "desk.db-wal", tmp_path / "desk.db-shm"]
    allowed = written_on_a_walk(tmp_path, fbtui, take_seat, benign)
    for file in desks:
        file.unlink(missing_ok=True)
    written = written_on_a_walk(tmp_path, fbtui, take_seat, hostile)
    leaks = _sequences(written) - _sequences(allowed)
    assert not leaks, leaks
    text = SEQUENCE.sub(b"", written).decode("utf-8").replace("\r\n", "")
    assert not re.search("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", text)
    assert "AAA" in text


def _sequences(written: bytes) -> set[bytes]:
    found = {x for x in SEQUENCE.findall(written) if not PLACED.fullmatch(x)}
    found -= {x for x in found if SCROLL_BAR.fullmatch(x)}  # it depends on a comment's length
    found -= {x for x in found if OUR_LINK.fullmatch(x)}  # its number is drawn anew each time
    return {CLIPBOARD.sub(b"(clipboard)", x) for x in found}
