"""The API keys of the database, as their page wants them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine

from brp_match.errors import BrpMatchError
from brp_match.review import clients
from brp_match.review.accounts import Account, Role
from brp_match.web.pages.case_views import number_of
from brp_match.web.pages.desk import Context, Refused
from brp_match.web.pages.dutch import told


class ClientsOfStore:
    """Keeps which systems may call the API; every change stands in the audit."""

    def __init__(self, engine: Engine, user: Account, now: datetime) -> None:
        self.engine = engine
        self.user = user
        self.now = now

    def clients(self) -> Context:
        """Return the context of clients.html, without `fouten`, `nieuw` and `gemaakt`."""
        with self.engine.begin() as con:
            held = clients.list_clients(con)
        return {
            "sleutels": [
                {
                    "href": f"/sleutels/{one.id}",
                    "nummer": number_of(one.id),
                    "naam": one.name,
                    "rollen": sorted(role.value for role in one.roles),
                    "sinds": one.created,
                    "actief": one.active,
                }
                for one in sorted(held, key=lambda one: not one.active)
            ]
        }

    def add_client(self, name: str, roles: Sequence[str]) -> str:
        """Make a key; return it, to be shown once. Raises Refused."""
        try:
            with self.engine.begin() as con:
                return clients.add_client(
                    con, name, [Role(role) for role in roles], self.now, account_id=self.user.id
                )
        except BrpMatchError as error:
            raise Refused([told(fault.detail) for fault in error.faults]) from None

    def withdraw_client(self, client_id: str) -> None:
        """Let a key open nothing any more."""
        with self.engine.begin() as con:
            clients.withdraw_client(con, client_id, self.now, account_id=self.user.id)
