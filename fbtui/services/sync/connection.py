"""A seller's connection to Amazon; each call is counted against its allowance, on disk, first."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from fbtui.domain.outcome import RefusedInput
from fbtui.domain.sync.application import Application
from fbtui.domain.sync.failed_calls import FailedCall
from fbtui.domain.sync.rates import Operation
from fbtui.services.context import Context
from fbtui.services.sync.sellers import Seller, client_secret, refresh_token
from fbtui.store.sync import rates

if TYPE_CHECKING:
    from fbtui.amazon.calls import Http
    from fbtui.amazon.session import Session

T = TypeVar("T")
_USED_UP = "Amazon's allowance for {operation} is used up"


class Connection:
    """Signs in on first use. A failed sign-in is not retried in the same round."""

    def __init__(
        self, context: Context, http: Http, application: Application, seller: Seller
    ) -> None:
        self._context, self._http = context, http
        self._application, self.seller = application, seller
        self._session: Session | None = None
        self._broken: FailedCall | None = None

    def begin_round(self) -> None:
        """Forget temporary failures of the last round."""
        if self._broken and self._broken.fate == "later":
            self._broken = None

    def call(
        self, operation: Operation, act: Callable[[Session], T | FailedCall]
    ) -> T | FailedCall:
        """The answer to one call, or why it failed, including a used-up allowance."""
        if self._broken:
            return self._broken
        session = self._signed_in()
        if isinstance(session, FailedCall):
            return session
        context, key = self._context, self.seller.key
        with context.database.writing() as connection:
            wait = rates.spend(connection, key, operation, context.clock())
        if wait:
            return FailedCall("later", _USED_UP.format(operation=operation), wait)
        answer = act(session)
        if isinstance(answer, FailedCall):
            self._learn(operation, answer)
        return answer

    def _learn(self, operation: Operation, failed: FailedCall) -> None:
        if failed.cause == "rate":
            context = self._context
            with context.database.writing() as connection:
                rates.used_up(connection, self.seller.key, operation, context.clock())
        if failed.cause == "sign-in":
            self._broken = failed

    def _signed_in(self) -> Session | FailedCall:
        from fbtui.amazon.session import Credentials, Session

        if self._session is None:
            try:
                secret, token = client_secret(self._application), refresh_token(self.seller)
            except RefusedInput as why:
                self._broken = FailedCall("person", str(why), cause="sign-in")
                return self._broken
            self._session = Session(
                self._http,
                self.seller.account,
                Credentials(self._application.client_id, secret, token),
                endpoint=self._application.address_of(self.seller.region),
                sign_in=self._application.sign_in_address,
                clock=self._context.clock,
            )
        return self._session
