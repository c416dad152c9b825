"""The accounts of the database, as their page wants them; every change stands in the audit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine

from brp_match.errors import BrpMatchError
from brp_match.review import accounts, audit, sessions
from brp_match.review.accounts import Account
from brp_match.web.pages.desk import Context, Refused
from brp_match.web.pages.dutch import told


class AccountsOfStore:
    """Keeps who may sign in and do what."""

    def __init__(self, engine: Engine, user: Account, now: datetime) -> None:
        self.engine = engine
        self.user = user
        self.now = now

    def accounts(self) -> Context:
        """Return the context of accounts.html."""
        with self.engine.begin() as con:
            held = accounts.list_accounts(con)
            local = {one.id for one in held if accounts.has_password(con, one.id)}
        return {
            "wachtwoord_lengte": accounts.SHORTEST_PASSWORD,
            "accounts": [
                {
                    "href": f"/accounts/{account.id}",
                    "naam": account.name,
                    "rollen": sorted(role.value for role in account.roles),
                    "geheim": account.secrecy,
                    "actief": account.active,
                    "wachtwoord": account.id in local,
                }
                for account in held
            ],
        }

    def add_account(self, values: Mapping[str, Any]) -> None:
        """Make an account and note it; raises Refused with what is wrong."""
        try:
            with self.engine.begin() as con:
                made = accounts.add_account(
                    con, values["naam"], values["wachtwoord"],
                    [accounts.Role(role) for role in values["rollen"]],
                    secrecy=values["geheim"], now=self.now,
                )  # fmt: skip
                self._note(con, "account_gemaakt", made)
        except BrpMatchError as error:
            raise Refused([told(fault.detail) for fault in error.faults]) from None

    def change_account(self, account_id: str, values: Mapping[str, Any]) -> None:
        """Change an account and note it; nobody can lock himself out."""
        if account_id == self.user.id and not (
            values["actief"] and "beheerder" in values["rollen"]
        ):
            raise Refused(["U kunt uzelf niet blokkeren en uw rol beheerder niet weghalen."])
        try:
            with self.engine.begin() as con:
                changed = accounts.change_account(
                    con, account_id, roles=[accounts.Role(role) for role in values["rollen"]],
                    secrecy=values["geheim"], active=values["actief"],
                )  # fmt: skip
                if values["wachtwoord"]:
                    accounts.set_password(con, account_id, values["wachtwoord"])
                    sessions.end_all(con, account_id)
                self._note(con, "account_gewijzigd", changed)
        except BrpMatchError as error:
            if error.http_status == 404:
                raise
            raise Refused([told(fault.detail) for fault in error.faults]) from None

    def password(self) -> Context:
        """Return the context of password.html, without `fouten`."""
        with self.engine.begin() as con:
            local = accounts.has_password(con, self.user.id)
        return {"eigen": local, "wachtwoord_lengte": accounts.SHORTEST_PASSWORD}

    def change_password(self, old: str, new: str, again: str, token: str) -> None:
        """Change the user's own password; whoever else was in under this name is out. Raises Refused."""
        if new != again:
            raise Refused(["De twee nieuwe wachtwoorden zijn niet gelijk."])
        with self.engine.begin() as con:
            known = accounts.verify(con, self.user.name, old, self.now)
        if known is None or known.id != self.user.id:
            # counted: five wrong ones lock the account, here as when signing in
            raise Refused(["Uw huidige wachtwoord klopt niet, of het account is even op slot."])
        try:
            with self.engine.begin() as con:
                accounts.set_password(con, self.user.id, new)
                sessions.end_all(con, self.user.id, but=token)
                self._note(con, "wachtwoord_gewijzigd", self.user)
        except BrpMatchError as error:
            raise Refused([told(fault.detail) for fault in error.faults]) from None

    def _note(self, con: Connection, kind: str, account: Account) -> None:
        audit.write(
            con, kind, account_id=self.user.id, now=self.now,
            detail={
                "account": account.id, "rollen": sorted(role.value for role in account.roles),
                "geheim": account.secrecy, "actief": account.active,
            },
        )  # fmt: skip
