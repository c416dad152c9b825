"""Deliver signals, wait, fetch the decisions: python client_example.py ADDRESS KEY signalen.json"""

import json
import sys
import time
import urllib.error
import urllib.request
from typing import Any


def call(base: str, key: str, path: str, body: Any = None, **headers: str) -> Any:
    """Return the answer to one call; a refusal is printed with all its faults."""
    sent = None if body is None else json.dumps(body).encode()
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json", **headers}
    asked = urllib.request.Request(base + path, sent, headers)
    try:
        with urllib.request.urlopen(asked, timeout=60) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as refused:
        sys.exit(f"{refused.code}: {refused.read().decode()}")


def deliver(base: str, key: str, name: str, signals: Any) -> Any:
    """Return every decision about these signals; sent twice under one name, they are taken in once."""
    sent = {"naam": name, "signalen": signals}
    run = call(base, key, "/v1/signalen", sent, **{"Idempotency-Key": name})
    place = f"/v1/leveringen/{run['leveringId']}"
    while run["stand"] in ("wachtend", "bezig"):
        time.sleep(1)
        run = call(base, key, place)
    if run["stand"] != "klaar":
        sys.exit(f"{run['stand']}: {run['fouten']}")
    decisions: list[Any] = []
    page: Any = {"_links": {"next": {"href": f"{place}/besluiten"}}}
    while page["_links"].get("next"):
        page = call(base, key, page["_links"]["next"]["href"])
        decisions += page["items"]
    return decisions


if __name__ == "__main__":
    with open(sys.argv[3], encoding="utf-8") as file:
        print(json.dumps(deliver(sys.argv[1], sys.argv[2], "november", json.load(file)), indent=1))
