"""The subjects noted most often come first; the others are folded, and none is lost."""

import pytest

from prevenance.mediation.choices import Field, values
from prevenance.mediation.presenters import note_form

KEYS = list(values(Field.THEMES))


@pytest.mark.parametrize("usual", [[], KEYS[-3:], KEYS[::-1], ["of_another_time", KEYS[8]]])
def test_every_subject_is_offered_once(usual: list[str]) -> None:
    ticked = KEYS[10]
    page = note_form.page({"themes": [ticked]}, [], organisations={}, places=[], usual=usual)
    first = [one.value for one in page.themes.choices]
    others = [one.value for one in page.other_themes.choices]
    assert sorted(first + others) == sorted(KEYS)
    known = [key for key in usual if key in KEYS]
    assert first[: len(known)] == known[: len(first)]
    assert [one.value for one in (*page.themes.choices, *page.other_themes.choices) if one.checked] == [ticked]
    assert page.other_themes.is_answered is (ticked in others)
    assert {one.name for one in (*page.themes.choices, *page.other_themes.choices)} == {"themes"}
