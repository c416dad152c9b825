"""Idempotency keys: the same request twice is done once, and answered the same."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import Header
from fastapi.responses import JSONResponse
from sqlalchemy import Connection, Engine, delete, insert, select
from sqlalchemy.exc import IntegrityError

from brp_match.review.accounts import Account
from brp_match.review.schema import idempotency
from brp_match.web.errors import WebError

KEPT_FOR = timedelta(days=2)
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        max_length=80,
        pattern=r"^[A-Za-z0-9_.:-]*$",
        description="Een eigen kenmerk van deze vraag; twee keer dezelfde wordt één keer gedaan.",
    ),
]


class Answer:
    """Status, body and headers of a request that was done; kept to be given again."""

    def __init__(self, status: int, body: Any, headers: dict[str, str]) -> None:
        self.status = status
        self.body = body
        self.headers = headers

    def response(self) -> JSONResponse:
        """Return the answer."""
        return JSONResponse(self.body, self.status, self.headers)


def once(
    engine: Engine,
    caller: Account,
    key: str,
    content: bytes,
    now: datetime,
    act: Callable[[Connection], Answer],
) -> JSONResponse:
    """Do `act` in one transaction together with keeping its answer under `key`.

    Without a key it is simply done. A key with another content, or one that is at work at this
    moment, is WebError 409.
    """
    request_hash = hashlib.sha256(content).hexdigest()
    try:
        with engine.begin() as con:
            if not key:
                return act(con).response()
            found = con.execute(
                select(idempotency).where(
                    idempotency.c.account_id == caller.id, idempotency.c.key == key
                )
            ).first()
            if found is not None:
                if found.request_hash != request_hash:
                    raise _other("deze Idempotency-Key is al voor een andere vraag gebruikt")
                return Answer(found.status, found.body["body"], found.body["headers"]).response()
            con.execute(delete(idempotency).where(idempotency.c.at < now - KEPT_FOR))
            done = act(con)
            con.execute(
                insert(idempotency).values(
                    account_id=caller.id, key=key, request_hash=request_hash, status=done.status,
                    body={"body": done.body, "headers": done.headers}, at=now,
                )
            )  # fmt: skip
    except IntegrityError as error:
        if not key:
            raise
        raise _other("deze vraag is op dit moment al in behandeling") from error
    return done.response()


def _other(detail: str) -> WebError:
    return WebError(
        409,
        "IDEMPOTENCY_KEY_GEBRUIKT",
        detail[0].upper() + detail[1:] + ".",
        faults=[
            {
                "in": "header",
                "location": {"name": "Idempotency-Key"},
                "code": "IDEMPOTENCY_KEY_GEBRUIKT",
                "detail": detail,
            }
        ],
    )
