"""What nobody has to be asked is filled in with a value of the right kind."""

from __future__ import annotations

import datetime as dt

from prevenance.catalogue import book
from prevenance.rules import profiles
from prevenance.rules.facts import NEVER, History

ON = dt.date(2026, 11, 24)


def test_never_implied_for_a_choice_is_the_choice_and_for_an_act_the_empty_history() -> None:
    child = profiles.read(book.load().facts, {"birth_date": "2020-01-01", "sex": "male"}, on=ON)

    assert child.known("smoking") == "never"
    assert child.known("pack_years") == 0  # implied in its turn
    assert child.known("childbirth") == NEVER


def test_done_implied_for_an_act_is_a_history_without_dates() -> None:
    doses = ["2020-03-01", "2020-05-01", "2020-12-01"]
    infant = profiles.read(book.load().facts, {"birth_date": "2020-01-01", "hexavalent_vaccine": doses}, on=ON)

    assert infant.known("hepatitis_b_vaccine") == History(undated=3, count=3)
