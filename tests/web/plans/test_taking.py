"""Keeping a plan without leaving anything behind: code, paper, calendar, summary."""

from __future__ import annotations

import datetime as dt
import io
import re
from urllib.parse import unquote

import icalendar
import pikepdf
import pytest
import time_machine
from django.test import Client

from prevenance.plans.forms import state as states
from prevenance.plans.forms.state import State

TODAY = dt.date(2026, 11, 23)


def posted(visitor: Client, path: str, state: State, **fields: str):  # type: ignore[no-untyped-def]
    response = visitor.post(path, {"state": state.sealed(on=TODAY), **fields})
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    return response


def link(visitor: Client, state: State, **fields: str) -> str:
    text = posted(visitor, "/ma-prevention/emporter/", state, **fields).content.decode()
    found = re.search(r'id="link"[^>]*>([^<]+)<', text)
    assert found
    return found[1].strip()


def test_the_link_holds_the_answers_after_the_sign_that_browsers_never_send(visitor: Client, claire: State) -> None:
    address, _, token = link(visitor, claire).partition("#")
    assert address == "http://localhost/reprendre/"
    opened = states.opened(token, on=TODAY)
    assert opened.answers == claire.answers
    assert opened.commune == claire.commune


def test_the_code_opens_the_plan_until_its_last_day_and_not_after(visitor: Client, claire: State) -> None:
    whole = link(visitor, claire, days="30")
    for code in (whole, whole.partition("#")[2]):
        assert "Mon plan de prévention" in visitor.post("/reprendre/", {"code": code}).content.decode()
    with time_machine.travel(dt.datetime(2026, 12, 24, 12, tzinfo=dt.UTC), tick=False):
        response = visitor.post("/reprendre/", {"code": whole})
    assert response.status_code == 422
    assert "Ce code n’est plus valable" in response.content.decode()


@pytest.mark.parametrize(("code", "words"), [("", "Nous ne pouvons pas lire"), ("bonjour", "Nous ne pouvons pas lire")])
def test_what_is_not_a_code_is_refused_in_words(visitor: Client, code: str, words: str) -> None:
    response = visitor.post("/reprendre/", {"code": code})
    assert response.status_code == 422
    assert words in response.content.decode()


def test_a_code_changed_on_the_way_is_told_apart_and_what_was_typed_is_kept(visitor: Client, claire: State) -> None:
    token = link(visitor, claire).partition("#")[2]
    changed = token[:60] + ("A" if token[60] != "A" else "B") + token[61:]
    text = visitor.post("/reprendre/", {"code": changed}).content.decode()
    assert "Ce code a été modifié en route" in text
    assert changed in text


def test_the_paper_is_a_tagged_document_in_the_language_of_the_page(visitor: Client, claire: State) -> None:
    for path, language, title in (
        ("/ma-prevention/sur-papier/", "fr", "Mon plan de prévention"),
        ("/en/my-prevention/on-paper/", "en", "My prevention plan"),
    ):
        response = posted(visitor, path, claire)
        assert response["Content-Type"] == "application/pdf"
        with pikepdf.open(io.BytesIO(response.content)) as pdf:
            assert pdf.Root.MarkInfo.Marked
            assert str(pdf.Root.Lang) == language
            assert pdf.Root.ViewerPreferences.DisplayDocTitle
            assert str(pdf.docinfo.Title) == title
            with pdf.open_metadata() as metadata:
                assert metadata["pdfuaid:part"] == "1"
            tags = _tags(pdf.Root.StructTreeRoot)
            assert {"/H1", "/H2", "/H3", "/P", "/L", "/LI", "/Figure"} <= tags.keys()
            assert all("/Alt" in one for one in tags["/Figure"])


def _tags(root: pikepdf.Object) -> dict[str, list[pikepdf.Object]]:
    found: dict[str, list[pikepdf.Object]] = {}
    waiting = [root]
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Dictionary):
            if "/S" in one:
                found.setdefault(str(one.S), []).append(one)
            kids = one.get("/K", [])
            waiting += list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return found


def test_the_calendar_says_nothing_of_health_and_keeps_its_identifiers(visitor: Client, claire: State) -> None:
    first, second = (posted(visitor, "/ma-prevention/agenda/", claire).content for _ in range(2))
    events = icalendar.Calendar.from_ical(first).walk("VEVENT")
    assert events
    assert {str(one["summary"]) for one in events} == {"Prévention\u00a0: un rendez-vous à prévoir"}
    assert b"VTIMEZONE" in first
    assert b"1961" not in first
    assert [one["uid"] for one in events] == [one["uid"] for one in icalendar.Calendar.from_ical(second).walk("VEVENT")]
    other = State(False, {**claire.answers, "birth_date": "1962-04-09"})
    theirs = icalendar.Calendar.from_ical(posted(visitor, "/ma-prevention/agenda/", other).content).walk("VEVENT")
    assert not {str(one["uid"]) for one in events} & {str(one["uid"]) for one in theirs}


def test_the_names_of_the_acts_are_written_only_when_it_is_asked_for(visitor: Client, claire: State) -> None:
    named = posted(visitor, "/ma-prevention/agenda/", claire, named="yes").content
    events = icalendar.Calendar.from_ical(named).walk("VEVENT")
    assert any("Mammographie" in str(one["summary"]) for one in events)


def test_the_summary_tells_a_helper_what_to_do_and_what_was_answered(visitor: Client, claire: State) -> None:
    text = posted(visitor, "/ma-prevention/resume/", claire).content.decode()
    assert "9 avril 1961" in text
    assert "Test de dépistage du cancer de l’intestin" in text
    assert "Refuser est un droit" in text


def test_no_answer_is_in_an_address_of_a_page(visitor: Client, claire: State) -> None:
    for path in ("plan", "emporter", "resume", "signes"):
        text = posted(visitor, f"/ma-prevention/{path}/", claire).content.decode()
        for address in re.findall(r'(?:href|action|formaction|src)="([^"]*)"', text):
            if not address.startswith("data:"):
                assert "1961" not in unquote(address)
                assert "#AQ" not in address
