"""How people usually answer: shares that order the questions, and never decide."""

import datetime as dt

import pytest

from prevenance import catalogue
from prevenance.rules import priors
from prevenance.rules.facts import NEVER, Fact, History, Kind, Profile
from prevenance.rules.priors import Share

ON = dt.date(2026, 11, 24)
BORN_1966 = Profile({"birth_date": dt.date(1966, 5, 2), "sex": "female"}, ON)
WORDS = {"fr": "mot", "en": "word"}
ACT = Fact("test", Kind.ACT, WORDS, WORDS)
FLAG = Fact("flag", Kind.YES_NO, WORDS, WORDS)


def test_shares_of_each_fact_sum_to_one_at_every_age() -> None:
    book = catalogue.load()
    for age in (0, 1, 5, 12, 20, 35, 50, 67, 90):
        for sex in ("female", "male"):
            profile = Profile({"birth_date": dt.date(ON.year - age, 6, 1), "sex": sex}, ON)
            for fact in book.facts.values():
                shares = [share for _, share in priors.scenarios(fact, book.priors, profile)]
                assert sum(shares) == pytest.approx(1), fact.name
                assert min(shares) > 0, fact.name


def test_no_imagined_act_precedes_birth_or_follows_the_day() -> None:
    book = catalogue.load()
    born = ON - dt.timedelta(days=40)
    for fact in book.facts.values():
        for value, _ in priors.scenarios(fact, book.priors, Profile({"birth_date": born}, ON)):
            dates = value.dates if isinstance(value, History) else ()
            assert all(born <= day <= ON for day in dates), fact.name


def test_the_first_line_that_fits_the_age_and_sex_is_used() -> None:
    known = {
        "flag": (
            Share(to_age=17, values={"yes": 0.9}),
            Share(sex="male", values={"yes": 0.8}),
            Share(values={"yes": 0.25}),
        )
    }
    assert priors.scenarios(FLAG, known, BORN_1966) == [(True, 0.25), (False, 0.75)]


def test_an_unknown_age_takes_the_first_line() -> None:
    known = {"flag": (Share(to_age=17, values={"yes": 0.9}), Share(values={"yes": 0.25}))}
    assert dict(priors.scenarios(FLAG, known, Profile({}, ON)))[True] == pytest.approx(0.9)


def test_cumulative_shares_become_shares_of_each_period() -> None:
    known = {"test": (Share(never=0.2, within={12: 0.3, 36: 0.5}),)}
    answers = priors.scenarios(ACT, known, BORN_1966)
    assert [round(share, 6) for _, share in answers] == [0.2, 0.3, 0.2, 0.3]
    assert answers[0][0] == NEVER
    ages = [(ON - value.dates[0]).days // 30 for value, _ in answers[1:] if isinstance(value, History)]
    assert ages == sorted(ages) and ages[0] <= 12 < ages[1] <= 36 < ages[2]


def test_a_fact_without_prior_has_an_answer_all_the_same() -> None:
    assert len(priors.scenarios(ACT, {}, BORN_1966)) > 2
    assert dict(priors.scenarios(FLAG, {}, BORN_1966))[False] == pytest.approx(0.95)
