"""The words of a place's page and of what was said of its card."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from prevenance import catalogue
from prevenance.offer.choices import Notice
from prevenance.offer.presenters import answers, place_page, wording
from prevenance.offer.queries import Announced, Answer, OpeningState
from prevenance.offer.queries.cards import KnownAct
from tests.unit.offer.test_quality import card

PARIS = ZoneInfo("Europe/Paris")
DAY = "09:00–12:00, 14:00–18:00"
TUESDAY = dt.datetime(2026, 11, 24, 10, tzinfo=PARIS)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def opening(state: OpeningState, language: str = "fr") -> str:
    with translation.override(language):
        return plain(wording.opening(state, TUESDAY))


def on(day: int, hour: int = 9, minute: int = 0, month: int = 11) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, minute, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("state", "fr", "en"),
    [
        (OpeningState(True, until=on(24, 18)), "Ouvert maintenant, ferme à 18 h", "Open now, closes at 18:00"),
        (OpeningState(True, until=on(24, 18, 5)), "Ouvert maintenant, ferme à 18 h 05", "Open now, closes at 18:05"),
        (OpeningState(True), "Ouvert maintenant", "Open now"),
        (
            OpeningState(False, next_opening=on(24, 14)),
            "Fermé, ouvre aujourd’hui à 14 h",
            "Closed, opens today at 14:00",
        ),
        (OpeningState(False, next_opening=on(25)), "Fermé, ouvre demain à 9 h", "Closed, opens tomorrow at 9:00"),
        (OpeningState(False, next_opening=on(26)), "Fermé, ouvre jeudi à 9 h", "Closed, opens on Thursday at 9:00"),
        (
            OpeningState(False, next_opening=on(1, month=12)),
            "Fermé, ouvre mardi 1er décembre à 9 h",
            "Closed, opens on Tuesday 1 December at 9:00",
        ),
        (OpeningState(False), "Fermé maintenant", "Closed now"),
        (OpeningState(False, note="travaux"), "Fermé maintenant (travaux)", "Closed now (travaux)"),
        (
            OpeningState(None, next_opening=on(25), is_holiday=True),
            "Jour férié aujourd’hui : appelez avant d’y aller. Ouvre demain à 9 h",
            "Public holiday today: call before you go. Opens tomorrow at 9:00",
        ),
        (
            OpeningState(None, next_opening=on(25)),
            "Non connu pour aujourd’hui : appelez avant d’y aller. Ouvre demain à 9 h",
            "Not known for today: call before you go. Opens tomorrow at 9:00",
        ),
        (
            OpeningState(None, is_holiday=True),
            "Jour férié aujourd’hui : appelez avant d’y aller",
            "Public holiday today: call before you go",
        ),
        (
            OpeningState(),
            "Horaires pas connus : appelez avant d’y aller",
            "Opening hours not known: call before you go",
        ),
        (
            OpeningState(None, notice=Announced(Notice.OTHER_HOURS, dt.date(2026, 11, 24), dt.date(2026, 11, 24))),
            "Autres horaires aujourd’hui : voyez l’annonce",
            "Other opening hours today: see below",
        ),
    ],
)
def test_whether_a_place_is_open_is_one_sentence(state: OpeningState, fr: str, en: str) -> None:
    assert (opening(state), opening(state, "en")) == (fr, en)


def page(**values: Any) -> place_page.PlacePage:
    given = dataclasses.replace(card(**values), services=())
    return place_page.page(given, catalogue.load(), at=TUESDAY)


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        ("24/7", "jour et nuit"),
        ("Tu 18:00-24:00", "de 18 h à minuit"),
        ("Tu 09:00-12:00,14:00-18:00", "de 9 h à 12 h et de 14 h à 18 h"),
        ("We 09:00-12:00", "fermé"),
        ('Tu 09:00-12:00 "sur rendez-vous"', "de 9 h à 12 h (sur rendez-vous)"),
        ("Tu 09:00-12:00 unknown", "non connu : appelez"),
    ],
)
def test_the_hours_of_a_day_are_words(hours: str, words: str) -> None:
    first = page(opening_hours=hours).days[0]
    assert (plain(first.words), first.name, first.is_today) == (words, "mardi 24 novembre", True)


def test_other_hours_announced_are_told_in_their_day() -> None:
    other = Announced(Notice.OTHER_HOURS, dt.date(2026, 11, 25), dt.date(2026, 11, 25), "de 10 h à 11 h")
    given = dataclasses.replace(card(opening_hours="Mo-Fr 09:00-12:00"), notices=(other,))
    shown = place_page.page(given, catalogue.load(), at=TUESDAY)
    assert plain(shown.days[1].words) == "autres horaires : voyez l’annonce"
    assert plain(shown.notices[0]) == "Autres horaires le mercredi 25 novembre 2026. De 10 h à 11 h"


def test_acts_are_told_by_how_sure_they_are() -> None:
    acts = (
        KnownAct("vaccination", "declared", {}),
        KnownAct("hiv_test", "not_done", {}),
        KnownAct("stop_smoking_help", "to_be_confirmed", {}),
        KnownAct("an_act_of_yesterday", "declared", {}),
    )
    given = dataclasses.replace(card(), kinds=("pharmacy",), acts=acts)
    shown = place_page.page(given, catalogue.load(), at=TUESDAY)
    assert shown.acts == ("Vaccination",)
    assert shown.acts_not_done == ("Test du VIH",)
    assert shown.acts_to_ask == ("Aide pour arrêter de fumer",)
    assert "Vaccin de l’automne\u00a0: grippe, Covid-19" in shown.acts_usual
    assert "Vaccination" not in shown.acts_usual


def test_hours_of_long_ago_promise_nothing() -> None:
    old = page(content_on=dt.date(2025, 1, 1))
    assert (old.is_open, old.is_old) == (None, True)
    assert page(content_on=None).is_old is True
    assert page().is_open is True


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("phone", "+33320000000", "03 20 00 00 00"),
        ("phone", "", "non renseigné"),
        ("wheelchair", "no", "Pas accessible en fauteuil roulant."),
        ("fees", "free", "Gratuit."),
        ("has_closed", True, "oui"),
        ("has_closed", False, "non"),
        (
            "opening_hours",
            "Mo-Tu 09:00-12:00,14:00-18:00",
            "lundi 09:00–12:00, 14:00–18:00; mardi 09:00–12:00, 14:00–18:00",
        ),
        ("opening_hours", "off", "fermé"),
        ("opening_hours", "Mo[1] 09:00-12:00", "Mo[1] 09:00-12:00"),
        ("acts", {"vaccination": False, "gone": None}, "Vaccination : non; gone : non connu"),
        ("name", "Pharmacie", "Pharmacie"),
    ],
)
def test_a_value_is_told_as_people_say_it(field: str, value: Any, words: str) -> None:
    assert plain(answers.value(field, value, catalogue.load())) == words


def test_a_field_without_words_is_told_by_its_name() -> None:
    one = Answer("change", 1, "x", TUESDAY, "team", field="siret", before="", after="1")
    (said,) = answers.shown([one], catalogue.load())
    assert (said.key, said.label, said.after) == ("change:1", "siret", "1")


@pytest.mark.parametrize(
    ("origin", "words"),
    [
        ({"source": "demo", "on": "2026-11-01"}, "Lieux fictifs de démonstration, 1er novembre 2026"),
        ({"source": "unknown one", "on": None}, "unknown one, date inconnue"),
        ({"author": "place", "on": "2026-11-02"}, "le lieu lui-même, 2 novembre 2026"),
        ({"author": "team", "on": "2026-11-02"}, "l’équipe du territoire, 2 novembre 2026"),
    ],
)
def test_who_says_so_is_named_with_the_day(origin: dict[str, Any], words: str) -> None:
    assert plain(wording.who(origin)) == words
