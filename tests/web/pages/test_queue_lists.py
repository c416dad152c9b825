"""The queue: sorted as asked, paged both ways, filters kept under a name of one's own."""

from __future__ import annotations

import re

from brp_match.web.pages import desk_views
from web.pages.service import Service, csrf_of


def numbers(html: str) -> list[str]:
    return re.findall(r'href="/zaak/([0-9a-f]{32})[^"]*" class="whole"', html)


def test_the_list_goes_forward_and_back_and_is_sorted(service: Service, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(desk_views, "PAGE", 5)
    client = service.sign_in("coor")
    first = client.get("/werkvoorraad").text
    assert 'rel="prev"' not in first
    following = re.search(r'href="(/werkvoorraad\?vanaf=5)" rel="next"', first)
    assert following
    second = client.get(following[1]).text
    assert "6 tot en met 10 van" in second
    assert not set(numbers(first)) & set(numbers(second))
    assert '<a href="/werkvoorraad" rel="prev">Vorige zaken</a>' in second
    monkeypatch.setattr(desk_views, "PAGE", 50)
    by_vlp = client.get("/werkvoorraad?sorteer=vlp").text
    vlps = re.findall(r'partner"><span>([^<]+)<br>', by_vlp)
    assert vlps == sorted(vlps, key=str.lower)
    assert sorted(numbers(by_vlp)) == sorted(numbers(client.get("/werkvoorraad").text))
    with service.app.state.engine.begin() as con:
        oldest = numbers(by_vlp)[-1]
        con.exec_driver_sql(f"UPDATE cases SET signal_date = '2026-01-01' WHERE id = '{oldest}'")
    assert numbers(client.get("/werkvoorraad?sorteer=oudste").text)[0] == oldest
    # the order goes along to the case that is offered
    begin = "/werkvoorraad/volgende?sorteer=oudste"
    assert f'href="{begin}">Begin' in client.get("/werkvoorraad?sorteer=oudste").text
    assert client.get(begin).headers["location"] == f"/zaak/{oldest}?sorteer=oudste"
    # a filter that finds nothing has nothing to begin with
    assert client.get("/werkvoorraad/volgende?vlp=x").headers["location"] == "/werkvoorraad?vlp=x"
    assert client.get("/werkvoorraad?vanaf=-1").status_code == 400


def test_a_filter_is_kept_for_who_kept_it(service: Service) -> None:
    bea, bob = service.sign_in("bea"), service.sign_in("bob")
    path = "/werkvoorraad/filters?vlp=Waterbron&sorteer=oudste"
    token = csrf_of(bea.get("/werkvoorraad").text)
    assert bea.post(path, data={"csrf_token": token, "naam": " Mijn  <b> "}).status_code == 303
    html = bea.get("/werkvoorraad").text
    assert '<a href="/werkvoorraad?vlp=Waterbron&amp;sorteer=oudste">Mijn &lt;b&gt;</a>' in html
    assert "Mijn &lt;b&gt;" not in bob.get("/werkvoorraad").text
    bea.post("/werkvoorraad/filters", data={"csrf_token": token, "naam": "Mijn <b>", "weg": "ja"})
    assert "Mijn &lt;b&gt;" not in bea.get("/werkvoorraad").text


def test_an_empty_list_says_what_comes_first(service: Service) -> None:
    with service.app.state.engine.begin() as con:
        con.exec_driver_sql("UPDATE cases SET state = 'klaar'")
    done = service.sign_in("coor").get("/werkvoorraad").text
    assert "Zoek een zaak" in done
    for away in ("Crisis en eindelevering", "Dringendste eerst", "/eerste-dag"):
        assert away not in done
    with service.app.state.engine.begin() as con:
        con.exec_driver_sql("UPDATE runs SET state = 'mislukt'")
    client = service.sign_in("coor")
    empty = client.get("/werkvoorraad").text
    assert "/eerste-dag" in empty
    assert "Zoek een zaak" not in empty
    assert "klaar</span>" not in client.get("/eerste-dag").text.partition("Register")[2][:120]
