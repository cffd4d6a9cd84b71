"""Strips older mail from a pasted message: quoted lines, attributions, mail headers."""

from __future__ import annotations

import re

_QUOTED = re.compile(r"[ ]*(?:>|\|[ ])")
_WROTE = re.compile(
    r"^[ ]*(?:on|am|le|el|il|em|op|den)\b[^\n]{0,200}(?:\n[^\n]{0,200})?"
    r"(?:wrote|schrieb[^\n:]{0,80}|a ecrit|escribio|ha scritto|escreveu|schreef|skrev)"
    r"[ ]?:[ ]*$",
    re.MULTILINE,
)
_WROTE_IN_A_LINE = re.compile(
    r"(?:^|(?<=[.!?\"')\n ]))on [^\n]{0,100}\d[^\n]{0,160}\bwrote ?:(?=[^\n]*\S)", re.MULTILINE
)
_QUOTED_IN_A_LINE = re.compile(r"(?<=[.!?:\"')])[ ]+>+[ ][^\n]*")
_ORIGINAL = re.compile(
    r"^[ ]*(?:-{2,}|={2,})?[ ]*(?:original message|ursprungliche nachricht|message d'origine|"
    r"mensaje original|messaggio originale)\b[^\n]*$",
    re.MULTILINE,
)
_HEADER = re.compile(
    r"[ ]*(?:from|to|cc|bcc|sent|date|subject|reply-to|von|an|gesendet|betreff|de|a|objet)[ ]?:"
)
_ENDS_A_SENTENCE = re.compile(r"[.!?:][\"')\]]*[ ]*$")


def strip_quoted_mail(text: str) -> str:
    """The text with older parts blanked to line breaks, so that positions stay the same.

    If a quoted line stops in mid-sentence, the unmarked line after it goes too: mail programs wrap
    quoted lines and lose the `>`.
    """
    text = _QUOTED_IN_A_LINE.sub(lambda found: _blank(found.group()), _cut_originals(text))
    lines = text.split("\n")
    _blank_quoted(lines)
    _blank_headers(lines)
    return "\n".join(lines)


def _cut_originals(text: str) -> str:
    for mark in (_ORIGINAL, _WROTE, _WROTE_IN_A_LINE):
        for found in mark.finditer(text):
            rest = text[found.end() :].lstrip()
            end = found.end() if _QUOTED.match(rest) else len(text)
            text = text[: found.start()] + _blank(text[found.start() : end]) + text[end:]
    return text


def _blank(words: str) -> str:
    return "\n" * len(words)


def _blank_quoted(lines: list[str]) -> None:
    in_tail = False
    for number, line in enumerate(lines):
        quoted = _QUOTED.match(line) is not None
        if quoted or (in_tail and line.strip()):
            in_tail = not _ENDS_A_SENTENCE.search(line)
            lines[number] = _blank(line)
        else:
            in_tail = False


def _blank_headers(lines: list[str]) -> None:
    """Blank mail headers at the top; two or more further down start an older message."""
    has_text = False
    for number, line in enumerate(lines):
        if not _HEADER.match(line):
            has_text = has_text or bool(line.strip())
        elif has_text and number + 1 < len(lines) and _HEADER.match(lines[number + 1]):
            lines[number:] = [_blank(later) for later in lines[number:]]
            return
        else:
            lines[number] = _blank(line)
