"""Settings of the service: kept, audited, shown above every page; faults stand at their field."""

from __future__ import annotations

import re
from typing import Any

import pytest

from brp_match.review import accounts, audit, municipality, policies
from brp_match.review.accounts import Role
from brp_match.review.municipality import Municipality, Partner
from brp_match.web import deps, mail
from web.pages.conftest import NOW
from web.pages.service import PASSWORD, Service, csrf_of

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


def post(client: Any, path: str, **form: Any) -> Any:
    token = csrf_of(client.get("/instellingen").text)
    files = form.pop("files", None)
    return client.post(path, data={"csrf_token": token, **form}, files=files)


def test_name_contact_and_deliverers_are_kept_and_shown(service: Service) -> None:
    client = service.sign_in("coor")
    assert '<input type="hidden" name="vlp-' in client.get("/instellingen").text
    done = post(
        client, "/instellingen", naam=" Gemeente  Verzonnenstad ", contact="014 024",
        **{"vlp-0": "Waterbron", "email-0": "a@b.example", "dag-0": "5", "vlp-1": "Stroomwerk", "email-1": "", "dag-1": ""},
    )  # fmt: skip
    assert done.headers["location"] == "/instellingen?m=instellingen"
    with service.app.state.engine.begin() as con:
        kept = municipality.read(con)
        (line, *_) = audit.read(con, kind=municipality.CHANGED)
    assert kept == Municipality(
        "Gemeente Verzonnenstad", "014 024", (Partner("Waterbron", "a@b.example", 5),)
    )
    assert line.detail == {"wat": ["contact", "name", "partners"]}
    assert "Gemeente Verzonnenstad</a>" in client.get("/leveringen").text


def test_every_fault_stands_at_its_field_and_nothing_is_kept(service: Service) -> None:
    client = service.sign_in("beheer")
    refused = post(
        client, "/instellingen", naam="x" * 81,
        **{"vlp-0": "Waterbron", "email-0": "geen adres", "dag-0": "31"},
    )  # fmt: skip
    assert refused.status_code == 400
    for place in ("naam", "email-0", "dag-0"):
        assert f'<a href="#{place}">' in refused.text
    assert 'value="geen adres"' in refused.text
    with service.app.state.engine.begin() as con:
        assert municipality.read(con) == Municipality()


def test_a_form_that_is_refused_comes_back_as_it_was_sent(service: Service) -> None:
    client = service.sign_in("coor")
    sent = {
        "vlp-0": "Stroomwerk", "email-0": "", "dag-0": "",
        "vlp-1": "Waterbron", "email-1": "(x@y.nl", "dag-1": "vijf",
        "vlp-2": "", "email-2": "nieuw@z.example", "dag-2": "",
        "vlp-3": "Nieuw & co", "email-3": "", "dag-3": "4",
        "vlp-4": "Waterbron", "email-4": "", "dag-4": "6",
    }  # fmt: skip
    refused = post(client, "/instellingen", naam="Gemeente", **sent)
    assert refused.status_code == 400
    told = dict(re.findall(r'<li><a href="#([^"]+)">([^<]+)</a>', refused.text))
    assert told == {
        "email-1": "Dit is geen e-mailadres.",
        "dag-1": "Een leverdag is een getal van 1 tot en met 28.",
        "vlp-2": "Geef ook de naam van de vastelastenpartner.",
        "vlp-4": "Deze vastelastenpartner staat er al: vul zijn eigen regel in.",
    }
    for text in ('value="vijf"', 'value="(x@y.nl"', 'value="nieuw@z.example"'):
        assert text in refused.text
    # what was typed can be changed, and every field that is wrong says so
    assert re.search(r'<input type="text" id="vlp-3"[^>]*value="Nieuw &amp; co"', refused.text)
    wrong = re.findall(r'id="([a-z]+-\d)"[^>]*aria-invalid="true"', refused.text)
    assert wrong == ["email-1", "dag-1", "vlp-2"]


@pytest.mark.parametrize(
    "text",
    ["(x@y.nl", "a@[b.nl", "a@b..nl", "a@b", "=?utf-8?q?x?=@y.nl", "a b@c.nl", "a@b.nl\n", "é@b.nl", "x" * 250 + "@b.nl"],
)  # fmt: skip
def test_what_a_mail_program_would_read_otherwise_is_no_address(text: str) -> None:
    assert not municipality.ADDRESS.fullmatch(text)


def test_an_address_goes_into_a_message_as_it_is_written() -> None:
    for text in ("data.beheer+kaart@water-bron.example", "o'neil@b.nl", "a_b@1.example"):
        assert municipality.ADDRESS.fullmatch(text)
        made = mail.message(to=text, sender="", subject="x", text="x", files={}, now=NOW)
        assert [one.addr_spec for one in made["To"].addresses] == [text]


def test_a_logo_is_a_small_png_or_jpeg(service: Service) -> None:
    client = service.sign_in("coor")
    assert client.get("/logo").status_code == 404
    svg = post(client, "/instellingen/logo", files={"bestand": ("l.svg", b"<svg/>")})
    assert (svg.status_code, "Kies een PNG of een JPEG." in svg.text) == (400, True)
    large = post(client, "/instellingen/logo", files={"bestand": ("l.png", PNG + b"0" * 300_000)})
    assert "ten hoogste 200 kB" in large.text
    assert post(client, "/instellingen/logo", files={"bestand": ("l.png", PNG)}).status_code == 303
    assert service.visitor().get("/logo").content == PNG
    assert 'class="page-header__logo"' in client.get("/leveringen").text
    assert post(client, "/instellingen/logo", weg="ja").status_code == 303
    assert client.get("/logo").status_code == 404


def test_a_threshold_of_a_deliverer_is_a_version_of_the_policy(service: Service) -> None:
    client = service.sign_in("coor")

    def in_force() -> policies.PolicyVersion:
        with service.app.state.engine.begin() as con:
            return policies.in_force(con)

    before = in_force()
    row = {"vlp-0": " Waterbron", "drempel-0": "1.062,50", "vlp-1": "Stroomwerk", "drempel-1": ""}
    asked = {"nummer": str(before.number), **row}
    assert post(client, "/instellingen", **asked).status_code == 303
    after = in_force()
    assert (after.number, after.reason) == (
        before.number + 1,
        "drempels per vastelastenpartner, bij Instellingen",
    )
    assert policies.changed(before.policy, after.policy) == ["threshold_vlp"]
    assert after.policy.threshold_vlp == {"Waterbron": 1062.5}
    assert re.search(r'name="drempel-\d" value="1.062,50"', client.get("/instellingen").text)
    # the same once more makes no version; an older form is refused, a wrong amount told at its field
    assert post(client, "/instellingen", **asked).status_code == 303
    assert in_force().number == after.number
    late = post(client, "/instellingen", **asked | {"drempel-0": "10"})
    assert "Iemand anders wijzigde het beleid intussen" in late.text
    wrong = post(client, "/instellingen", **asked | {"drempel-0": "tien"})
    assert (wrong.status_code, '<a href="#drempel-0">' in wrong.text) == (400, True)
    assert 'value="tien"' in wrong.text
    assert in_force().policy == after.policy
    # the policy page has it as well, and takes it away
    page = client.get("/beleid").text
    assert 'name="threshold_vlp.Waterbron" value="1062,5"' in page


def test_who_may_see_some_municipalities_changes_no_threshold(service: Service) -> None:
    with service.app.state.engine.begin() as con:
        accounts.add_account(
            con, "deel", PASSWORD, [Role.COORDINATOR], municipalities=("0225",), now=deps.now()
        )
    client = service.sign_in("deel")
    assert 'name="drempel-' not in client.get("/instellingen").text
    asked = {"nummer": "1", "vlp-0": "Waterbron", "drempel-0": "5"}
    assert post(client, "/instellingen", **asked).status_code == 403
