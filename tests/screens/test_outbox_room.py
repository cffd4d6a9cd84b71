"""The outbox from the queue: a choice takes effect at once, with one notice."""

from __future__ import annotations

from typing import Any

import pytest

from fbtui.domain.letters.sending import OutgoingMail, SendProgress, SendSummary
from fbtui.domain.outcome import Done
from fbtui.services.desk import Desk
from screens import outbox

Open = Any


async def test_a_failed_e_mail_is_sent_again_at_once(
    desk: Desk, sit_down: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = OutgoingMail.model_construct(
        feedback_id=1, order_id="114-8766213-0000001", state="failed", said="550 no such user"
    )
    sent: list[int] = []
    monkeypatch.setattr(desk.outbox, "entries", lambda: [failed])
    monkeypatch.setattr(desk.outbox, "try_again", lambda number: Done(f"Again {number}."))
    monkeypatch.setattr(outbox, "send_queued", lambda *_: sent.append(1))
    async with sit_down(desk) as shift:
        await shift.press("M", "enter", "home", "enter")
        assert (shift.said, sent) == ("Again 1.", [1])


async def test_the_queue_says_that_an_e_mail_waits_for_a_decision(
    desk: Desk, sit_down: Open
) -> None:
    async with sit_down(desk) as shift:
        desk.letters.keep(1, "email", "Problem with order", "Dear buyer")
        await shift.press("R")
        assert "to settle" not in shift.lines()[0]
        with desk.context.database.writing() as connection:
            connection.execute("UPDATE letter SET state = 'failed'")
        await shift.press("R")
        await shift.until(lambda: "to settle" in shift.lines()[0])
        assert "▲ e-mails to settle: 1 (M)" in shift.lines()[0]


async def test_one_sent_e_mail_is_one_notice_and_one_that_failed_too(
    desk: Desk, sit_down: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    rounds = {"sent": SendSummary(sent=1), "failed": SendSummary(failed=1)}
    async with sit_down(desk) as shift:
        for nth, (fate, came) in enumerate(rounds.items(), 1):

            def send(
                progress: Any, *, came: SendSummary = came, fate: Any = fate, **_: Any
            ) -> SendSummary:
                progress(SendProgress(1, 1, "114-8766213-0000001", fate, "550 no such user"))
                return came

            monkeypatch.setattr(desk, "send_mail", send)
            outbox.send_queued(shift.app, desk)
            await shift.app.workers.wait_for_complete()
            await shift.rest()
            assert len(shift.app._notifications) == nth, fate
