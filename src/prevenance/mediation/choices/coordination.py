"""Coordination: which list says what each kind of activity was, and which numbers it asks."""

from __future__ import annotations

from collections.abc import Mapping

from prevenance.mediation.choices.vocabulary import Field

SUBJECTS: Mapping[str, Field] = {
    "animation": Field.ANIMATION_TYPES,
    "event": Field.EVENT_TYPES,
    "partnership": Field.PARTNERSHIP_NATURES,
}
NUMBERS: Mapping[str, tuple[str, ...]] = {
    "animation": ("minutes", "mediators", "structures", "others"),
    "event": ("participants",),
    "partnership": (),
}
PARTNERS = 3  # lines of the page
PEOPLE_MOST = 100_000
TAGS_MOST = 40  # of a team
