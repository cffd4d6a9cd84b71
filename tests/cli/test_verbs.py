"""A shift on the command line: output, formats and exit codes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Make = Callable[..., Any]
ONE, TWO, THREE = (f"114-8766213-{n:07d}" for n in (1, 2, 3))


@pytest.fixture
def shift(fbtui: Make, report: Make, row: Make) -> Callable[..., Any]:
    """The command line on a desk with three feedbacks."""
    lines = (row(1, 1), row(2, 3, "So so"), row(3, 2, "Broken", response="Sorry"))
    assert fbtui("import", report(*lines), "--marketplace", "us").code == 0
    return fbtui


def test_import_reports_its_result(fbtui: Make, report: Make, row: Make) -> None:
    file = report(row(1), row(2), "broken line")
    dry = fbtui("import", file, "--marketplace", "US", "--dry-run", "--json")
    assert json.loads(dry.out)["dry_run"] is True
    said = json.loads(fbtui("import", file, "--marketplace", "US", "--json").out)
    assert {name: said[name] for name in ("rows", "new", "changed", "unchanged", "refused")} == {
        **{"rows": 3, "new": 2, "changed": 0, "unchanged": 0, "refused": 1}
    }
    assert (said["encoding"], said["layout"], said["date_order"]) == ("utf-8", "6 columns", "mdy")
    assert (said["marketplace"], said["account"], said["kind"]) == ("US", "main", "feedback")
    assert said["columns"]["Order ID"] == "order_id"
    [refusal] = said["refusals"]
    assert (refusal["line"], refusal["text"]) == (4, "broken line")
    again = fbtui("import", file, "--marketplace", "US")
    assert "0 new, 0 changed, 2 unchanged, 1 refused" in again.out
    assert "This very file was taken" in again.out


def test_ambiguous_dates_are_refused_with_a_question(fbtui: Make, report: Make, row: Make) -> None:
    answer = fbtui("import", report(row(1, day="3/4/26"), name="r.txt"))
    assert (answer.code, answer.out) == (3, "")
    assert answer.err.startswith("fbtui: r.txt, line 2: is 3/4/26 the 4th of March")
    assert "Say --marketplace" in answer.err


def test_standard_input_is_a_file_too(fbtui: Make, report: Make, row: Make) -> None:
    text = report(row(1), row(2)).read_text()
    assert json.loads(fbtui("import", "-", "--json", stdin=text).out)["new"] == 2
    assert fbtui("import", "-", stdin="").code == 3


def test_of_two_files_the_valid_one_is_imported(fbtui: Make, report: Make, row: Make) -> None:
    good, bad = report(row(1), name="good.txt"), report(name="bad.txt", header="what is this")
    answer = fbtui("import", good, bad, good.parent / "missing.txt", "--json")
    assert answer.code == 3
    assert [each["new"] for each in json.loads(answer.out)] == [1]
    assert len(answer.err.splitlines()) == 3
    assert "1 of 3 files were taken" in answer.err


def test_an_import_interrupted_at_the_end_is_rolled_back(
    fbtui: Make, report: Make, row: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fbtui.store.intake.stage import Stage

    def interrupted(*_: Any) -> None:
        whole(*_)
        raise KeyboardInterrupt

    whole = Stage.take
    monkeypatch.setattr(Stage, "take", interrupted)
    file = report(row(1))
    assert fbtui("import", file, "--marketplace", "US").code == 130
    monkeypatch.setattr(Stage, "take", whole)
    assert fbtui("list", "--json").out == fbtui("log", "--json").out == "[]\n"
    assert "1 new" in fbtui("import", file, "--marketplace", "US").out


def test_refused_lines_are_listed_and_written_out(
    fbtui: Make, report: Make, row: Make, tmp_path: Path
) -> None:
    fbtui("import", report(row(1), "broken", row(2).replace("\t1\t", "\t9\t")))
    assert "3 rows: 1 new, 0 changed, 0 unchanged, 2 refused" in fbtui("refused").out
    assert [line["line"] for line in json.loads(fbtui("refused", 1, "--json").out)] == [3, 4]
    out = tmp_path / "to-mend.txt"
    assert fbtui("refused", 1, "-o", out).code == 0
    assert out.read_text().splitlines()[0] == "broken"
    assert fbtui("refused", 1, "-o", out).code == 3
    assert fbtui("refused", 99).code == 3


def test_one_row_is_counted_as_one(fbtui: Make, report: Make, row: Make) -> None:
    one = report(row(1))
    told = fbtui("import", one, "--marketplace", "US", "--dry-run").out
    assert "  1 row read: 1 would be new" in told


ROW = {"order_id", "account", "marketplace", "date", "stars", "band", "comment", "response"} | {
    *("fulfilment", "status", "lane", "next_step", "due", "claimed_by", "tags")
}


def test_a_range_of_days_that_ends_before_it_begins_is_refused(shift: Make) -> None:
    told = shift("list", "--since", "2026-11-30", "--until", "2026-11-01")
    assert (told.code, told.out) == (2, "")
    assert "The first day, 2026-11-30, is after the last, 2026-11-01." in told.err
    assert shift("list", "--since", "2026-11-20", "--until", "2026-11-20").code == 0


def test_list_in_every_format(shift: Make) -> None:
    rows = json.loads(shift("list", "--json").out)
    assert all(set(each) >= ROW for each in rows)
    assert [each["order_id"] for each in rows] == [ONE, THREE, TWO]
    first = rows[0]
    assert (first["date"], first["band"], first["status"]) == ("2026-11-20", "negative", "open")
    assert [json.loads(line) for line in shift("list", "--format", "ndjson").out.splitlines()] == (
        rows
    )
    for format, sign in (("csv", ","), ("tsv", "\t")):
        lines = shift("list", "--format", format).out.splitlines()
        assert len(lines) == 4
        assert "order_id" in lines[0].split(sign)[0]
    plain = shift("list", "--limit", 2).out.splitlines()
    assert [line.split("\t")[3] for line in plain] == [ONE, THREE]  # to a pipe: no header, no count
    assert "marketplace.amazon" not in shift("list", "--json").out


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["--stars", "1,2"], {ONE, THREE}),
        (["--band", "neutral"], {TWO}),
        (["--band", "negative", "--stars", "2,3"], {THREE}),
        (["--search", "brok"], {THREE}),
        (["--status", "done"], set()),
        (["--marketplace", "us", "--account", "main"], {ONE, TWO, THREE}),
        (["--since", "2026-11-21"], set()),
        (["--until", "2026-11-20", "--fulfilment", "unknown"], {ONE, TWO, THREE}),
    ],
)
def test_list_is_filtered(shift: Make, words: list[str], found: set[str]) -> None:
    rows = json.loads(shift("list", "--json", *words).out)
    assert {each["order_id"] for each in rows} == found


def test_other_options_narrow_and_sort_a_saved_view(shift: Make, sit: Make) -> None:
    from fbtui.domain.feedback.queue import Filter, View

    sit("mara").inbox.save_view("bad", View(filter=Filter(stars=(1, 2)), sort="stars"))
    listed = json.loads(shift("list", "--view", "bad", "--json").out)
    assert [each["stars"] for each in listed] == [1, 2]
    narrowed = json.loads(shift("list", "--view", "bad", "--search", "broken", "--json").out)
    assert [each["order_id"] for each in narrowed] == [THREE]
    answer = shift("list", "--view", "unknown")
    assert (answer.code, "you have: bad" in answer.err) == (2, True)


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"],
        ["list", "--stars", "6"],
        ["list", "--stars", "4", "--band", "negative"],
        ["list", "--sort", "beauty"],
        ["list", "--limit", "0"],
        ["list", "--since", "yesterday"],
        ["list", "--status", "lost"],
        ["list", "--account", "other"],
        ["list", "--marketplace", "DE"],
        ["list", "--lane", "nonsense"],
        ["list", "--tag", "vip"],
        ["case", "list", "--ground", "nonsense"],
        ["case", "list", "--state", "declined,lost"],
        ["case", "list", "--agent", "nobody"],
        ["show", ONE, "--account", "other"],
        ["show"],
        ["snooze", ONE],
        ["import"],
        ["export"],
        ["--wrong"],
    ],
)
def test_wrong_use_exits_with_2_and_a_hint(shift: Make, words: list[str]) -> None:
    answer = shift(*words)
    assert (answer.code, answer.out) == (2, "")
    assert "Error" in answer.err


def test_triage_and_its_undo(shift: Make) -> None:
    assert shift("done", ONE, TWO).out == "2 feedbacks: done.\n"
    undone = {"said": "Undone: set done, 2 feedbacks.", "changed": True}
    assert json.loads(shift("undo", "--json").out) == undone
    assert shift("redo").code == 0
    again = shift("done", ONE)  # an act may be repeated
    assert (again.code, again.out, again.err) == (0, f"Order {ONE} is done already.\n", "")
    assert shift("reopen", ONE).code == 0
    assert shift("snooze", ONE, "--for", "3d").out == f"Order {ONE}: wakes in 3d.\n"
    assert shift("snooze", ONE, "--until", "sometime").code == 3
    assert shift("tag", ONE, "VIP").code == 0
    assert shift("tag", ONE, "vip", "--off").code == 0
    assert shift("note", ONE, "called", "twice").code == 0
    assert shift("note", ONE, stdin="from a pipe\n").code == 0
    shown = json.loads(shift("show", ONE, "--json").out)
    notes = [event["what"] for event in shown["timeline"] if event["what"].startswith("note")]
    assert notes == ["note: called twice", "note: from a pipe"]
    assert shift("done", "114-0000000-0000000").code == 3


def test_acts_on_many_orders_report_each_state(shift: Make) -> None:
    assert shift("done", ONE).code == 0
    listed = "".join(f"{line}\n" for line in shift("list", "--format", "tsv").out.splitlines())
    told = json.loads(shift("tag", "-", "vip", "--json", stdin=listed).out)
    assert [(each["order_id"], each["tags"]) for each in told["feedback"]] == [
        (THREE, ["vip"]),
        (TWO, ["vip"]),
    ]
    mixed = json.loads(shift("done", ONE, TWO, "--json").out)
    assert [(each["changed"], each["status"]) for each in mixed["feedback"]] == [
        (False, "done"),
        (True, "done"),
    ]
    assert mixed["feedback"][0]["why"] == f"Order {ONE} is done already."
    so = json.loads(shift("tag", TWO, "vip", "--json").out)
    assert (so["changed"], so["feedback"][0]["changed"]) == (False, False)
    assert shift("note", ONE, TWO, "called", "twice").out == "2 feedbacks: noted.\n"
    bad = shift("done", "-", stdin=f"{THREE}\nnonsense\n")
    assert (bad.code, "standard input, line 2" in bad.err) == (3, True)
    assert shift("done", "-", stdin="").code == 0  # a list may be empty
    assert json.loads(shift("list", "--json").out)[0]["status"] == "open"
    assert [
        each["status"] for each in json.loads(shift("list", "--status", "all", "--json").out)
    ] == [*("open", "done", "done")]
    assert shift("--as", "ana", "claim", THREE).code == 0
    assert shift("claim", THREE).code == 3
    assert shift("claim", THREE, "--take-over").code == 0


def test_a_file_of_refused_rows_only_is_refused(fbtui: Make, report: Make, row: Make) -> None:
    fbtui("import", report(row(1)), "--marketplace", "US")
    bad = report(row(2).replace("\t1\t", "\t9\t"), row(3).replace("\t1\t", "\t8\t"), name="bad.txt")
    answer = fbtui("import", bad, "--marketplace", "US")
    assert (answer.code, "every row was refused" in answer.err) == (3, True)
    assert "2 refused" in fbtui("refused").out  # kept for correction


def test_binary_input_is_refused(shift: Make) -> None:
    for words in (["note", ONE], ["letter", "draft", ONE]):
        answer = shift(*words, stdin=b"caf\xe9")
        assert (answer.code, answer.out) == (3, "")
        assert "not UTF-8" in answer.err


def test_letters(shift: Make, tmp_path: Path) -> None:
    assert shift("letter", "posted", ONE).code == 3
    assert shift("letter", "draft", ONE, stdin="We are sorry.\n").code == 0
    text = tmp_path / "mail.txt"
    text.write_text("Dear buyer")
    assert shift("letter", "draft", ONE, text, "--kind", "email").code == 0
    assert shift("letter", "sent", ONE).code == 3
    assert shift("letter", "draft", ONE, text, "--kind", "email", "--subject", "Hello").code == 0
    assert shift("letter", "sent", ONE).code == 0
    assert shift("letter", "posted", ONE).code == 0
    assert shift("letter", "draft", ONE, stdin="Other").code == 3
    shown = json.loads(shift("letter", "show", ONE, "--json").out)
    assert [(x["kind"], x["state"], x["text"]) for x in shown] == [
        ("reply", "posted", "We are sorry."),
        ("email", "sent", "Dear buyer"),
    ]
    assert shown[1]["characters_left"] == 3999 - len("Dear buyer")
    assert shift("letter", "deleted", ONE).code == 0
    assert shift("letter", "deleted", ONE).code == 3
    assert "came with the report" in shift("letter", "show", THREE).out
    assert shift("letter", "draft", ONE, tmp_path / "missing.txt").code == 3


def test_an_order_of_two_accounts_needs_its_account(shift: Make, report: Make, row: Make) -> None:
    shift("import", report(row(1), name="n.txt"), "--account", "Nord", "--marketplace", "US")
    answer = shift("done", ONE)
    assert (answer.code, "--account" in answer.err) == (3, True)
    assert shift("done", ONE, "--account", "Nord").code == 0


def test_export_writes_a_file_and_never_replaces_one(shift: Make, tmp_path: Path) -> None:
    for ending in ("csv", "tsv", "json", "ndjson", "md", "html"):
        path = tmp_path / f"queue.{ending}"
        assert shift("export", "-o", path).code == 0
        assert "marketplace.amazon" not in path.read_text()
        assert path.read_text().count(ONE) >= 1
    assert shift("export", "-o", path).code == 3
    assert shift("export", "-o", path, "--force", "--personal").code == 0
    assert "marketplace.amazon" in path.read_text()
    assert shift("export", "-o", tmp_path / "queue.what").code == 3


def test_the_log_shows_who_acted_and_never_buyers_words(shift: Make) -> None:
    shift("done", ONE, "--as", "ana")
    acts = json.loads(shift("log", "--json").out)
    assert [(a["agent"], a["act"], a["order_id"]) for a in acts] == [
        ("ana", "done", ONE),
        ("mara", "imported", ""),
    ]
    assert {"at", "before", "after"} <= set(acts[0])
    assert len(json.loads(shift("log", "--json", "--by", "ana", "--limit", 5).out)) == 1
    assert "Broken" not in shift("log").out
    assert "imported report.txt: 3 new, 0 changed, 0 unchanged, 0 refused" in shift("log").out


def test_read_only_changes_nothing(shift: Make, report: Make, row: Make) -> None:
    assert len(json.loads(shift("--read-only", "list", "--json").out)) == 3
    assert shift("--read-only", "show", ONE).code == 0
    for words in (
        ["done", ONE],
        ["undo"],
        ["letter", "draft", ONE, "-"],
        ["import", report(row(9), name="nine.txt"), "--marketplace", "US"],
    ):
        answer = shift("--read-only", *words, stdin="words")
        assert (answer.code, "read-only" in answer.err) == (3, True), words
    assert [each["act"] for each in json.loads(shift("log", "--json").out)] == ["imported"]


def test_the_flag_wins_over_the_environment_in_any_position(shift: Make, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    shift("demo", "--keep", other)
    assert len(json.loads(shift("--db", other, "list", "--json").out)) > 3
    assert len(json.loads(shift("list", "--db", other, "--json").out)) > 3
    shift("--as", "ana", "done", ONE)
    assert json.loads(shift("log", "--json").out)[0]["agent"] == "ana"


CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")


def test_no_buyer_controls_the_terminal(fbtui: Make, report: Make, row: Make) -> None:
    hostile = "\x1b]52;c;eA==\x07\x1b[2J\x9b31m\u202e end"
    table = f"Order ID,Date,Stars,Comment\n{ONE},11/20/26,1,{hostile}\n"
    us = ("--marketplace", "US")
    assert fbtui("import", "-", *us, stdin=table).code == 0
    assert fbtui("import", report(row(2, 1, hostile), f"bad {hostile}"), *us).code == 0
    assert fbtui("note", ONE, "note \x1b[31m \x9b").code == 0
    assert fbtui("letter", "draft", ONE, stdin="draft \x1b[31m").code == 0
    for words in (
        *(
            ["list"],
            ["list", "--json"],
            ["list", "--format", "ndjson"],
            ["list", "--format", "csv"],
        ),
        *(["list", "--format", "tsv"], ["show", TWO], ["show", ONE], ["show", TWO, "--json"]),
        *(["log"], ["refused"], ["refused", "1"], ["refused", "2"], ["refused", "2", "--json"]),
        *(["letter", "show", ONE], ["letter", "show", ONE, "--json"], ["rating"]),
        *(["show", "\x1b[31m"], ["list", "--view", "\x1b[31m"]),
    ):
        answer = fbtui(*words)
        assert answer.out or answer.err
        assert not CONTROLS.search(answer.out), words
        assert not CONTROLS.search(answer.err), words
        # Files for spreadsheets keep the buyer's characters; the terminal does not.
        assert words[-1] in ("csv", "tsv") or not BIDI.search(answer.out), words


def test_the_remaining_commands_work(shift: Make) -> None:
    assert json.loads(shift("rating", "--json").out)["rating"] == "2.0"
    assert shift("rating", "--totals", 365, 609, 7, 10, "--stars", "4.8").code == 0
    assert json.loads(shift("rating", "--json").out)["rating"] == "4.8"
    keys = json.loads(shift("keys", "--json").out)
    assert {"room", "id", "keys", "does"} <= set(keys[0])
    assert "undo" in shift("keys").out
    assert re.fullmatch(r"fbtui \d+\.\d+.*\n", shift("--version").out)
    assert "import" in shift("--help").out


def test_a_sample_desk_is_created_only_in_a_new_file(fbtui: Make, tmp_path: Path) -> None:
    assert fbtui("demo", "--keep", tmp_path / "sample.db").code == 0
    every = fbtui("list", "--db", tmp_path / "sample.db", "--status", "all", "--json")
    assert len(json.loads(every.out)) > 400
    answer = fbtui("demo", "--keep", tmp_path / "sample.db")
    assert (answer.code, "already" in answer.err) == (3, True)


@pytest.mark.parametrize("verb", ["list", "show", "done", "undo", "export", "log", "backup"])
def test_a_mistyped_desk_is_refused_and_not_created(fbtui: Make, tmp_path: Path, verb: str) -> None:
    words = {"show": [ONE], "done": [ONE], "export": ["-o", "q.csv"], "backup": ["b.db"]}
    missing = tmp_path / "dekc.db"
    answer = fbtui(verb, *words.get(verb, []), "--db", missing)
    assert (answer.code, answer.out) == (3, "")
    assert answer.err.startswith(f"fbtui: There is no desk at {missing}; ")
    assert list(tmp_path.iterdir()) == []


def test_an_import_creates_the_desk_and_says_so(fbtui: Make, report: Make, row: Make) -> None:
    made = f"A new desk was made at {report().parent / 'desk.db'}."
    us = ("--marketplace", "US")
    assert made in fbtui("import", report(row(1)), *us).out
    assert made not in fbtui("import", report(row(2), name="two.txt"), *us).out


def test_an_import_without_rows_creates_no_desk(
    fbtui: Make, report: Make, row: Make, tmp_path: Path
) -> None:
    good = report(row(1))
    would = fbtui("import", good, "--dry-run")
    assert (would.code, "1 would be new" in would.out, "new desk" in would.out) == (0, True, False)
    assert fbtui("import", tmp_path / "missing.txt").code == 3
    assert fbtui("import", "-", stdin="no report").code == 3
    assert [each.name for each in tmp_path.iterdir()] == [good.name]
    assert fbtui("import", tmp_path / "missing.txt", "-", stdin=good.read_text()).code == 3
    assert len(json.loads(fbtui("list", "--json").out)) == 1


def test_an_empty_order_id_is_no_order(shift: Make) -> None:
    assert shift("next", "").code == 3  # a script's empty variable is not "the first one"
    assert shift("next").code == 0
    assert shift("lane", ONE, "").code == 3


def test_an_order_named_twice_counts_once(shift: Make) -> None:
    assert shift("claim", ONE, ONE).out == f"Order {ONE}: yours.\n"
    assert shift("done", ONE, ONE).out == f"Order {ONE}: done.\n"


@pytest.mark.parametrize(
    "words",
    [
        *(["list", "--limit"], ["log", "--limit"], ["outbox", "--newest"], ["health", "read"]),
        ["rating", "--totals", "365", "1", "2"],
    ],
)
def test_a_number_too_large_for_the_desk_is_wrong_use(shift: Make, words: list[str]) -> None:
    answer = shift(*words, "9" * 25)
    assert (answer.code, answer.out, "Traceback" in answer.err) == (2, "", False)


def test_a_rating_without_totals_is_wrong_use(shift: Make) -> None:
    assert shift("rating", "--stars", "4.8").code == 2


def test_a_dash_is_no_output_file(shift: Make, monkeypatch: Any, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for words in (["export", "--format", "csv", "-o", "-"], ["backup", "-"]):
        answer = shift(*words)
        assert (answer.code, (tmp_path / "-").exists()) == (3, False)
        assert "standard output" in answer.err


def test_empty_lists_say_that_they_are_empty(shift: Make) -> None:
    for words in ("notifications", "notifications --unread", "requests"):
        assert shift("health", *words.split()).out.startswith("No ")


def test_a_folder_is_no_desk(fbtui: Make, tmp_path: Path, report: Make, row: Make) -> None:
    for words in (["list"], ["import", report(row(1))], ["--read-only", "list"]):
        answer = fbtui(*words, "--db", tmp_path)
        assert (answer.code, f"{tmp_path} is a folder: name the desk's file" in answer.err) == (
            *(3, True),
        )
    assert "is a folder" in fbtui("doctor", "--db", tmp_path).out


def test_a_damaged_desk_gives_one_sentence(shift: Make, tmp_path: Path) -> None:
    desk = tmp_path / "desk.db"
    whole = desk.read_bytes()
    desk.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    answer = shift("list")
    assert answer.code == 3
    assert answer.err.startswith("fbtui: ")
    assert len(answer.err.splitlines()) == 1


@pytest.mark.parametrize(("place", "code"), [(b"CREATE TABLE", 3), (b"Broken", 3)])
def test_damaged_text_on_the_desk_gives_one_sentence(
    shift: Make, tmp_path: Path, place: bytes, code: int
) -> None:
    desk = tmp_path / "desk.db"
    desk.write_bytes(desk.read_bytes().replace(place, b"\xad\xff" + place[2:]))
    answer = shift("list")
    assert (answer.code, len(answer.err.splitlines())) == (code, 1)
    assert shift("doctor").code in (0, 1)


def test_a_mistake_in_the_configuration_is_reported_with_its_line(
    fbtui: Make, nobody_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FBTUI_CONFIG_DIR", str(nobody_home))
    config = nobody_home / "config.toml"
    config.write_text('agent = "ana"\n[limits]\nemail_characters = "many"\n')
    answer = fbtui("list")
    assert (answer.code, "config.toml, line 3" in answer.err) == (3, True)
    config.unlink()
    config.mkdir()
    assert (fbtui("list").code, len(fbtui("list").err.splitlines())) == (3, 1)


def test_an_empty_agent_name_is_refused(shift: Make) -> None:
    shift("done", ONE, "--as", "  ")
    assert json.loads(shift("log", "--json").out)[0]["agent"] == "mara"
