"""The message that leaves says what the agent reviewed, to one buyer, whatever the words contain."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import SMTP
from email.utils import unquote
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fbtui.domain.letters.attachments import cleaned_name
from fbtui.domain.outcome import RefusedInput
from fbtui.mail import message
from fbtui.mail.message import Email, in_one_line, message_of

DOSE = int(os.environ.get("FBTUI_DOSE", "1"))
SENDER, BUYER = "service@nordwind.example", "q3x7k2m9p4w8v1z@marketplace.amazon.de"
AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
TRICKS = (
    *("=?utf-8?q?x=0d=0aBcc:_thief=40example.net?=", "=?utf-8?b?DQpCY2M6IGE=?=", "=?", "?="),
    *("\r\nBcc: a@b.example", "\nTo: a@b.example", "\r", "\x85", "\u2028", "\0", "<a@b.example>"),
    *(
        "\r\n\r\n",
        "\n.\n",
        "--===",
        '"',
        "\\",
        ",",
        ";",
        ":",
        "\t",
        "  ",
        "é",
        "漢字",
        "👩🏽‍🚀",
        "\u202e",
    ),
)
WORDS = st.lists(
    st.one_of(
        st.sampled_from(TRICKS), st.text(st.characters(exclude_categories=["Cs"]), max_size=9)
    ),
    max_size=8,
).map("".join)


def email(**given: Any) -> Email:
    values = {"subject": "Your order", "text": "Dear buyer,\nwe are sorry.", **given}
    return Email(SENDER, BUYER, message_id="<4f1c@nordwind.example>", at=AT, **values)


def read(written: bytes) -> Any:
    return message_from_bytes(written, policy=SMTP)


def assert_only_what_was_meant(subject: str, text: str) -> None:
    written = message_of(email(subject=subject, text=text))
    head, _, _ = written.partition(b"\r\n\r\n")
    names = [line.partition(b":")[0] for line in head.split(b"\r\n") if line[:1] not in b" \t"]
    assert names[:5] == [b"Message-ID", b"Date", b"From", b"To", b"Subject"]
    assert set(names[5:]) <= {b"Content-Type", b"Content-Transfer-Encoding", b"MIME-Version"}
    assert written.isascii()
    assert max(map(len, written.split(b"\r\n"))) <= 998
    found = read(written)
    assert [x.addr_spec for x in found["to"].addresses] == [BUYER]
    assert [x.addr_spec for x in found["from"].addresses] == [SENDER]
    assert found["subject"] == in_one_line(subject)
    plain = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    assert found.get_content().replace("\r\n", "\n").rstrip("\n") == plain


# A subject of many lines with non-ASCII characters, and every trick at once.
@example("ä" * 300, "")
@example("".join(TRICKS), "".join(TRICKS))
@settings(max_examples=60, deadline=None)
@given(WORDS, WORDS)
def test_no_words_of_a_letter_become_a_header(subject: str, text: str) -> None:
    assert_only_what_was_meant(subject, text)


@pytest.mark.sweep
@settings(max_examples=5_000 * DOSE, deadline=None)
@given(WORDS, WORDS)
def test_no_words_of_a_letter_become_a_header_in_thousands(subject: str, text: str) -> None:
    assert_only_what_was_meant(subject, text)


@example("<a@b.example>", b"", "image/jpeg")
@settings(max_examples=30, deadline=None)
@given(WORDS.filter(bool), st.binary(max_size=200), st.sampled_from(["image/jpeg", "text/html"]))
def test_files_arrive_as_they_are(name: str, content: bytes, content_type: str) -> None:
    try:
        found = read(message_of(email(files=[(name, content_type, content)])))
    except RefusedInput:
        # Readers strip such characters at both ends; no name on a desk has any.
        quoted = unquote(name) != name and cleaned_name(name) != name
        assert not in_one_line(name) or name != in_one_line(name) or not name.isascii() or quoted
        return
    [file] = found.iter_attachments()
    assert (file.get_filename(), file.get_content_type()) == (in_one_line(name), content_type)
    assert file.get_payload(decode=True) == content
    assert file.get_content_disposition() == "attachment"
    assert found.get_body().get_content().startswith("Dear buyer")


@settings(max_examples=30, deadline=None)
@given(WORDS.map(cleaned_name).filter(str.isascii))
def test_no_name_that_a_desk_can_have_is_refused(name: str) -> None:
    [file] = read(message_of(email(files=[(name, "image/jpeg", b"1")]))).iter_attachments()
    assert file.get_filename() == name


def test_a_file_that_a_mail_program_would_open_is_only_saved() -> None:
    for odd in ("message/rfc822", "multipart/mixed", "text/html; charset=x", "a\r\nBcc: b", ""):
        found = read(message_of(email(files=[("a.bin", odd, b"\r\nTo: x@y.example\r\n")])))
        [file] = found.iter_attachments()
        assert file.get_content_type() == "application/octet-stream"


def test_a_message_that_parses_differently_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second line of defence stops anything the first let through."""
    monkeypatch.setattr(message, "in_one_line", lambda words: words)
    with pytest.raises(RefusedInput, match="cannot be written safely"):
        message_of(email(subject="=?utf-8?q?x=0d=0aBcc:_thief=40example.net?="))
