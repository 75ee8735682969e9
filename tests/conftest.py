"""What holds for every test."""

from __future__ import annotations

import pytest

from prevenance.kit import journal_words


@pytest.fixture(autouse=True)
def journal_in_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line of the journal that no sentence says is refused: add it to the `choices/journal.yaml` of its room."""
    monkeypatch.setattr(journal_words, "is_strict", True)
