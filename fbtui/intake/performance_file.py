"""A performance report from a file or from pasted text: told apart from feedback, and read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from fbtui.domain.marketplaces import MARKETPLACES, marketplace
from fbtui.intake.performance import MAX_BYTES, Origin, PerformanceReport, refuse_if_too_large
from fbtui.intake.performance_fields import is_performance_report
from fbtui.intake.performance_json import read_performance_json
from fbtui.intake.performance_xml import read_performance_xml
from fbtui.intake.source import ByteStream, Source, name_of

_LOOKED_AT = 1 << 16  # bytes in which a report shows what it is


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A performance report with what it was as a file. `layout`: "V2 JSON" or "V1 XML"."""

    name: str
    sha256: str
    layout: str
    encoding: str
    account: str
    marketplace: str
    report: PerformanceReport


def speaks_of_health(source: Source) -> bool:
    """Whether a source is a performance report. Raises RefusedInput when it cannot be read."""
    head = b""
    for chunk in ByteStream(source):
        head += chunk
        if len(head) >= _LOOKED_AT:
            break
    return is_performance_report(head[:_LOOKED_AT])


def read_report_file(source: Source, *, account: str, code: str, today: date) -> ReportFile:
    """Read a V2 or V1 report. `code`: the marketplace of what names none, "" for none.

    Raises RefusedInput, with file and line, for what is no such report.
    """
    named = marketplace(code).code if code else ""
    known = {each.id: each.code for each in MARKETPLACES.values()}
    origin = Origin(name_of(source), today, account, named, known)
    stream, data = ByteStream(source), bytearray()
    for chunk in stream:
        if len(data) <= MAX_BYTES:  # the rest is read for the hash alone: it is refused below
            data += chunk
    whole = bytes(data)
    refuse_if_too_large(whole, origin)
    is_xml = whole.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0")[:1] == b"<"
    read = read_performance_xml if is_xml else read_performance_json
    return ReportFile(
        name=origin.name,
        sha256=stream.sha256,
        layout="V1 XML" if is_xml else "V2 JSON",
        encoding="as declared" if is_xml else json.detect_encoding(whole),
        account=account,
        marketplace=named,
        report=read(whole, origin),
    )
