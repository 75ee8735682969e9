"""Frames for other sites: only they may be framed, they run nothing, and their address is judged in words."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import translation

from prevenance.kit import headers
from prevenance.offer import models, operations
from prevenance.offer.choices import Author
from prevenance.offer.queries import index
from tests.unit.offer.published_examples import AT, several_sources
from tests.web.test_html_validity import mistakes

pytestmark = pytest.mark.django_db
LILLE = "59350"


@pytest.fixture(autouse=True)
def places(tmp_path: Path) -> Any:
    several_sources(tmp_path)
    index.forget()
    yield
    index.forget()


def frame(visitor: Client, address: str = "/embarquer/lieux", **query: str) -> Any:
    return visitor.get(address, {"commune": LILLE, "kind": "digital_mediation", **query})


def test_a_frame_lists_the_places_then_their_map(visitor: Client) -> None:
    response = frame(visitor)
    html = response.content.decode()
    assert response.status_code == 200
    assert "<h1>Lieux d’aide au numérique\u00a0: Lille et autour</h1>" in html
    assert html.index("Espace numérique fictif") < html.index("<svg")
    assert "Licence Ouverte 2.0" in html
    assert 'href="tel:+33320000000"' in html


@pytest.mark.parametrize("address", ["/embarquer/lieux", "/en/embed/places"])
@pytest.mark.parametrize("commune", [LILLE, "nowhere"])
def test_a_frame_is_valid_html(visitor: Client, address: str, commune: str) -> None:
    assert mistakes(frame(visitor, address, commune=commune).content.decode()) == []


def test_a_frame_runs_nothing_and_sets_nothing(visitor: Client) -> None:
    response = frame(visitor)
    html = response.content.decode()
    assert "<script" not in html and "<form" not in html and "onclick" not in html
    assert not response.cookies
    assert "script-src" not in response.headers["Content-Security-Policy"]
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_a_link_of_a_frame_opens_the_whole_site_elsewhere(visitor: Client) -> None:
    links = re.findall(r"<a [^>]+>", frame(visitor).content.decode())
    assert links
    for link in links:
        assert 'href="tel:' in link or ('target="_blank"' in link and 'rel="noopener"' in link)


def test_other_sites_may_frame_it(visitor: Client) -> None:
    for query in ({}, {"commune": "nowhere"}):
        response = frame(visitor, **query)
        assert "frame-ancestors *" in response.headers["Content-Security-Policy"]
        assert "X-Frame-Options" not in response.headers
        assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert response.headers["Referrer-Policy"] == "no-referrer"


def every_address() -> list[str]:
    """One of each pattern of the site, in French, with something plausible for what varies."""
    found: list[str] = []

    def walk(patterns: Any, before: str) -> None:
        for one in patterns:
            route = before + str(one.pattern)
            if hasattr(one, "url_patterns"):
                walk(one.url_patterns, route)
            else:
                found.append("/" + re.sub(r"<[^>]+>", "aaaaaaaaaaaaaaaa", route))

    with translation.override("fr"):
        walk(get_resolver().url_patterns, "")
    return found


def test_every_other_page_refuses_to_be_framed(visitor: Client) -> None:
    addresses = every_address()
    assert len(addresses) > 30
    with translation.override("fr"):
        framed = reverse("offer:embed-places")
    assert framed in addresses
    for address in addresses:
        for response in (visitor.get(address), visitor.post(address)):
            if address == framed and response.status_code != 403:
                continue
            policy = response.headers["Content-Security-Policy"]
            assert "frame-ancestors *" not in policy, address
            assert response.headers["X-Frame-Options"] == "DENY", address


def test_the_usual_policy_is_what_it_was() -> None:
    assert "frame-ancestors 'none'" in headers.CONTENT_SECURITY_POLICY
    assert headers.FIXED["X-Frame-Options"] == "DENY"


def test_an_act_shows_the_kinds_that_do_it(visitor: Client) -> None:
    from prevenance import catalogue

    act = next(
        key for key, act in catalogue.load().acts.items() if "digital_mediation" in {str(d.kind) for d in act.done_at}
    )
    response = visitor.get("/embarquer/lieux", {"commune": LILLE, "act": act})
    assert response.status_code == 200 and "Espace numérique fictif" in response.content.decode()


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"commune": ""}, "aucune commune"),
        ({"commune": "99999"}, "aucune commune"),
        ({"kind": "castle"}, "aucun type de lieu"),
        ({"kind": ""}, "aucun type de lieu"),
        ({"act": "dance"}, "aucun acte"),
        ({"kind": "<script>alert(1)</script>"}, "aucun type de lieu"),
    ],
)
def test_a_wrong_address_is_told_in_words(visitor: Client, query: dict[str, str], words: str) -> None:
    response = frame(visitor, **query)
    assert response.status_code == 400 and words in response.content.decode()
    assert "<script" not in response.content.decode()


@pytest.mark.parametrize("number", ["0", "-1", "x", "9999999", "１"])
def test_an_odd_number_of_places_is_brought_back_to_reason(visitor: Client, number: str) -> None:
    assert frame(visitor, number=number).status_code == 200


def test_invented_places_are_said_to_be(visitor: Client) -> None:
    operations.load_demo(at=AT)
    index.forget()
    html = frame(visitor, kind="midwife").content.decode()
    assert "Ces lieux sont inventés." in html


def test_the_form_writes_the_line_of_html(visitor: Client) -> None:
    response = visitor.post("/embarquer/", {"commune": "59000 Lille", "what": "kind:digital_mediation"})
    html = response.content.decode()
    assert response.status_code == 200
    assert "&lt;iframe src=&quot;http://localhost/embarquer/lieux?commune=59350&amp;amp;kind=digital_mediation" in html
    assert "title=&quot;Lieux d’aide au numérique" in html
    link = re.search(r'href="(http://localhost/embarquer/lieux[^"]+)"', html)
    assert link and visitor.get(link[1].replace("&amp;", "&")).status_code == 200


def test_a_doubtful_commune_is_chosen_among_those_found(visitor: Client) -> None:
    response = visitor.post("/embarquer/", {"commune": "Saint-Martin", "what": "kind:pharmacy"})
    html = response.content.decode()
    code = re.search(r'name="code" value="(\w+)"', html)
    assert "De quelle commune" in html and code
    chosen = visitor.post("/embarquer/", {"commune": "Saint-Martin", "code": code[1], "what": "kind:pharmacy"})
    assert f"commune={code[1]}" in chosen.content.decode()


def test_what_is_missing_is_said_and_nothing_typed_is_lost(visitor: Client) -> None:
    response = visitor.post("/embarquer/", {"commune": "??", "what": "kind:castle"})
    html = response.content.decode()
    assert response.status_code == 422
    assert 'value="??"' in html and 'href="#commune"' in html and 'href="#what"' in html


def test_both_pages_speak_english(visitor: Client) -> None:
    assert "Show places on your own site" in visitor.get("/en/embed/").content.decode()
    assert "near Lille" in frame(visitor, "/en/embed/places").content.decode()


def test_an_act_shows_the_place_that_says_so_and_not_the_one_that_does_not_do_it(visitor: Client) -> None:
    [place] = models.Place.objects.filter(name="Espace numérique fictif")
    query = {"commune": LILLE, "act": "dental_checkup"}
    assert "Espace numérique fictif" not in visitor.get("/embarquer/lieux", query).content.decode()
    said: dict[str, Any] = {"place_id": place.id, "author": Author.PLACE, "at": AT}
    operations.correct(values={"acts": {"dental_checkup": True}}, **said)
    index.forget()
    html = visitor.get("/embarquer/lieux", query).content.decode()
    assert "Espace numérique fictif" in html
    assert "Ce lieu dit qu" in html
    operations.correct(values={"acts": {"dental_checkup": False}}, **said)
    index.forget()
    assert "Espace numérique fictif" not in visitor.get("/embarquer/lieux", query).content.decode()


def test_an_act_shows_what_comes_soon_and_a_kind_does_not(visitor: Client, tmp_path: Path) -> None:
    bus = tmp_path / "bus.csv"
    names, row = "titre,date,lieu,commune,code_postal", "Dépistage,2999-12-01,Bus fictif,Lille,59000"
    bus.write_text(f"{names},inscription\n{row},https://example.fr/b\n", encoding="utf-8")
    operations.import_outreaches(bus, source="outreach-exemple", at=AT)
    models.Outreach.objects.update(acts=["dental_checkup"])
    html = visitor.get("/embarquer/lieux", {"commune": LILLE, "act": "dental_checkup"}).content.decode()
    assert "Bus fictif" in html
    assert mistakes(html) == []
    assert "Bus fictif" not in frame(visitor).content.decode()
