"""Dates of documents, as their readers would say them."""

import pytest
from django.utils import translation

from prevenance.kit.templatetags.kit import written_date


@pytest.mark.parametrize(
    ("language", "given", "said"),
    [
        ("fr", "2025-12-12", "12 décembre 2025"),
        ("fr", "2025-05-01", "1er mai 2025"),
        ("en", "2025-05-09", "9 May 2025"),
        ("fr", "2024", "2024"),
        ("fr", "2022-11", "novembre 2022"),
        ("en", "2022-11", "November 2022"),
        ("fr", "2022-13", "2022-13"),
        ("fr", "juin 2024", "juin 2024"),
        ("fr", "2025-02-30", "2025-02-30"),
        ("fr", "", ""),
        ("fr", None, ""),
    ],
)
def test_a_whole_day_is_said_in_words_and_the_rest_is_kept(language: str, given: str | None, said: str) -> None:
    with translation.override(language):
        assert written_date(given) == said
