"""Detect and read a performance report or the Account Health page, from a file or pasted."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from fbtui.domain.health.targets import Targets
from fbtui.domain.marketplaces import MARKETPLACES, marketplace
from fbtui.intake.health_page import is_health_page, read_health_page
from fbtui.intake.performance import MAX_BYTES, Origin, PerformanceReport, refuse_if_too_large
from fbtui.intake.performance_fields import is_performance_report
from fbtui.intake.performance_json import read_performance_json
from fbtui.intake.performance_xml import read_performance_xml
from fbtui.intake.source import ByteStream, Source, name_of
from fbtui.intake.targets_file import load_targets

PAGE = "Account Health page"
_LOOKED_AT = 1 << 16  # bytes needed to recognise a report


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A performance report and its file's properties. `layout`: "V2 JSON", "V1 XML", or PAGE."""

    name: str
    sha256: str
    layout: str
    encoding: str
    account: str
    marketplace: str
    report: PerformanceReport


def speaks_of_health(source: Source) -> bool:
    """Whether a source is a performance report or the copied page. Raises RefusedInput when it cannot be read."""
    head = b""
    for chunk in ByteStream(source):
        head += chunk
        if len(head) >= _LOOKED_AT:
            break
    head = head[:_LOOKED_AT]
    return is_performance_report(head) or is_health_page(_text(head)[0])


def read_report_file(
    source: Source, *, account: str, code: str, today: date, targets: Targets | None = None
) -> ReportFile:
    """Read a V2 or V1 report, or the page. `code`: the marketplace if none is named, "" for none;
    `targets`: the metrics that the page may name (default: the shipped ones).

    Raises RefusedInput, with file and line, for anything else.
    """
    named = marketplace(code).code if code else ""
    known = {each.id: each.code for each in MARKETPLACES.values()}
    origin = Origin(name_of(source), today, account, named, known)
    stream, data = ByteStream(source), bytearray()
    for chunk in stream:
        if (
            len(data) <= MAX_BYTES
        ):  # too large and refused below; the rest is read only for the hash
            data += chunk
    whole = bytes(data)
    refuse_if_too_large(whole, origin)
    opens = whole.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0")[:1]
    if opens == b"<":
        layout, encoding, report = "V1 XML", "as declared", read_performance_xml(whole, origin)
    elif opens in (b"{", b"["):
        encoding = json.detect_encoding(whole)
        layout, report = "V2 JSON", read_performance_json(whole, origin)
    else:
        text, encoding = _text(whole)
        layout, report = PAGE, read_health_page(text, origin, targets or load_targets())
    return ReportFile(
        name=origin.name,
        sha256=stream.sha256,
        layout=layout,
        encoding=encoding,
        account=account,
        marketplace=named,
        report=report,
    )


def _text(data: bytes) -> tuple[str, str]:
    """The text of a page and its encoding, as browsers and editors write it."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace"), "utf-16"
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), "cp1252"
