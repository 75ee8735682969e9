"""Sealed answers: what travels with the person opens here, until its last day, and nowhere else."""

from __future__ import annotations

import base64
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prevenance.kit import sealing

TODAY = dt.date(2026, 11, 23)
END = dt.date(2027, 2, 23)
KEY = sealing.derived_key("a secret of the tests", purpose="answers")
OTHER = sealing.derived_key("a secret of the tests", purpose="something else")

ANSWERS = st.dictionaries(
    st.text(min_size=1, max_size=20),
    st.none() | st.booleans() | st.integers(-1000, 1000) | st.text(max_size=20),
    max_size=20,
)


@given(ANSWERS)
def test_what_is_sealed_opens_the_same(answers: dict[str, object]) -> None:
    token = sealing.seal(answers, on=TODAY, expires_on=END, key=KEY)
    assert sealing.open_seal(token, on=END, key=KEY) == answers


def test_the_day_after_the_last_it_has_expired() -> None:
    token = sealing.seal({"sex": "female"}, on=TODAY, expires_on=END, key=KEY)
    with pytest.raises(sealing.Expired):
        sealing.open_seal(token, on=END + dt.timedelta(days=1), key=KEY)
    assert sealing.expires_on(token) == END


@pytest.mark.parametrize("place", [1, 2, 3, 14, 20, -1])
def test_a_changed_byte_is_seen_the_end_date_included(place: int) -> None:
    token = sealing.seal({"sex": "female"}, on=TODAY, expires_on=END, key=KEY)
    raw = bytearray(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    raw[place] ^= 1
    changed = base64.urlsafe_b64encode(raw).decode().rstrip("=")
    with pytest.raises(sealing.Altered):
        sealing.open_seal(changed, on=TODAY, key=KEY)


def test_a_key_for_another_purpose_does_not_open_it() -> None:
    token = sealing.seal({"sex": "female"}, on=TODAY, expires_on=END, key=KEY)
    with pytest.raises(sealing.Altered):
        sealing.open_seal(token, on=TODAY, key=OTHER)


def test_a_key_of_the_ring_still_opens_what_it_sealed_before_the_change() -> None:
    token = sealing.seal({"sex": "female"}, on=TODAY, expires_on=END, key=OTHER)
    assert sealing.open_seal(token, on=TODAY, key=KEY, older=[OTHER]) == {"sex": "female"}


@given(st.text(max_size=200) | st.just("A" * 7000))
def test_anything_else_is_unreadable_or_altered_never_a_crash(text: str) -> None:
    with pytest.raises(sealing.Unsealed):
        sealing.open_seal(text, on=TODAY, key=KEY)


def test_a_pasted_token_may_hold_spaces_and_line_breaks() -> None:
    token = sealing.seal({"sex": "female"}, on=TODAY, expires_on=END, key=KEY)
    pasted = f"  {token[:20]}\n{token[20:]} "
    assert sealing.open_seal(pasted, on=TODAY, key=KEY) == {"sex": "female"}


def test_the_same_answers_never_give_the_same_token_and_never_show_through() -> None:
    first, second = (sealing.seal({"sex": "female"}, on=TODAY, expires_on=END, key=KEY) for _ in range(2))
    assert first != second
    assert b"female" not in base64.urlsafe_b64decode(first + "===")


def test_a_full_set_of_answers_is_short_enough_for_a_qr_code() -> None:
    answers = {
        "who": "other",
        "asked": ["person", "illness", "acts"],
        "answers": {
            "birth_date": "1961-04-09", "sex": "female", "mammogram": "2024-05-01", "colorectal_test": "2023-11-01",
            "cervical_test": "2019-06-01", "flu_vaccine": "2025-10-20", "covid_vaccine": "2025-10-20",
            "dtp_booster": "2011-01-01",
            "shingles_vaccine": "never", "diabetes": False, "hypertension": True, "smoking": "former_smoker",
        },
    }  # fmt: skip
    assert len(sealing.seal(answers, on=TODAY, expires_on=END, key=KEY)) <= 400


def test_too_much_is_refused_before_and_after() -> None:
    with pytest.raises(ValueError, match="can be sealed"):
        sealing.seal({"note": "x" * 30_000}, on=TODAY, expires_on=END, key=KEY)
    with pytest.raises(ValueError, match="before"):
        sealing.seal({}, on=END, expires_on=TODAY, key=KEY)
