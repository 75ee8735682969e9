"""The pages that ask nothing: they are there, in both languages, and guarded."""

from __future__ import annotations

import io
import logging
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape

from prevenance import catalogue
from prevenance.kit import clock, logs
from prevenance.offer import operations
from prevenance.site import accessibility

pytestmark = pytest.mark.django_db  # one of the pages says where the places come from

PAGES = (
    "home",
    "accompany",
    "reassure",
    "nothing",
    "about-sources",
    "advice-sources",
    "place-sources",
    "accessibility",
    "all-pages",
    "emergency",
    "help",
    "rights",
    "plans:start",
    "plans:resume",
    "plans:help-near",
)


def address(name: str, language: str) -> str:
    with translation.override(language):
        return reverse(name)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_answers_in_its_language_and_leads_to_the_other(visitor: Client, name: str, language: str) -> None:
    response = visitor.get(address(name, language))
    text = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{language}"' in text
    assert response["Content-Language"] == language
    assert f'href="{address(name, "en" if language == "fr" else "fr")}"' in text
    assert text.count("<h1") == 1


@pytest.mark.parametrize("name", PAGES)
def test_french_is_served_whatever_the_browser_prefers(visitor: Client, name: str) -> None:
    response = visitor.get(address(name, "fr"), headers={"accept-language": "en-GB,en"})
    assert '<html lang="fr"' in response.content.decode()


@pytest.mark.parametrize("path", ["/", "/nulle-part/", "/static/kit/style.css", "/healthz", "/ma-prevention/"])
def test_every_answer_carries_the_security_headers_and_no_cookie(visitor: Client, path: str) -> None:
    response = visitor.get(path)
    policy = response["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "geolocation=()" in response["Permissions-Policy"]
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert not response.streaming or list(response.streaming_content)


def test_a_page_without_a_rule_on_caching_is_never_stored(visitor: Client) -> None:
    assert visitor.get("/ma-prevention/")["Cache-Control"] == "no-store"
    assert visitor.get("/nulle-part/")["Cache-Control"] == "no-store"
    assert visitor.get("/")["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    ("path", "words"), [("/nulle-part/", "Nous ne trouvons pas"), ("/en/nowhere/", "We cannot find")]
)
def test_an_unknown_address_is_said_in_words(visitor: Client, path: str, words: str) -> None:
    response = visitor.get(path)
    assert response.status_code == 404
    assert words in response.content.decode()


def test_what_comes_from_another_site_is_refused_in_words(visitor: Client) -> None:
    response = visitor.post("/ma-prevention/questions/", {"who": "me"}, headers={"sec-fetch-site": "cross-site"})
    assert response.status_code == 403
    assert "Cette demande vient d’un autre site" in response.content.decode()


def test_too_much_is_refused_before_it_is_read(visitor: Client) -> None:
    response = visitor.post("/ma-prevention/questions/", {"state": "x" * 70_000})
    assert response.status_code == 413
    assert "trop gros" in response.content.decode()


def test_a_hurried_visitor_is_asked_to_wait_and_told_how_long(visitor: Client) -> None:
    answers = [visitor.post("/reprendre/", {"code": "x"}, REMOTE_ADDR="192.0.2.77") for _ in range(31)]
    assert answers[29].status_code == 422
    assert answers[30].status_code == 429
    assert int(answers[30]["Retry-After"]) >= 1
    assert "Attendez" in answers[30].content.decode()


def test_our_own_mistake_is_said_in_words_and_written_without_what_was_sent(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from prevenance.plans.views import questions

    def fails(*_: object, **__: object) -> None:
        raise ValueError("1961-04-09 secret answer")

    monkeypatch.setattr(questions, "_next", fails)
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.Discreet())
    monkeypatch.setattr(logging.getLogger("django.request"), "handlers", [handler])
    visitor.raise_request_exception = False
    response = visitor.post("/ma-prevention/questions/?typed=secret", {"who": "me", "note": "secret"})
    written = stream.getvalue()
    assert response.status_code == 500
    assert "Ce n’est pas votre faute" in response.content.decode()
    assert "builtins.ValueError" in written
    assert "questions.py" in written
    assert "secret" not in written


def test_the_first_page_weighs_less_than_100_kb(visitor: Client) -> None:
    """Everything that a first visit fetches, before the static files are even compressed."""
    page = visitor.get("/", headers={"accept-encoding": "gzip"})
    folder = Path(__file__).parents[3] / "src/prevenance/kit/static/kit"
    files = ("style.css", "page.js", "atkinson-hyperlegible-next.woff2", "icon.svg")
    total = len(page.content) + 600 + sum((folder / name).stat().st_size for name in files)
    assert total < 100_000


def test_a_territory_shows_its_name_its_phone_and_its_colours(visitor: Client, settings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "territory.toml"
    path.write_text('[territory]\nname = "CPTS fictive"\nphone = "03 00 00 00 00"\n[colours]\nbrand = "#12305a"\n')
    settings.TERRITORY_FILE = str(path)
    text = visitor.get("/").content.decode()
    assert "CPTS fictive" in text
    assert 'href="tel:0300000000"' in text
    sheet = text.split('rel="stylesheet" href="')[2].split('"')[0]
    assert "--brand:#12305a" in visitor.get(sheet).content.decode()


def test_each_source_of_places_says_how_old_its_content_is(visitor: Client, tmp_path: Path) -> None:
    assert "Aucun lieu n’est encore connu" in visitor.get("/nos-sources/lieux/").content.decode()
    path = tmp_path / "lieux_mediation_numerique.csv"
    names = "id,nom,commune,code_postal,code_insee,adresse,latitude,longitude,services,date_maj"
    row = "1,Espace fictif,Lille,59000,59350,1 place Exemple,50.63,3.06,Aide,2019-11-01"
    path.write_text(f"{names}\n{row}\n", encoding="utf-8")
    assert operations.import_file(path, at=clock.now()).outcome == "done"
    text = visitor.get("/nos-sources/lieux/").content.decode()
    assert "1 lieu, contenu le plus récent\u00a0: 1er novembre 2019." in text
    assert "Ce contenu est ancien" in text
    assert "1 d’entre eux est ancien" in visitor.get("/nos-sources/").content.decode()


def test_each_source_says_who_speaks_and_when_it_was_read(visitor: Client) -> None:
    text = visitor.get("/nos-sources/conseils/").content.decode()
    for one in catalogue.load().recommendations.values():
        for source in one.words.sources:
            assert f'<li><cite lang="fr">{escape(source.organisation)}' in text
    assert "Lu le 23 novembre 2026" in text


def test_the_address_of_the_colours_changes_with_them(visitor: Client, settings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    settings.TERRITORY_FILE = str(tmp_path / "territory.toml")
    before = visitor.get("/").context["style_version"]
    (tmp_path / "territory.toml").write_text('[colours]\nbrand = "#12305a"\n')
    assert visitor.get("/").context["style_version"] != before


@pytest.mark.django_db
def test_the_process_and_the_database_say_that_they_are_well(visitor: Client) -> None:
    assert visitor.get("/healthz").json()["status"] == "ok"
    assert visitor.get("/readyz").json() == {"status": "ok"}


def test_every_content_of_the_catalogue_can_be_read(visitor: Client) -> None:
    text = visitor.get(address("rights", "fr")).content.decode()
    for content in catalogue.load().contents.values():
        assert f'id="{content.id}"' in text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_statement_of_accessibility_tells_the_result_of_the_table(visitor: Client, language: str) -> None:
    text = visitor.get(address("accessibility", language)).content.decode()
    audit = accessibility.load()
    for status, times in audit.counts().items():
        assert f"<strong>{times}</strong>" in text, status
    for one in audit.criteria:
        assert (f"<li>{one.number} – " in text) == bool(one.words), one.number
        assert not one.words or escape(one.words[language]) in text
