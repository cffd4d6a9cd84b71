"""Build a message, parse it again, and refuse it unless it says exactly what was meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.header import Header
from email.message import EmailMessage, Message
from email.policy import SMTP, compat32

from fbtui.domain.outcome import RefusedInput

File = tuple[str, str, bytes]
"""An attached file: name, content type (`image/jpeg`), bytes."""

# No 8-bit lines: not every relay accepts them.
_POLICY = SMTP.clone(cte_type="7bit")
_TYPE = re.compile(r"[a-z0-9][a-z0-9.+-]*/[a-z0-9][a-z0-9.+-]*")
_SHORT = 60  # characters that fit on one line with the header's name
_NESTED = ("message/", "multipart/")  # a mail program would open these instead of just saving them
_HEADERS = ["message-id", "date", "from", "to", "subject"]
_BODY_HEADERS = {"mime-version", "content-type", "content-transfer-encoding"}


@dataclass(frozen=True, slots=True)
class Email:
    """The contents of one e-mail. Addresses are bare, `text` is the frozen letter."""

    sender: str
    recipient: str
    subject: str
    text: str
    message_id: str
    at: datetime
    files: Sequence[File] = ()


def message_of(email: Email) -> bytes:
    """The message with CRLF line ends, in 7-bit ASCII.

    Raises RefusedInput if a reader would understand something else: a subject
    like `=?utf-8?q?x=0d=0aBcc:…?=` once made a real header.
    """
    written = _written(email)
    if not _reads_as_meant(written, email):
        raise RefusedInput("The subject or a file's name cannot be written safely; change it.")
    return written


def in_one_line(words: str) -> str:
    """Words fit for a header: no line ends, control characters or encoded words."""
    plain = "".join(char if char.isprintable() else " " for char in words)
    return " ".join(plain.split()).replace("=?", "= ?")


def _written(email: Email) -> bytes:
    message = EmailMessage(policy=_POLICY)
    message["Message-ID"] = email.message_id
    message["Date"] = email.at
    message["From"] = email.sender
    message["To"] = email.recipient
    message.set_raw("Subject", _encoded(in_one_line(email.subject)))
    message.set_content(_lines(email.text))
    for name, content_type, content in map(_harmless, email.files):
        main, _, sub = content_type.partition("/")
        message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return message.as_bytes()


def _encoded(words: str) -> str:
    """Words encoded for a header. The newer API of the library moves spaces when folding."""
    if words.isascii() and len(words) <= _SHORT:
        return words
    return Header(words, "utf-8", header_name="Subject").encode(linesep="\r\n")


def _reads_as_meant(written: bytes, email: Email) -> bool:
    """Whether two parsers, one lenient and one plain, find exactly the same headers, text and files."""
    bare = written.replace(b"\r\n", b"")
    if b"\r" in bare or b"\n" in bare or not (written.isascii() and written.endswith(b"\r\n")):
        return False
    plain = [name.lower() for name in message_from_bytes(written, policy=compat32).keys()]  # noqa: SIM118
    if plain[: len(_HEADERS)] != _HEADERS or not set(plain[len(_HEADERS) :]) <= _BODY_HEADERS:
        return False
    read = message_from_bytes(written, policy=_POLICY)
    headers = [read[name] for name in ("message-id", "from", "to", "subject")]
    meant = [email.message_id, email.sender, email.recipient, in_one_line(email.subject)]
    return headers == meant and not read.defects and _content(read) == _meant_content(email)


def _content(read: EmailMessage) -> tuple[str, list[File]]:
    body = read.get_body(("plain",))
    text = body.get_content().replace("\r\n", "\n") if body else ""
    files = [
        (part.get_filename() or "", part.get_content_type(), _bytes_of(part))
        for part in read.iter_attachments()
    ]
    return text, files


def _bytes_of(part: Message) -> bytes:
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _meant_content(email: Email) -> tuple[str, list[File]]:
    return _lines(email.text), [_harmless(file) for file in email.files]


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n") + "\n"


def _harmless(file: File) -> File:
    name, content_type, content = file
    known = _TYPE.fullmatch(content_type) and not content_type.startswith(_NESTED)
    return in_one_line(name), content_type if known else "application/octet-stream", content
