"""The Reports API of 2021-06-30: request a report, poll it, and download it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import quote

from fbtui.amazon.document import AT_MOST, unpacked
from fbtui.amazon.session import Session
from fbtui.domain.sync.failed_calls import FailedCall
from fbtui.domain.sync.fetch import Listed
from fbtui.domain.times import timestamp

_REPORTS = "/reports/2021-06-30/reports"
_DOCUMENTS = "/reports/2021-06-30/documents"
_UNREADABLE = "{what}: Amazon's answer lacks {name}."


def create(
    session: Session, report_type: str, marketplace_id: str, since: date | None
) -> str | FailedCall:
    """Request a report from a day on; returns its ID. No end date: ranges with one are often cancelled."""
    wanted: dict[str, Any] = {"reportType": report_type, "marketplaceIds": [marketplace_id]}
    if since is not None:
        wanted["dataStartTime"] = f"{since.isoformat()}T00:00:00Z"
    body = session.call("report", "POST", _REPORTS, document=wanted)
    return body if isinstance(body, FailedCall) else _text(body, "reportId", "report")


def look(session: Session, report_id: str) -> Listed | FailedCall:
    """The state of a report."""
    body = session.call("report", "GET", f"{_REPORTS}/{quote(report_id, safe='')}")
    if isinstance(body, FailedCall):
        return body
    status = _text(body, "processingStatus", "report")
    return status if isinstance(status, FailedCall) else _listed(body)


def listed(
    session: Session, report_type: str, marketplace_id: str, created_since: datetime
) -> list[Listed] | FailedCall:
    """The newest reports of a type for one marketplace, whoever requested them."""
    query = {
        "reportTypes": report_type,
        "marketplaceIds": marketplace_id,
        "createdSince": timestamp(created_since),
        "pageSize": "100",
    }
    body = session.call("list of reports", "GET", _REPORTS, query=query)
    if isinstance(body, FailedCall):
        return body
    found = body.get("reports")
    rows = found if isinstance(found, list) else []
    return [
        _listed(row)
        for row in rows
        if isinstance(row, Mapping)
        and row.get("marketplaceIds", [marketplace_id]) == [marketplace_id]
    ]


def document(session: Session, document_id: str) -> bytes | FailedCall:
    """The unpacked bytes of a report, in memory only. Its URL expires after five minutes."""
    body = session.call("document", "GET", f"{_DOCUMENTS}/{quote(document_id, safe='')}")
    if isinstance(body, FailedCall):
        return body
    url = _text(body, "url", "document")
    if isinstance(url, FailedCall):
        return url
    got = session.fetch(url, AT_MOST)
    if isinstance(got, FailedCall):
        return got._replace(message=f"document: {got.message}")
    status, content = got
    if status != 200:
        return FailedCall("later", f"document: the address answered {status}.")
    return unpacked(content, body.get("compressionAlgorithm"))


def _listed(row: Mapping[str, Any]) -> Listed:
    begin = _moment(row.get("dataStartTime"))
    return Listed(
        report_id=str(row.get("reportId", "")),
        status=str(row.get("processingStatus", "")),
        document_id=str(row.get("reportDocumentId") or ""),
        created=_moment(row.get("createdTime")),
        since=begin.date() if begin else None,
        has_end=_moment(row.get("dataEndTime")) is not None,
    )


def _text(body: Mapping[str, Any], name: str, what: str) -> str | FailedCall:
    found = body.get(name)
    if isinstance(found, str) and found:
        return found
    return FailedCall("later", _UNREADABLE.format(what=what, name=name))


def _moment(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
