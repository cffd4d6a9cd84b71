"""An e-mail's way through the outbox, as agents see it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from fbtui.config import Shop
from fbtui.domain.letters.sending import SendProgress, SendSummary
from fbtui.domain.outcome import Done, Refused
from fbtui.services.desk import Desk
from fbtui.services.letters.correspondence import Correspondence
from tests.mail.fault_server import FaultServer, serving
from tests.services.conftest import SHOPS, mail_server

Make = Callable[..., Any]
WORDS = "Dear buyer, we are sorry."


def refused(answer: object) -> str:
    assert isinstance(answer, Refused), answer
    return answer.why


def state(desk: Desk, feedback_id: int) -> str:
    written = desk.letters.about(feedback_id)
    assert isinstance(written, Correspondence)
    return next(each.state for each in written.letters if each.kind == "email")


def send(desk: Desk, **settings: Any) -> SendSummary:
    ended = desk.send_mail(lambda _: None, **settings)
    assert isinstance(ended, SendSummary), ended
    return ended


def story(desk: Desk, feedback_id: int) -> list[str]:
    feedback = desk.inbox.get(feedback_id)
    assert feedback is not None
    return [event.words for event in desk.timeline.of(feedback)]


@pytest.fixture
def one(desk: Desk, report: Make, row: Make, take: Make, order: Make) -> int:
    """A feedback with mara's draft of an e-mail."""
    take(desk, report(row(1)))
    found = int(desk.inbox.on_order(order(1))[0].id)
    desk.letters.keep(found, "email", "Problem with order", WORDS)
    return found


def test_an_email_is_queued_frozen_and_sent(one: int, office: Make, order: Make) -> None:
    with serving() as server:
        desk = office(server.port)
        assert isinstance(desk.outbox.queue(one, WORDS), Done)
        assert state(desk, one) == "queued"
        assert "no draft" in refused(desk.letters.confirm(one, "email", WORDS))
        steps: list[SendProgress] = []
        ended = desk.send_mail(steps.append)
    assert ended == SendSummary(sent=1)
    assert [(step.nth, step.of, step.order_id, step.fate) for step in steps] == [
        (1, 1, order(1), None),
        (1, 1, order(1), "sent"),
    ]
    assert state(desk, one) == "sent"
    assert desk.outbox.entries() == []
    [entry] = desk.outbox.entries(newest=9)
    [message_id] = server.message_ids()
    assert (entry.message_id, entry.state, entry.attempts) == (message_id, "sent", 1)
    assert server.recipients == ["RCPT TO:<q3x7k2m9p4w8v1z@marketplace.amazon.com>"]
    assert b"\r\nSubject: Problem with order\r\n" in server.delivered[0]
    assert story(desk, one)[-2:] == ["put the e-mail into the outbox", "sent the e-mail by SMTP"]
    assert send(desk) == SendSummary()
    # Later on the buyer may be written to again.
    desk.letters.keep(one, "email", "Problem with order", "The refund is on its way.")
    assert isinstance(desk.outbox.queue(one, "The refund is on its way."), Done)


def test_what_cannot_be_sent_is_not_queued(one: int, sit: Make) -> None:
    def why(**settings: Any) -> str:
        return refused(sit(**settings).outbox.queue(one, WORDS))

    server = mail_server(25)
    assert "No mail server" in why()
    assert "sender" in why(smtp=server)
    for sender in ("", "Nordwind <service@nordwind.example>", "a@b.example\nBcc: c@d.example"):
        assert "sender" in why(smtp=server, shops=(Shop(name="main", sender=sender),))
    desk = sit(smtp=server, shops=SHOPS)
    assert "changed since the review" in refused(desk.outbox.queue(one, "Other words"))
    assert "changed since the review" in refused(desk.outbox.queue(one, WORDS, version=9))
    desk.letters.keep(one, "email", "", WORDS)
    assert "no subject" in refused(desk.outbox.queue(one, WORDS))
    assert "no draft" in refused(desk.outbox.queue(999, WORDS))
    assert desk.outbox.entries() == []


def test_only_a_buyer_of_that_marketplace_gets_it(
    desk: Desk, office: Make, report: Make, row: Make, take: Make, order: Make
) -> None:
    others = ("jane@example.com", "q3x7k2m9p4w8v1z@marketplace.amazon.de", "")
    take(desk, report(*(row(nth, email=each) for nth, each in enumerate(others))))
    desk = office(25)
    for nth in range(len(others)):
        feedback_id = desk.inbox.on_order(order(nth))[0].id
        desk.letters.keep(feedback_id, "email", "Problem with order", WORDS)
        assert "no address of marketplace US" in refused(desk.outbox.queue(feedback_id, WORDS))


def test_the_account_of_the_marketplace_sends(one: int, sit: Make) -> None:
    shops = (
        Shop(name="main", sender="all@nordwind.example"),
        Shop(name="main", marketplaces=("US",), sender="us@nordwind.example"),
        Shop(name="other", sender="other@nordwind.example"),
    )
    with serving() as server:
        desk = sit(smtp=mail_server(server.port), shops=shops)
        desk.outbox.queue(one, WORDS)
        assert send(desk).sent == 1
    assert b"\r\nFrom: us@nordwind.example\r\n" in server.delivered[0]
    assert server.message_ids()[0].endswith("@nordwind.example>")


def test_a_queued_email_comes_back_as_its_writers_draft(one: int, office: Make) -> None:
    desk, ana = office(25), office(25, "ana")
    desk.outbox.queue(one, WORDS)
    desk.letters.keep(one, "email", "Another", "Begun meanwhile")
    assert "mara has begun another e-mail" in refused(ana.outbox.cancel(one))
    desk.letters.keep(one, "email", "", "")
    assert isinstance(ana.outbox.cancel(one), Done)
    written = desk.letters.about(one)
    assert isinstance(written, Correspondence)
    draft = written.draft("email")
    assert draft is not None
    assert (draft.text, draft.subject) == (WORDS, "Problem with order")
    assert story(desk, one)[-1] == "took the e-mail back from the outbox"
    assert "no e-mail" in refused(ana.outbox.cancel(one))
    assert isinstance(desk.outbox.queue(one, WORDS), Done)  # and out it may go once more


def test_two_agents_do_not_write_to_one_buyer_at_once(one: int, office: Make) -> None:
    desk, ana = office(25), office(25, "ana")
    desk.outbox.queue(one, WORDS)
    ana.letters.keep(one, "email", "Problem with order", "Hers")
    assert "of mara" in refused(ana.outbox.queue(one, "Hers"))


def test_refused_for_now_is_tried_later_and_given_up_in_the_end(
    one: int, office: Make, clock: Any
) -> None:
    busy = {"rcpt": "451 4.7.1 try again later"}
    with serving(*[busy] * 3) as server:
        desk = office(server.port)
        desk.outbox.queue(one, WORDS)
        assert send(desk) == SendSummary(later=1)
        assert send(desk) == SendSummary(waiting=1)  # two minutes have not passed
        clock.forward(minutes=3)
        assert send(desk) == SendSummary(later=1)
        [entry] = desk.outbox.entries()
        assert (entry.state, entry.attempts) == ("queued", 2)
        assert "451 4.7.1 try again later" in entry.said
        assert send(desk, at_once=True) == SendSummary(failed=1)
        assert desk.outbox.entries()[0].said.endswith("It was tried 3 times.")
        assert send(desk, at_once=True) == SendSummary()
        assert isinstance(desk.outbox.try_again(one), Done)
        assert send(desk) == SendSummary(sent=1)
    assert len(server.delivered) == 1


def test_refused_for_good_goes_back_to_a_draft(one: int, office: Make) -> None:
    with serving({"rcpt": "550 5.1.1 no such buyer"}) as server:
        desk = office(server.port)
        desk.outbox.queue(one, WORDS)
        assert send(desk) == SendSummary(failed=1)
        assert send(desk) == SendSummary()
    assert state(desk, one) == "failed"
    assert story(desk, one)[-1] == "the e-mail did not leave"
    assert desk.inbox.alerts().unsettled == 1
    assert isinstance(desk.outbox.cancel(one), Done)
    assert desk.inbox.alerts().unsettled == 0
    assert state(desk, one) == "draft"


def test_a_server_out_of_reach_costs_no_letter_anything(queued: Make, office: Make) -> None:
    with serving({"banner": "554 closed"}) as server:
        mine = office(server.port)
        queued(mine, 3)
        ended = send(mine)
        assert (ended.sent, ended.later, ended.all_sent) == (0, 0, False)
        assert "554 closed" in ended.stopped
        assert server.connections == 1
        assert {(each.state, each.attempts) for each in mine.outbox.entries()} == {("queued", 0)}
        assert mine.inbox.alerts().unsettled == 0
        assert send(mine) == SendSummary(sent=3)


@pytest.mark.parametrize("left", [True, False])
def test_an_unknown_fate_waits_for_a_person(one: int, office: Make, left: bool) -> None:
    with serving({"dot": "close" if left else "lose"}) as server:
        desk = office(server.port)
        desk.outbox.queue(one, WORDS)
        assert send(desk) == SendSummary(unknown=1)
        assert send(desk, at_once=True) == SendSummary()
        assert "it is unknown" in refused(desk.outbox.cancel(one))
        assert "it is unknown" in refused(desk.outbox.try_again(one))
        desk.letters.keep(one, "email", "Problem with order", "Once more")
        assert "still in the outbox" in refused(desk.outbox.queue(one, "Once more"))
        desk.letters.keep(one, "email", "", "")
        ana = office(server.port, "ana")
        assert ana.inbox.alerts().unsettled == 1
        assert isinstance(ana.outbox.settle(one, sent=left), Done)
        assert ana.inbox.alerts().unsettled == (0 if left else 1)
        assert state(desk, one) == ("sent" if left else "failed")
        assert "settled that the e-mail had" in story(desk, one)[-1]
        assert "no e-mail" in refused(ana.outbox.settle(one, sent=True))
        if not left:
            ana.outbox.try_again(one)
            assert send(ana) == SendSummary(sent=1)
    assert len(server.delivered) == 1


def test_a_sender_can_be_stopped_between_two_letters(office: Make, queued: Make) -> None:
    with serving() as server:
        desk = office(server.port)
        queued(desk, 3)
        ended = send(desk, stop=lambda: len(server.delivered) == 1)
        assert (ended.sent, ended.all_sent) == (1, False)
        assert len(desk.outbox.entries()) == 2


def test_an_address_purged_meanwhile_and_an_account_that_only_a_colleague_knows(
    one: int, office: Make, sit: Make
) -> None:
    with serving() as server:
        desk = office(server.port)
        desk.outbox.queue(one, WORDS)
        assert send(sit(smtp=mail_server(server.port))) == SendSummary(later=1)
        [entry] = desk.outbox.entries()
        assert (entry.state, entry.attempts) == ("queued", 0)
        with desk.context.database.writing() as connection:
            connection.execute("UPDATE feedback SET rater_email = ''")
        assert send(desk) == SendSummary(failed=1)
    assert not server.connections


def test_neither_log_nor_outbox_holds_an_address(one: int, office: Make) -> None:
    with serving({"rcpt": "550 <q3x7k2m9p4w8v1z@marketplace.amazon.com> unknown"}) as server:
        desk = office(server.port)
        desk.outbox.queue(one, WORDS)
        send(desk)
    for table in ("outbox", "log"):
        rows = desk.context.database.reading.execute(f"SELECT * FROM {table}").fetchall()
        assert rows
        assert "marketplace.amazon" not in str(rows)
        assert "sorry" not in str(rows)


def test_without_a_password_nothing_is_sent(one: int, office: Make) -> None:
    with serving() as server:
        desk = office(server.port, user="nord", password_env="NOT_SET")
        desk.outbox.queue(one, WORDS)
        assert "NOT_SET" in refused(desk.send_mail(lambda _: None))
        assert state(desk, one) == "queued"
    assert not server.connections


def test_a_desk_that_cannot_be_written_afterwards_leaves_the_fate_unknown(
    one: int, office: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fbtui.services.letters import sending
    from fbtui.store.locks import CannotWrite

    def full(*_: object) -> None:
        raise CannotWrite("The desk could not be written (disk is full); nothing was changed.")

    with serving() as server:
        desk = office(server.port)
        desk.outbox.queue(one, WORDS)
        monkeypatch.setattr(sending._Sender, "_write_down", full)
        assert "settle" in refused(desk.send_mail(lambda _: None))
        monkeypatch.undo()
        assert state(desk, one) == "unknown"
        assert send(desk) == SendSummary()
    assert len(server.delivered) == 1


def test_who_only_looks_sends_nothing(one: int, office: Make, sit: Make) -> None:
    server = FaultServer()
    office(server.port).outbox.queue(one, WORDS)
    looking = sit("ana", read_only=True, smtp=mail_server(1), shops=SHOPS)
    assert "read-only" in refused(looking.send_mail(lambda _: None))
    assert "read-only" in refused(looking.outbox.cancel(one))
    assert [each.state for each in looking.outbox.entries()] == ["queued"]
