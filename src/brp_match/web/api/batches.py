"""Signals as JSON in one call: a delivery for systems that hold rows and no file."""

from __future__ import annotations

import json
from io import BytesIO

from fastapi import APIRouter, Request
from fastapi.responses import Response

from brp_match.review.intake import SentFile, SentFiles
from brp_match.web.api.deliveries import Sender, accept
from brp_match.web.api.delivery_models import Levering, SignalenIn
from brp_match.web.api.idempotent import Key
from brp_match.web.api.strict_json import StrictJson

router = APIRouter(tags=["leveringen"], route_class=StrictJson)


@router.post("/signalen", status_code=202, response_model=Levering)
def send_signals(
    request: Request, caller: Sender, signalen: SignalenIn, idempotency_key: Key = ""
) -> Response:
    """Lever signalen aan als JSON, tegen het voorbereide register. Daarna gaat het als bij een bestand, volg `Location`."""
    rows = [one.model_dump(exclude_none=True) for one in signalen.signalen]
    text = json.dumps(rows, ensure_ascii=False).encode()
    sent = SentFiles([SentFile(BytesIO(text), "signalen.json")])
    return accept(
        request, caller, sent, name=signalen.naam, ask=signalen.vragen_eerst, key=idempotency_key
    )
