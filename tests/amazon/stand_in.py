"""A stand-in for Amazon on loopback: sign-in, reports, documents and orders, with faults on demand."""

from __future__ import annotations

import gzip
import json
import re
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from fbtui.domain.sync.application import Application
from fbtui.domain.times import timestamp

HEADER = "Date\tRating\tComments\tYour Response\tOrder ID\tRater Email\n"
ALIAS = "needle0address@marketplace.amazon.com"
_OPERATIONS = {
    ("POST", "reports"): "createReport",
    ("GET", "report"): "getReport",
    ("GET", "reports"): "getReports",
    ("GET", "documents"): "getReportDocument",
    ("GET", "orders"): "getOrder",
}
_FACTS = Path(__file__).parents[2] / "docs" / "domain" / "sync.md"
# What Amazon publishes, read from the page of facts and not from the program that has to keep to it.
PUBLISHED = {
    operation: (float(per_second), float(burst))
    for operation, per_second, burst in re.findall(
        r"\b((?:create|get)\w+) ([\d.]+) and (\d+)", _FACTS.read_text(encoding="utf-8")
    )
}
Answer = tuple[int, Any, str]


class Amazon:
    """Holds all state; `clock` is the test's. Reports are ready after `minutes`."""

    def __init__(self, clock: Callable[[], datetime], minutes: float = 0) -> None:
        self.clock, self.minutes = clock, minutes
        self.reports: dict[str, dict[str, Any]] = {}
        self.documents: dict[str, tuple[bytes, str | None]] = {}
        self.orders: dict[str, dict[str, Any]] = {}
        self.revoked: set[str] = set()
        self.calls: list[tuple[str, str, datetime]] = []  # account, operation, when
        self.over: list[tuple[str, str]] = []
        self.faults: list[tuple[str, Answer]] = []  # (operation, what it answers), each once
        self.ends: Callable[[dict[str, Any]], str] = lambda _: "DONE"
        self.rows: Callable[[dict[str, Any]], bytes] = lambda _: HEADER.encode()
        self.packs = False
        self._allowance: dict[tuple[str, str], tuple[float, datetime]] = {}
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def application(self, **settings: Any) -> Application:
        """The settings of a program that talks to this stand-in."""
        return Application(
            client_id="amzn1.application",
            client_secret_env="SECRET",
            endpoint=self.address,
            sign_in=f"{self.address}/auth/o2/token",
            timeout_seconds=60,
            **settings,
        )

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def made(self, operation: str) -> int:
        return sum(each == operation for _, each, _ in self.calls)

    def fault(self, operation: str, status: int, body: Any = None, times: int = 1) -> None:
        kind = "text/html" if isinstance(body, str) else "application/json"
        self.faults += [(operation, (status, body or {}, kind))] * times

    def answer(self, method: str, target: str, token: str, body: bytes) -> Answer:
        with self._lock:
            url = urlsplit(target)
            if url.path == "/auth/o2/token":
                return self._sign_in(parse_qs(body.decode()))
            if url.path.startswith("/doc/"):
                assert not token, "no token goes with a document"
                return 200, self.documents[url.path[5:]][0], "text/plain;charset=Cp1252"
            *_, kind, name = (
                url.path.split("/")[1:]
                if url.path.count("/") > 3
                else (*url.path.split("/")[1:], "")
            )
            if kind == "reports" and name:
                kind = "report"
            operation = _OPERATIONS[method, kind]
            return self._call(operation, name, token.removeprefix("token of "), url.query, body)

    def _sign_in(self, form: dict[str, list[str]]) -> Answer:
        [refresh] = form["refresh_token"]
        if (
            "sign-in",
            found := next((a for o, a in self.faults if o == "sign-in"), None),
        ) and found:
            self.faults.remove(("sign-in", found))
            return found
        if refresh in self.revoked:
            return (
                400,
                {"error": "invalid_grant", "error_description": f"bad {refresh}"},
                "application/json",
            )
        return 200, {"access_token": f"token of {refresh}", "expires_in": 3600}, "application/json"

    def _call(self, operation: str, name: str, who: str, query: str, body: bytes) -> Answer:
        self.calls.append((who, operation, self.clock()))
        if not self._allowed(who, operation):
            self.over.append((who, operation))
            return 429, _error("QuotaExceeded", "You exceeded your quota."), "application/json"
        for each in self.faults:
            if each[0] == operation:
                self.faults.remove(each)
                return each[1]
        act = getattr(self, f"_{operation}")
        found: Answer = (*act(name, who, query, body), "application/json")
        return found

    def _createReport(self, _: str, who: str, __: str, body: bytes) -> tuple[int, Any]:  # noqa: N802
        number = str(50_000 + len(self.reports) + 1)
        made = timestamp(self.clock())
        self.reports[number] = {
            **json.loads(body),
            "reportId": number,
            "createdTime": made,
            "who": who,
        }
        return 202, {"reportId": number}

    def _getReport(self, name: str, who: str, *_: Any) -> tuple[int, Any]:  # noqa: N802
        if name not in self.reports or self.reports[name]["who"] != who:
            return 404, _error("NotFound", "There is no such report.")
        return 200, self._seen(self.reports[name])

    def _getReports(self, _: str, who: str, query: str, __: bytes) -> tuple[int, Any]:  # noqa: N802
        asked = {name: each[0] for name, each in parse_qs(query).items()}
        found = [
            self._seen(each)
            for each in self.reports.values()
            if each["who"] == who
            and each["reportType"] == asked["reportTypes"]
            and each["createdTime"] >= asked["createdSince"]
            and asked["marketplaceIds"] in each["marketplaceIds"]
        ]
        return 200, {"reports": found}

    def _getReportDocument(self, name: str, *_: Any) -> tuple[int, Any]:  # noqa: N802
        packed = self.documents[name][1]
        told = {"reportDocumentId": name, "url": f"{self.address}/doc/{name}"}
        return 200, told | ({"compressionAlgorithm": packed} if packed else {})

    def _getOrder(self, name: str, _: str, query: str, __: bytes) -> tuple[int, Any]:  # noqa: N802
        assert query == "includedData=FULFILLMENT"
        if name not in self.orders:
            return 404, _error("NotFound", "The order is not known.")
        return 200, {"order": self.orders[name]}

    def _seen(self, report: dict[str, Any]) -> dict[str, Any]:
        told = {name: value for name, value in report.items() if name != "who"}
        age = self.clock() - datetime.fromisoformat(report["createdTime"])
        if age < timedelta(minutes=self.minutes):
            return told | {"processingStatus": "IN_PROGRESS"}
        status = self.ends(report)
        if status == "DONE":
            name = f"doc{report['reportId']}"
            content = self.rows(report)
            packed = "GZIP" if self.packs else None
            self.documents.setdefault(name, (gzip.compress(content) if packed else content, packed))
            told["reportDocumentId"] = name
        return told | {"processingStatus": status}

    def _allowed(self, who: str, operation: str) -> bool:
        """Amazon's rate limits, implemented independently of ours."""
        per_second, burst = PUBLISHED[operation]
        tokens, at = self._allowance.get((who, operation), (burst, self.clock()))
        passed = (self.clock() - at).total_seconds()
        tokens = min(tokens + passed * per_second, burst)
        self._allowance[who, operation] = (tokens - (tokens >= 1), self.clock())
        return tokens >= 1


def order_of(order_id: str, sku: str, by: str = "MERCHANT", *more: str) -> dict[str, Any]:
    """An order as in the Orders API of 2026-01-01."""
    items = [
        {
            "orderItemId": str(nth),
            "quantityOrdered": 1,
            "product": {"asin": f"B0{each:0>8}", "sellerSku": each, "title": f"The {each}"},
        }
        for nth, each in enumerate((sku, *more))
    ]
    moment = "2026-11-01T10:00:00Z"
    fulfilment = {"fulfillmentStatus": "SHIPPED", "fulfilledBy": by}
    return {
        **{"orderId": order_id, "createdTime": moment, "lastUpdatedTime": moment},
        **{
            "salesChannel": {"channelName": "AMAZON"},
            "fulfillment": fulfilment,
            "orderItems": items,
        },
    }


def _error(code: str, message: str) -> dict[str, Any]:
    return {"errors": [{"code": code, "message": message, "details": ""}]}


def _handler(amazon: Amazon) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1

        def log_message(self, format: str, *args: Any) -> None: ...

        def do_GET(self) -> None:
            self._go("GET")

        def do_POST(self) -> None:
            self._go("POST")

        def _go(self, method: str) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            token = self.headers.get("x-amz-access-token", "")
            status, told, kind = amazon.answer(method, self.path, token, body)
            content = (
                told
                if isinstance(told, bytes)
                else told.encode()
                if isinstance(told, str)
                else json.dumps(told).encode()
            )
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    return Handler
