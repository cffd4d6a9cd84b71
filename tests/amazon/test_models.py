"""Our calls and the stand-in's responses are valid by Amazon's own models, which we may not ship."""

from __future__ import annotations

import asyncio
import json
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from fbtui.services.desk import Desk
from tests.amazon.stand_in import Amazon, order_of

MODELS = os.environ.get("FBTUI_AMAZON_MODELS", "")
FILES = ("reports_2021-06-30.json", "orders_2026-01-01.json")
pytestmark = [
    pytest.mark.skipif(
        not all((Path(MODELS) / name).is_file() for name in FILES) or not MODELS,
        reason="FBTUI_AMAZON_MODELS names no folder with Amazon's models "
        f"({', '.join(FILES)} of the Selling Partner API)",
    )
]
Make = Callable[..., Any]


@pytest.fixture
def judged(amazon: Amazon) -> Iterator[str]:
    """Connexion's address: routes and both checks come from Amazon's files, the state from the stand-in."""
    connexion = pytest.importorskip("connexion")
    uvicorn = pytest.importorskip("uvicorn")
    from connexion.resolver import Resolver

    async def act(body: Any = None, **_: Any) -> Any:
        url, token = connexion.request.url, connexion.request.headers["x-amz-access-token"]
        target = f"{url.path}?{url.query}" if url.query else url.path
        asked = (connexion.request.method, target, token, json.dumps(body).encode())
        status, told, _ = await asyncio.to_thread(amazon.answer, *asked)
        return told, status

    app = connexion.AsyncApp(__name__, specification_dir=MODELS)
    for name in FILES:
        app.add_api(
            name,
            resolver=Resolver(lambda _: act),
            validate_responses=True,
            strict_validation=True,
            name=name,
            base_path=None,
        )
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.01)
        assert thread.is_alive(), "the judge did not start"
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(5)


def test_every_call_is_as_amazon_describes_it(
    amazon: Amazon, judged: str, fetching: Make, run: Make, row: Make, order: Make
) -> None:
    from tests.amazon.test_sync import HEALTH, rows

    written = rows(row(1), row(2))
    amazon.minutes = 2
    amazon.rows = lambda r: written if "FEEDBACK" in r["reportType"] else HEALTH.read_bytes()
    amazon.orders = {order(1): order_of(order(1), "MUG", "AMAZON")}
    desk: Desk = fetching()
    asked = desk._amazon
    assert asked is not None
    desk._amazon = asked.changed(endpoint=judged)
    amazon.fault("getReport", 429, {"errors": [{"code": "QuotaExceeded", "message": "x"}]})
    ended = run(desk, wait=900)
    assert [(each.kind, each.state) for each in ended.fetched] == [
        ("feedback", "taken"),
        ("health", "taken"),
    ]
    assert ended.orders["main na"][:3] == (1, 1, 0)
    made = {operation for _, operation, _ in amazon.calls}
    assert made == {"createReport", "getReports", "getReport", "getReportDocument", "getOrder"}
