"""What holds for every test."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from prevenance.kit import journal_words

# The everyday suite draws the same examples each time: what passes for one passes for all. HYPOTHESIS_PROFILE=exploring
# draws others at each run.
settings.register_profile("everyday", derandomize=True, database=None)
settings.register_profile("exploring", print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "everyday"))


@pytest.fixture(autouse=True, scope="session")
def programs_have_their_own_database() -> Iterator[None]:
    """A test that starts a program gives it a folder of its own: with PREVENANCE_DATABASE, all would share one site."""
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv("PREVENANCE_DATABASE", raising=False)
        yield


@pytest.fixture(autouse=True)
def journal_in_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line of the journal that no sentence says is refused: add it to the `choices/journal.yaml` of its room."""
    monkeypatch.setattr(journal_words, "is_strict", True)
