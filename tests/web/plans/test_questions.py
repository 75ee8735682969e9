"""The questions: one a page, nothing lost on a mistake, a way back, a way out."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client

from prevenance import catalogue
from prevenance.plans.forms import state as states
from prevenance.plans.forms.state import State

TODAY = dt.date(2026, 11, 23)
QUESTIONS = "/ma-prevention/questions/"


def sent(visitor: Client, state: State, path: str = QUESTIONS, **fields: str) -> str:
    response = visitor.post(path, {"state": state.sealed(on=TODAY), **fields})
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    return response.content.decode()


def kept(text: str) -> State:
    token = re.search(r'name="state" value="([^"]+)"', text)
    assert token
    return states.opened(token[1], on=TODAY)


def question(text: str) -> str:
    found = re.search(r'name="question" value="([^"]+)"', text)
    return found[1] if found else ""


def asking(fact: str) -> str:
    """The id of the question which asks a fact."""
    return next(one.id for one in catalogue.load().questions.values() if fact in one.facts)


def tick_list() -> tuple[str, list[str]]:
    """A question with boxes to tick, and the facts that it may ask."""
    found = next(one for one in catalogue.load().questions.values() if one.form == "checkboxes" and len(one.facts) > 2)
    return found.id, list(found.facts)


def birth(day: str = "9", month: str = "4", year: str = "1961", **others: str) -> dict[str, Any]:
    return {
        "question": "birth_date",
        "go": "next",
        "birth_date-day": day,
        "birth_date-month": month,
        "birth_date-year": year,
        **others,
    }


def test_it_begins_with_the_question_on_which_most_depends(visitor: Client) -> None:
    text = sent(visitor, State(), who="me")
    assert question(text) == "birth_date"
    assert "Question 1" in text


def test_an_answer_is_kept_and_the_next_question_comes(visitor: Client) -> None:
    text = sent(visitor, State(), **birth())
    assert kept(text).answers == {"birth_date": "1961-04-09"}
    assert question(text) not in ("", "birth_date")


@pytest.mark.parametrize(
    ("typed", "goal", "words"),
    [
        (birth(day="31", month="2"), "birth_date-day", "Ce jour n’existe pas dans ce mois"),
        (birth(year="2030"), "birth_date-year", "L’année a 4 chiffres"),
        (birth(year="61"), "birth_date-year", "L’année a 4 chiffres"),
        (birth(month="mai"), "birth_date-month", "Le mois est un nombre de 1 à 12"),
        (birth(day=""), "birth_date-day", "Écrivez le jour"),
        (birth(day="24", month="11", year="2026"), "birth_date-year", "Cette date est dans le futur"),
        (birth(day="", month="", year=""), "birth_date-day", "Choisissez ou écrivez une réponse"),
    ],
)
def test_a_mistake_names_the_input_says_how_to_mend_and_loses_nothing(
    visitor: Client, typed: dict[str, str], goal: str, words: str
) -> None:
    text = sent(visitor, State(), **typed)
    assert f'<a href="#{goal}">{words}' in text
    assert 'id="errors"' in text
    assert "autofocus" in text
    for part in ("day", "month", "year"):
        assert f'name="birth_date-{part}" value="{typed[f"birth_date-{part}"]}"' in text
    assert kept(text).answers == {}


@pytest.mark.parametrize("gesture", ["unknown", "decline"])
def test_not_knowing_and_not_saying_are_answers(visitor: Client, gesture: str) -> None:
    text = sent(visitor, State(), question="birth_date", go=gesture)
    assert kept(text).answers == {"birth_date": None}
    assert question(text) not in ("", "birth_date")


def test_going_back_shows_the_question_before_with_its_answer(visitor: Client) -> None:
    second = sent(visitor, State(), **birth())
    text = sent(visitor, kept(second), question=question(second), go="back")
    assert question(text) == "birth_date"
    assert 'name="birth_date-year" value="1961"' in text


def test_nothing_ticked_is_a_mistake_and_none_of_these_is_an_answer(visitor: Client) -> None:
    start = State(False, {"birth_date": "1961-04-09", "sex": "female"}, ("birth_date", "sex"))
    identity, (first, second, *_) = tick_list()
    fields = {"question": identity, "facts": f"{first} {second}", "go": "next"}
    assert "Cochez ce qui vous concerne" in sent(visitor, start, **fields)
    assert "Gardez seulement l’un des deux" in sent(visitor, start, none_of_these="yes", **{first: "yes"}, **fields)
    answers = kept(sent(visitor, start, none_of_these="yes", **fields)).answers
    assert (answers[first], answers[second]) == (False, False)


def test_what_a_page_did_not_ask_is_never_taken_for_no(visitor: Client) -> None:
    start = State(False, {"birth_date": "1961-04-09", "sex": "female"}, ("birth_date", "sex"))
    identity, (first, second, third, *_) = tick_list()
    fields = {"question": identity, "facts": f"{first} {second}", "go": "next"}
    answers = kept(sent(visitor, start, **{first: "yes"}, **fields)).answers
    assert (answers[first], answers[second]) == (True, False)
    assert third not in answers


def test_the_last_answer_wins_over_an_older_one_that_it_contradicts(visitor: Client) -> None:
    start = State(
        False, {"birth_date": "1990-04-09", "sex": "female", "pregnant": True}, ("birth_date", "sex", "pregnant")
    )
    answers = kept(sent(visitor, start, question="sex", go="next", sex="male")).answers
    assert answers["sex"] == "male"
    assert "pregnant" not in answers


def test_a_year_alone_is_enough_for_an_act_and_counts_from_its_first_day(visitor: Client) -> None:
    start = State(False, {"birth_date": "1961-04-09", "sex": "female"}, ("birth_date", "sex"))
    fields = {"question": asking("mammogram"), "facts": "mammogram", "mammogram-1-year": "2024"}
    assert kept(sent(visitor, start, go="next", **fields)).answers["mammogram"] == "2024-01-01"


def test_the_plan_can_be_seen_at_once_and_takes_the_answer_just_typed(visitor: Client) -> None:
    text = sent(visitor, State(), "/ma-prevention/plan/", **(birth() | {"go": "plan"}))
    assert "Mon plan de prévention" in text
    assert kept(text).answers == {"birth_date": "1961-04-09"}


def test_the_language_changes_without_losing_an_answer_nor_what_is_being_typed(visitor: Client) -> None:
    text = sent(
        visitor, State(), "/en/my-prevention/questions/", **(birth(day="9", month="", year="") | {"go": "here"})
    )
    assert '<html lang="en"' in text
    assert 'name="birth_date-day" value="9"' in text


def test_a_worrying_sign_stops_the_questions_and_one_can_come_back(visitor: Client) -> None:
    text = sent(visitor, State(), "/ma-prevention/signes/", question="birth_date", facts="birth_date", go="signs")
    assert 'href="tel:15"' in text
    assert 'href="sms:114"' in text
    assert question(text) == "birth_date"
    assert question(sent(visitor, kept(text), question="birth_date", facts="birth_date", go="edit")) == "birth_date"


def test_a_helper_is_reminded_for_whom_the_answers_are_and_no_birthday_is_filled_in(visitor: Client) -> None:
    mine, theirs = sent(visitor, State(), who="me"), sent(visitor, State(), who="other")
    assert 'autocomplete="bday-day"' in mine
    assert "Vous aidez quelqu’un" in theirs
    assert "bday" not in theirs


def test_a_page_reloaded_without_its_form_starts_again_in_words(visitor: Client) -> None:
    response = visitor.get(QUESTIONS, follow=True)
    assert response.status_code == 200
    assert "Les questions commencent ici" in response.content.decode()


@pytest.mark.parametrize("token", ["x", "A" * 80, "é", "AQox" + "B" * 60])
def test_a_broken_state_is_refused_in_words(visitor: Client, token: str) -> None:
    response = visitor.post(QUESTIONS, {"state": token, "go": "next"})
    assert response.status_code == 422
    assert "code" in response.content.decode()


def test_an_answer_of_an_older_catalogue_is_left_out_without_a_word(visitor: Client) -> None:
    old = State(False, {"birth_date": "1961-04-09", "a_fact_that_is_gone": True, "smoking": "a_choice_that_is_gone"})
    assert kept(sent(visitor, old, "/ma-prevention/plan/")).answers == {"birth_date": "1961-04-09"}
