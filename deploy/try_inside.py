"""What try.sh does inside the container: starts the service as compose.yaml does, and decides a case over the API."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable

import httpx

HOST = "vroegsignalen.gemeente.example"
BY_PROXY = {"Host": HOST, "X-Forwarded-Proto": "https"}


def main() -> None:
    """Account, key, service, delivery, case, verdict; prints one line at the end. Raises where something is amiss."""
    subprocess.run(
        ["brp-match", "account", "anna", "--role", "beheerder", "coordinator", "beoordelaar", "--data", "/data"],
        input="een lang en goed wachtwoord\n", text=True, check=True,
    )  # fmt: skip
    told = subprocess.run(
        ["brp-match", "account", "zaak", "--client", "--role", "coordinator", "beoordelaar", "--data", "/data"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    key = told.strip().rsplit(": ", 1)[1]
    service = subprocess.Popen(
        ["brp-match", "serve", "--host=0.0.0.0", "--data=/data", "--register=/register/register.duckdb", "--behind-proxy",
         "--proxy=172.28.0.0/24", f"--public-url=https://{HOST}", f"--security-contact=mailto:security@{HOST}"],
    )  # fmt: skip
    try:
        with httpx.Client(
            base_url="http://127.0.0.1:8000", timeout=60, headers=BY_PROXY | {"Authorization": f"Bearer {key}"}
        ) as web:  # fmt: skip
            print(f"besluit genomen in de container: {decide(web)}")
    finally:
        service.terminate()
        service.wait(30)


def decide(web: httpx.Client) -> str:
    """Deliver signals and judge the first case; returns its state."""
    wait(lambda: web.get("/gezond").status_code == 200)
    with open("stad/signalen.csv", "rb") as signals:
        sent = web.post("/v1/leveringen", files={"signalen": signals}, data={"naam": "november"})
    sent.raise_for_status()
    place = f"/v1/leveringen/{sent.json()['leveringId']}"
    wait(lambda: web.get(place).json()["stand"] == "klaar")
    case = f"/v1/zaken/{web.get('/v1/zaken').json()['items'][0]['zaakId']}"
    judged = web.post(
        f"{case}/oordelen",
        headers={"If-Match": web.get(case).headers["etag"], "Idempotency-Key": "eerste"},
        json={"uitkomst": "geen_van_deze", "reden": "Nagevraagd bij de bewoner."},
    )
    judged.raise_for_status()
    return str(judged.json()["stand"])


def wait(done: Callable[[], bool], seconds: float = 120) -> None:
    """Wait until `done()` holds; raises TimeoutError."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if done():
                return
        except httpx.TransportError:
            pass
        time.sleep(0.3)
    raise TimeoutError("the service did not come to it")


if __name__ == "__main__":
    main()
