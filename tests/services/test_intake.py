"""Files onto the desk: what counts as new, changed, unchanged or refused, and what is remembered of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from fbtui.assets import DATA
from fbtui.domain.feedback.queue import Filter, View
from fbtui.domain.outcome import Refused
from fbtui.intake.source import PastedText
from fbtui.services.desk import Desk

Make = Callable[..., Any]
EVERYTHING = View(filter=Filter(status=()))


def on_desk(desk: Desk) -> dict[str, Any]:
    ranks = desk.inbox.open_view(EVERYTHING)
    return {feedback.order_id: feedback for feedback in ranks.window(0, 1000)}


def history(desk: Desk) -> list[tuple[str, str, str]]:
    sql = "SELECT field, before, after FROM feedback_history ORDER BY id"
    return desk.context.database.reading.execute(sql).fetchall()


def everything_kept(desk: Desk) -> list[tuple[Any, ...]]:
    """All rows of all tables, to see that nothing was written."""
    connection = desk.context.database.reading
    tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%fts%'"
    names = [name for (name,) in connection.execute(tables).fetchall()]
    return [(name, connection.execute(f'SELECT * FROM "{name}"').fetchall()) for name in names]


def test_a_report_is_taken_and_counted(
    desk: Desk, report: Make, row: Make, take: Make, counts: Make, order: Make
) -> None:
    file = report(row(1, 1), row(2, 3, "So so"), "no row at all", row(3, 2, response="Sorry!"))
    preview = take(desk, file)
    assert counts(preview) == (3, 0, 0, 1)
    assert preview.counts.rows == 4
    found = on_desk(desk)
    assert {o: f.stars for o, f in found.items()} == {order(1): 1, order(2): 3, order(3): 2}
    assert found[order(3)].response == "Sorry!"
    assert found[order(1)].date.isoformat() == "2026-11-20"
    assert (found[order(1)].due - desk.context.clock()).total_seconds() == 24 * 3600
    assert (found[order(2)].due - desk.context.clock()).total_seconds() == 48 * 3600


def test_the_same_file_again_changes_nothing(
    desk: Desk, report: Make, row: Make, take: Make, counts: Make, clock: Any
) -> None:
    file = report(row(1), row(2), "broken")
    take(desk, file)
    before = everything_kept(desk)
    clock.forward(days=1)
    again = take(desk, file)
    assert counts(again) == (0, 0, 2, 1)
    assert again.notices[0].startswith("This very file was taken on 2026-11-22")
    assert everything_kept(desk) == before


def test_the_same_rows_in_another_file_are_unchanged(
    desk: Desk, report: Make, row: Make, take: Make, counts: Make
) -> None:
    take(desk, report(row(1), row(2)))
    kept = on_desk(desk)
    assert counts(take(desk, report(row(2), row(1), name="other.txt"))) == (0, 0, 2, 0)
    assert on_desk(desk) == kept
    assert history(desk) == []


def test_a_dry_look_changes_nothing_and_counts_as_the_taking_would(
    desk: Desk, report: Make, row: Make, take: Make, counts: Make
) -> None:
    take(desk, report(row(1), row(2)))
    before = everything_kept(desk)
    file = report(row(1, 2), row(2), row(3), "broken", name="next.txt")
    intake = desk.intake()
    preview = intake.prepare(file, account=None, marketplace="US")
    assert not isinstance(preview, Refused)
    assert everything_kept(desk) == before
    taken = intake.take(preview)
    assert counts(preview) == counts(taken) == (1, 1, 1, 1)
    intake.close()


def test_what_changed_is_kept_as_history_and_fewer_stars_reopen(
    desk: Desk, report: Make, row: Make, take: Make, order: Make, clock: Any
) -> None:
    take(desk, report(row(1, 3, "Fine"), row(2, 1, "Bad"), row(3, 3, "Meh")))
    ids = {o: f.id for o, f in on_desk(desk).items()}
    desk.triage.finish([ids[order(1)], ids[order(2)]])
    desk.triage.snooze([ids[order(3)]], "3d")
    clock.forward(hours=30)
    file = report(row(1, 1, "Broke!"), row(2, 2, "Bad", "We are sorry"), row(3, 2), name="b.txt")
    assert take(desk, file).counts.changed == 3
    found = on_desk(desk)
    assert found[order(1)].status == "open"
    assert (found[order(1)].due - desk.context.clock()).total_seconds() == 24 * 3600
    assert (found[order(2)].status, found[order(2)].response) == ("done", "We are sorry")
    assert (found[order(3)].status, found[order(3)].snoozed_until) == ("open", None)
    again = report(row(2, 1, "Bad", "We are sorry"), name="c.txt")
    assert take(desk, again).counts.changed == 1
    assert on_desk(desk)[order(2)].status == "open"
    assert set(history(desk)) == {
        ("stars", "2", "1"),
        ("stars", "3", "1"),
        ("stars", "1", "2"),
        ("stars", "3", "2"),
        ("comment", "Fine", "Broke!"),
        ("comment", "Meh", "Arrived late."),
        ("response", "", "We are sorry"),
        ("status", "done", "open"),
        ("status", "snoozed", "open"),
    }
    told = [event.words for event in desk.timeline.of(found[order(1)])]
    assert any("comment “Fine” → “Broke!”" in words for words in told)


def test_better_stars_are_never_due_again_but_stay_where_they_are(
    desk: Desk, report: Make, row: Make, take: Make, order: Make
) -> None:
    take(desk, report(row(1, 1)))
    table = f"Order ID,Date,Stars,Comment\n{order(1)},11/20/26,5,Solved quickly\n"
    take(desk, table)
    [feedback] = on_desk(desk).values()
    assert (feedback.stars, feedback.due, feedback.status) == (5, None, "open")


def test_of_an_order_that_stands_twice_the_last_line_is_taken_and_the_other_refused(
    desk: Desk, report: Make, row: Make, take: Make, counts: Make, order: Make
) -> None:
    file = report(row(1, 1, "first"), row(2), row(1, 2, "second"), row(2), row(1, 2, "second"))
    preview = take(desk, file)
    assert counts(preview) == (2, 0, 2, 1)
    assert on_desk(desk)[order(1)].comment == "second"
    [refused] = preview.refusals
    assert refused.line == 2
    assert "line 6" in refused.reason
    assert "first" in refused.text


def test_refused_lines_are_kept_with_line_reason_and_text(
    desk: Desk, report: Make, row: Make, take: Make
) -> None:
    file = report(row(1), "11/20/26\t1\tonly three", row(2).replace("\t1\t", "\t7\t"))
    take(desk, file)
    intake = desk.intake()
    [taken] = intake.latest()
    lines = intake.refused_lines(taken.id)
    assert [line.line for line in lines] == [3, 4]
    assert all(line.reason for line in lines)
    assert lines[0].text == "11/20/26\t1\tonly three"
    assert (taken.rows, taken.new, taken.refused) == (3, 1, 2)
    intake.close()


@pytest.mark.parametrize("first", ["orders", "report"])
def test_the_orders_file_may_come_before_the_report_or_after(
    desk: Desk, report: Make, row: Make, take: Make, order: Make, first: str
) -> None:
    orders = f"order_id,fulfilment,buy_shipping_on_time\n{order(1)},FBA,\n{order(2)},MFN,yes\n"
    told = [report(row(1), row(2), row(3)), orders]
    for source in told if first == "report" else reversed(told):
        take(desk, source)
    found = on_desk(desk)
    assert [found[order(n)].fulfilment for n in (1, 2, 3)] == ["FBA", "MFN", "unknown"]
    sql = "SELECT buy_shipping_on_time FROM feedback WHERE order_id = ?"
    assert desk.context.database.reading.execute(sql, (order(2),)).fetchone() == (1,)


def test_orders_are_counted_like_rows(desk: Desk, take: Make, counts: Make, order: Make) -> None:
    head = "order_id,fulfilment\n"
    assert counts(take(desk, f"{head}{order(1)},FBA\n{order(2)},MFN\nnonsense,FBA\n")) == (
        *(2, 0, 0, 1),
    )
    assert counts(take(desk, f"{head}{order(1)},FBA\n{order(2)},FBA\n{order(3)},MFN\n")) == (
        *(1, 1, 1, 0),
    )


def test_no_line_of_an_orders_file_is_lost_silently(
    desk: Desk, take: Make, counts: Make, order: Make
) -> None:
    text = f"order_id,fulfilment\n{order(1)},FBA\n{order(1)},FBA\n{order(2)},FBA\n{order(2)},MFN\n"
    preview = take(desk, text)
    assert counts(preview) == (2, 0, 1, 1)
    [refused] = preview.refusals
    assert (refused.line, "line 5" in refused.reason) == (4, True)


def test_an_orders_file_that_does_not_know_takes_no_knowledge_away(
    desk: Desk, take: Make, order: Make
) -> None:
    table = f"Order ID,Date,Stars,Comment,Fulfilment\n{order(1)},11/20/26,1,Late,FBA\n"
    take(desk, table)
    take(desk, f"order_id,fulfilment,buy_shipping_on_time\n{order(1)},unknown,no\n")
    assert on_desk(desk)[order(1)].fulfilment == "FBA"


def test_rows_copied_from_the_page_blank_no_response(
    desk: Desk, report: Make, row: Make, take: Make, order: Make
) -> None:
    take(desk, report(row(1, 1, "Late", "We are sorry")))
    page = f"Date\tRating\tComments\tOrder ID\n11/20/26\t1\tLate\t{order(1)}\n"
    preview = take(desk, page)
    assert preview.understood.layout == "pasted page"
    assert on_desk(desk)[order(1)].response == "We are sorry"
    assert history(desk) == []


def test_a_file_without_comments_blanks_none(
    desk: Desk, report: Make, row: Make, take: Make, order: Make
) -> None:
    take(desk, report(row(1, 1, "Late", "We are sorry")))
    take(desk, f"Order ID,Date,Stars\n{order(1)},11/20/26,2\n")
    [feedback] = on_desk(desk).values()
    assert (feedback.stars, feedback.comment, feedback.response) == (2, "Late", "We are sorry")


def test_what_came_without_a_marketplace_is_known_again_when_it_has_one(
    desk: Desk, report: Make, row: Make, take: Make, counts: Make
) -> None:
    take(desk, report(row(1, day="11/20/26"), row(2)), marketplace=None)
    file = report(row(1), row(2, 2), row(3), name="named.txt")
    intake = desk.intake()
    preview = intake.prepare(file, account=None, marketplace="US")
    assert counts(preview) == (1, 1, 1, 0)
    assert counts(intake.take(preview)) == (1, 1, 1, 0)
    intake.close()
    assert {f.marketplace for f in on_desk(desk).values()} == {"US"}
    assert len(on_desk(desk)) == 3


def test_rows_of_a_known_order_without_a_marketplace_are_no_second_feedback(
    desk: Desk, report: Make, row: Make, take: Make, counts: Make
) -> None:
    file = report(row(1), row(2))
    take(desk, file, marketplace="US")
    again = report(row(1), row(2, 2), name="without.txt")
    assert counts(take(desk, again, marketplace=None)) == (0, 1, 1, 0)
    assert counts(take(desk, file, marketplace=None)) == (0, 0, 2, 0)
    assert [(f.marketplace, f.stars) for f in on_desk(desk).values()] == [("US", 1), ("US", 2)]


def test_two_accounts_may_know_the_same_order_number(
    desk: Desk, report: Make, row: Make, take: Make, order: Make
) -> None:
    take(desk, report(row(1)), account="Nord")
    take(desk, report(row(1)), account="Sued")
    assert [f.account for f in desk.inbox.on_order(order(1))] == ["Nord", "Sued"]


def test_dates_that_can_be_read_in_two_ways_are_refused_with_the_question(
    desk: Desk, report: Make, row: Make
) -> None:
    intake = desk.intake()
    answer = intake.prepare(report(row(1, day="3/4/26")), account=None, marketplace=None)
    assert isinstance(answer, Refused)
    assert "the 4th of March or the 3rd of April" in answer.why
    assert on_desk(desk) == {}
    intake.close()


def test_a_file_that_changes_while_it_is_read_is_not_taken(
    desk: Desk, report: Make, row: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    file: Path = report(row(1), row(2))
    from fbtui.services.intake import intake as module

    whole = module.survey

    def survey_then_grow(*args: Any, **kwargs: Any) -> Any:
        understood = whole(*args, **kwargs)
        file.write_text(file.read_text() + row(3) + "\n")
        return understood

    monkeypatch.setattr(module, "survey", survey_then_grow)
    intake = desk.intake()
    answer = intake.prepare(file, account=None, marketplace="US")
    assert isinstance(answer, Refused)
    assert "changed while it was read" in answer.why
    intake.close()


def test_only_the_file_that_was_looked_at_last_can_be_taken(
    desk: Desk, report: Make, row: Make
) -> None:
    intake = desk.intake()
    first = intake.prepare(report(row(1)), account=None, marketplace="US")
    intake.prepare(PastedText(report(row(2)).read_text()), account=None, marketplace="US")
    assert not isinstance(first, Refused)
    answer = intake.take(first)
    assert isinstance(answer, Refused)
    assert on_desk(desk) == {}
    intake.close()


def test_the_buyers_text_is_kept_as_it_came(
    desk: Desk, report: Make, row: Make, take: Make, order: Make
) -> None:
    hostile = 'He said "never" \x1b[31m\u202e<b> =1+1 \u200bzero'
    take(desk, report(row(1, 1, hostile)))
    assert on_desk(desk)[order(1)].comment == hostile


def test_importing_is_in_the_log_without_a_word_of_a_buyer(
    desk: Desk, report: Make, row: Make, take: Make
) -> None:
    take(desk, report(row(1, comment="needle in the hay")))
    [(entry, about)] = desk.timeline.log(10)
    counts = {"new": 1, "changed": 0, "unchanged": 0, "refused": 0}
    after = {"import": 1, "name": "report.txt", **counts}
    assert (entry.agent, entry.act, entry.after, about) == ("mara", "imported", after, "")
    log = desk.context.database.reading.execute("SELECT * FROM log").fetchall()
    assert "needle" not in str(log)
    assert "@" not in str(log)


def test_a_teams_own_playbook_says_when_the_next_step_is_due(
    desk: Desk, report: Make, row: Make, take: Make, order: Make, monkeypatch: Any, tmp_path: Path
) -> None:
    shipped = (DATA / "playbook.toml").read_text("utf-8")
    own = tmp_path / "configuration"
    own.mkdir()
    (own / "playbook.toml").write_text(shipped.replace("negative = 24", "negative = 4"), "utf-8")
    monkeypatch.setenv("FBTUI_CONFIG_DIR", str(own))
    take(desk, report(row(1, 1), row(2, 3)))
    dues = [desk.inbox.on_order(order(nth))[0].due for nth in (1, 2)]
    now = desk.context.clock()
    assert dues == [now + timedelta(hours=4), now + timedelta(hours=48)]


def test_new_orders_with_buy_shipping_are_counted_once(desk: Desk, take: Make, order: Make) -> None:
    lines = [f"{order(nth)},MFN,yes" for nth in (1, 2)]
    taken = take(desk, "\n".join(["order_id,fulfilment,buy_shipping_on_time", *lines]) + "\n")
    counts = taken.counts
    assert (counts.rows, counts.new, counts.changed, counts.unchanged) == (2, 2, 0, 0)
