"""The card behind its link: looking writes nothing, each answer is one sending, nothing typed is lost."""

from __future__ import annotations

import datetime as dt
import io
import logging
from dataclasses import dataclass
from typing import Any

import pytest
import textstat
from django.test import Client

from prevenance.kit import logs
from prevenance.offer import operations
from prevenance.offer.choices import Author
from prevenance.offer.models import Change, Check, Closure, Invitation, Place, PlaceAct
from tests.unit.offer.test_answers import ID, row, stored
from tests.web.conftest import NOON
from tests.web.offer.test_places import FULL, words
from tests.web.plans.test_bars import EASY, sentences
from tests.web.test_html_validity import mistakes

pytestmark = pytest.mark.django_db

CLOSES = dt.date(2026, 12, 31)
PAGES = ("", "corriger/", "annoncer/", "ferme/", "merci/")


@dataclass
class Link:
    secret: str

    @property
    def path(self) -> str:
        return f"/fiche/{self.secret}/"


def made(**options: Any) -> Link:
    given = {"name": "Hiver", "opens_on": NOON.date(), "closes_on": CLOSES, "at": NOON, **options}
    number, _ = operations.open_round(**given)
    (letter,) = operations.make_letters(round_id=number, at=NOON)
    return Link(letter.secret)


@pytest.fixture
def link() -> Link:
    stored(row(**FULL))
    return made()


def rows() -> list[Any]:
    tables = (Change, Check, Closure, Invitation, Place, PlaceAct)
    return [list(table.objects.order_by("pk").values()) for table in tables]


def form(visitor: Client, link: Link) -> dict[str, str]:
    """What a browser would send of the form as it is shown."""
    from tinyhtml5.parser import HTMLParser

    tree = HTMLParser(namespace_html_elements=False).parse(visitor.get(f"{link.path}corriger/").content.decode())
    sent: dict[str, str] = {}
    for one in tree.iter():
        name = one.attrib.get("name", "") if isinstance(one.tag, str) else ""
        if one.tag == "input" and name and name != "larger":
            if one.attrib["type"] in ("text", "hidden"):
                sent[name] = one.attrib.get("value", "")
            elif "checked" in one.attrib:
                sent[name] = one.attrib["value"]
        elif one.tag == "textarea":
            sent[name] = "".join(one.itertext())
        elif one.tag == "select":
            sent[name] = next(option.attrib["value"] for option in one if "selected" in option.attrib)
    return sent


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_looking_writes_nothing_and_nobody_indexes_or_keeps_it(
    visitor: Client, link: Link, page: str, language: str
) -> None:
    before = rows()
    english = {"corriger/": "correct/", "annoncer/": "notice/", "ferme/": "closed/", "merci/": "thanks/"}
    path = link.path + page if language == "fr" else f"/en/card/{link.secret}/{english.get(page, '')}"
    response = visitor.get(path)
    assert response.status_code == 200
    assert rows() == before
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response["X-Robots-Tag"]
    assert not response.cookies
    assert mistakes(response.content.decode()) == []
    assert visitor.head(path).status_code == 200
    assert visitor.get(f"{link.path}annuler/").status_code == 302
    assert rows() == before


def test_nothing_has_changed_is_one_tap(visitor: Client, link: Link) -> None:
    response = visitor.post(link.path, {"go": "confirm"})
    assert response["Location"] == f"{link.path}merci/"
    assert Check.objects.values_list("place_id", "author").get() == (ID, "place")
    assert Place.objects.get().content_on == NOON.date()
    invitation = Invitation.objects.get()
    assert (invitation.opened_at, invitation.answered_at) == (NOON, NOON)
    text = words(visitor.get(response["Location"]))
    assert "Vous avez confirmé que la fiche est juste." in text
    assert "jusqu’au jeudi 31 décembre 2026" in text


def test_the_card_shows_its_score_and_how_to_mend_it(visitor: Client) -> None:
    stored(row())
    text = words(visitor.get(made().path))
    assert "Qualité de la fiche : 35 sur 100" in text
    assert "Pas encore : On peut vous joindre" in text
    html = visitor.get(f"{made_again().path}corriger/").content.decode()
    assert html.index("Ajoutez un téléphone ou un e-mail.") < html.index('id="phone"')


def made_again() -> Link:
    (letter,) = operations.make_letters(round_id=Invitation.objects.latest("id").update_round_id, at=NOON)
    return Link(letter.secret)


def test_the_form_sent_as_it_is_changes_nothing_and_confirms(visitor: Client, link: Link) -> None:
    response = visitor.post(f"{link.path}corriger/", form(visitor, link))
    assert response.status_code == 302
    assert not Change.objects.exists()
    assert Check.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "field", "after"),
    [
        ({"name": "  Pharmacie  <b>fictive</b> "}, "name", "Pharmacie fictive"),
        ({"address": "2 rue Exemple"}, "address", "2 rue Exemple"),
        ({"postal_code": "59 800"}, "postal_code", "59800"),
        ({"phone": "03.20.00.00.09"}, "phone", "+33320000009"),
        ({"phone": ""}, "phone", ""),
        ({"email": "Contact@Exemple.fr"}, "email", "contact@exemple.fr"),
        ({"website": "www.autre.exemple.fr"}, "website", "https://www.autre.exemple.fr"),
        ({"booking": ""}, "booking", ""),
        ({"wheelchair": "yes"}, "wheelchair", "yes"),
        ({"wheelchair": "unknown"}, "wheelchair", "unknown"),
        ({"fees": "unknown"}, "fees", ""),
        ({"description": "Autre\ntexte"}, "description", "Autre texte"),
        ({"opening_words": "Le mardi sur rendez-vous"}, "opening_words", "Le mardi sur rendez-vous"),
        (
            {"hours-mo-1-from": "8h"},
            "opening_hours",
            "Mo 08:00-12:00,14:00-18:30; Tu-Fr 09:00-12:00,14:00-18:30; PH off",
        ),
        ({"act-vaccination": "yes"}, "acts", {"vaccination": True}),
        ({"act-vaccination": "no"}, "acts", {"vaccination": False}),
    ],
)
def test_what_is_changed_in_the_form_is_one_change(
    visitor: Client, link: Link, sent: dict[str, str], field: str, after: Any
) -> None:
    response = visitor.post(f"{link.path}corriger/", form(visitor, link) | sent)
    assert response.status_code == 302
    change = Change.objects.get()
    assert (change.field, change.after, change.author) == (field, after, "place")
    assert change.invitation == Invitation.objects.get()
    assert not Check.objects.exists()
    if field != "acts":
        assert getattr(Place.objects.get(), field) == after


@pytest.mark.parametrize(
    ("sent", "goal"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"postal_code": "590"}, "postal_code"),
        ({"postal_code": "75001"}, "postal_code"),
        ({"phone": "12 34"}, "phone"),
        ({"email": "personne"}, "email"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"hours-tu-1-from": "neuf"}, "hours-tu-1-from"),
        ({"hours-tu-1-to": ""}, "hours-tu-1-to"),
        ({"hours-tu-2-from": "11h"}, "hours-tu-2-from"),
        ({"hours-tu-1-to": "8h"}, "hours-tu-1-from"),
        ({"hours-tu-closed": "yes"}, "hours-tu-1-from"),
    ],
)
def test_a_mistake_is_said_beside_its_field_and_loses_nothing(
    visitor: Client, link: Link, sent: dict[str, str], goal: str
) -> None:
    typed = form(visitor, link) | {"description": "Un texte long à retaper.", "act-vaccination": "no"} | sent
    response = visitor.post(f"{link.path}corriger/", typed)
    html = response.content.decode()
    assert response.status_code == 422
    assert f'href="#{goal}"' in html
    assert 'autofocus id="errors"' in html
    assert html.count('class="error"') == 1
    assert "Un texte long à retaper." in html
    assert '<option value="no" selected>' in html
    assert mistakes(html) == []
    assert not Change.objects.exists()
    assert Invitation.objects.get().answered_at is None


def test_hours_that_the_grid_cannot_show_stay_until_it_is_filled(visitor: Client) -> None:
    stored(row(opening_hours='We 14:00-18:00 "sur rendez-vous"'))
    link = made()
    text = words(visitor.get(f"{link.path}corriger/"))
    assert "Vos horaires en disent plus que cette grille" in text
    assert "sur rendez-vous" in text
    assert "We 14:00" not in text
    visitor.post(f"{link.path}corriger/", form(visitor, link) | {"fees": "free"})
    assert [change.field for change in Change.objects.all()] == ["fees"]
    visitor.post(f"{link.path}corriger/", form(visitor, link) | {"hours-th-1-from": "9", "hours-th-1-to": "12"})
    assert Place.objects.get().opening_hours == "Th 09:00-12:00"


def test_two_people_who_correct_at_once_do_not_undo_each_other(visitor: Client, link: Link) -> None:
    mine = form(visitor, link) | {"fees": "paid"}
    visitor.post(f"{link.path}corriger/", form(visitor, link) | {"phone": "03 20 00 00 07"})
    response = visitor.post(f"{link.path}corriger/", mine)
    assert response.status_code == 409
    assert "La fiche a changé pendant que vous écriviez." in words(response)
    assert 'value="paid" checked' in response.content.decode()
    assert mistakes(response.content.decode()) == []
    assert Place.objects.values_list("phone", "fees").get() == ("+33320000007", "free")


PLAIN = ("", "corriger/", "annoncer/", "ferme/", "merci/")


@pytest.mark.parametrize("page", [*PLAIN, "/fiche/rien/", f"/lieux/{ID}/signaler/", f"/lieux/{ID}/merci/"])
def test_a_page_is_plain_to_read(visitor: Client, link: Link, page: str) -> None:
    textstat.set_lang("fr")
    visitor.post(link.path, {"go": "confirm"})
    text = sentences(visitor.get(page if page.startswith("/") else link.path + page).content.decode())
    assert len(text.split()) > 8
    assert textstat.flesch_reading_ease(text) >= EASY


def test_an_emptied_grid_makes_the_hours_unknown(visitor: Client, link: Link) -> None:
    sent = {name: value for name, value in form(visitor, link).items() if not name.endswith(("-closed", "-holidays"))}
    sent |= {name: "" for name in sent if name.startswith("hours-")}
    visitor.post(f"{link.path}corriger/", sent)
    assert Change.objects.values_list("field", "after").get() == ("opening_hours", "")


def test_only_what_is_in_the_form_is_read(visitor: Client, link: Link) -> None:
    visitor.post(f"{link.path}corriger/", {"phone": "03 20 00 00 08", "finess": "1", "latitude": "0", "act-x": "yes"})
    assert Change.objects.values_list("field", flat=True).get() == "phone"


DAYS = {
    "first-day": "24",
    "first-month": "12",
    "first-year": "2026",
    "last-day": "2",
    "last-month": "1",
    "last-year": "2027",
}


def test_a_notice_is_announced_in_words(visitor: Client, link: Link) -> None:
    sent = DAYS | {"notice": "closed", "words": "Congés <b>d'hiver</b>"}
    assert visitor.post(f"{link.path}annoncer/", sent).status_code == 302
    closure = Closure.objects.get()
    assert (closure.starts_on, closure.ends_on) == (dt.date(2026, 12, 24), dt.date(2027, 1, 2))
    assert closure.words == "Congés d'hiver"
    text = words(visitor.get(f"{link.path}merci/"))
    assert "Fermé du jeudi 24 décembre 2026 au samedi 2 janvier 2027. Congés d" in text


@pytest.mark.parametrize(
    ("sent", "goal"),
    [
        ({"notice": "holiday"}, "notice-1"),
        ({"first-day": "31", "first-month": "11"}, "first-day"),
        ({"first-day": ""}, "first-day"),
        ({"last-year": "2026"}, "last-day"),
        ({"first-year": "2025", "last-year": "2026", "last-month": "1"}, "last-day"),
        ({"last-year": "2029"}, "last-year"),
        ({"notice": "other_hours"}, "words"),
    ],
)
def test_a_notice_that_makes_no_sense_is_asked_again(
    visitor: Client, link: Link, sent: dict[str, str], goal: str
) -> None:
    response = visitor.post(f"{link.path}annoncer/", DAYS | {"notice": "closed"} | sent)
    html = response.content.decode()
    assert response.status_code == 422
    assert f'href="#{goal}"' in html
    assert f'id="{goal}"' in html
    assert mistakes(html) == []
    assert not Closure.objects.exists()


def test_a_heat_wave_round_asks_its_own_question(visitor: Client) -> None:
    stored(row(**FULL))
    link = made(is_heat_wave=True)
    assert "En cas de canicule" in words(visitor.get(link.path))
    html = visitor.get(f"{link.path}annoncer/").content.decode()
    assert 'value="heat_wave_open" checked' in html


def test_closed_for_good_is_asked_twice_and_undone(visitor: Client, link: Link) -> None:
    assert visitor.post(link.path, {"go": "closed"})["Location"] == f"{link.path}ferme/"
    assert Place.objects.get().has_closed is False
    visitor.post(f"{link.path}ferme/")
    assert Place.objects.get().has_closed is True
    change = Change.objects.get()
    visitor.post(f"{link.path}annuler/", {"what": f"change:{change.pk}"})
    assert Place.objects.get().has_closed is False


def test_each_answer_is_undone_by_its_own_button_and_only_once(visitor: Client, link: Link) -> None:
    before = rows()
    visitor.post(link.path, {"go": "confirm"})
    visitor.post(f"{link.path}corriger/", form(visitor, link) | {"phone": ""})
    visitor.post(f"{link.path}annoncer/", DAYS | {"notice": "closed"})
    html = visitor.get(f"{link.path}merci/").content.decode()
    keys = [part.split('"')[0] for part in html.split('name="what" value="')[1:]]
    assert sorted(key.split(":")[0] for key in keys) == ["change", "check", "notice"]
    for key in [*keys, *keys]:
        assert visitor.post(f"{link.path}annuler/", {"what": key}).status_code == 302
    assert "Rien n’est enregistré" in words(visitor.get(f"{link.path}merci/"))
    assert rows()[4] == before[4]
    assert Invitation.objects.get().answered_at is None


@pytest.mark.parametrize("what", ["", "change", "change:x", "change:999", "check:", "place:1", "notice:1' OR 1"])
def test_what_is_not_mine_is_not_undone(visitor: Client, link: Link, what: str) -> None:
    operations.correct(place_id=ID, values={"phone": ""}, author=Author.TEAM, at=NOON)
    before = rows()
    assert visitor.post(f"{link.path}annuler/", {"what": what}).status_code == 302
    assert rows() == before


@pytest.mark.parametrize("page", PAGES)
def test_a_link_that_does_not_open_never_says_why(visitor: Client, link: Link, page: str, time_machine: Any) -> None:
    wrong = visitor.get(f"/fiche/abcdeabcdeabcdeabcde/{page}")
    operations.revoke(round_id=Invitation.objects.get().update_round_id, at=NOON)
    revoked = visitor.get(link.path + page)
    new = made_again()
    time_machine.move_to(dt.datetime(2027, 1, 1, 0, 0, tzinfo=dt.UTC), tick=False)
    expired = visitor.get(new.path + page)
    for response in (wrong, revoked, expired):
        assert response.status_code == 404
        assert words(response) == words(wrong)
        assert "Ce lien n’ouvre rien" in words(response)
    assert visitor.post(f"{new.path}corriger/", {"phone": ""}).status_code == 404
    assert not Change.objects.exists()


def test_a_link_dies_with_its_place(visitor: Client, link: Link) -> None:
    stored(row("b"))
    assert visitor.get(link.path).status_code == 404


def test_guessing_links_is_slowed_down(visitor: Client) -> None:
    answers = [visitor.get(f"/fiche/devine{n}/", REMOTE_ADDR="192.0.2.91").status_code for n in range(62)]
    assert answers[0] == 404
    assert answers[-1] == 429


def test_another_site_answers_for_nobody(visitor: Client, link: Link) -> None:
    response = visitor.post(link.path, {"go": "confirm"}, headers={"sec-fetch-site": "cross-site"})
    assert response.status_code == 403
    assert not Check.objects.exists()


def test_the_secret_is_in_no_log_and_no_table(visitor: Client, link: Link, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.Discreet())
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [handler])
    for name in ("django", "django.request", "django.server", "django.db.backends", "prevenance"):
        monkeypatch.setattr(logging.getLogger(name), "handlers", [handler])
        monkeypatch.setattr(logging.getLogger(name), "level", logging.DEBUG)

    from prevenance.offer.views import cards

    def breaks(*_: Any, **__: Any) -> None:
        raise ValueError(link.secret)

    monkeypatch.setattr(cards.operations, "confirm", breaks)
    visitor.raise_request_exception = False
    for page in PAGES:
        visitor.get(link.path + page)
    assert visitor.post(link.path, {"go": "confirm"}).status_code == 500
    visitor.get(f"/fiche/{link.secret}x/")
    assert "fiche/<str:secret>/" in stream.getvalue()
    assert link.secret not in stream.getvalue()
    assert link.secret not in str(rows())
