"""A hand-over and an answer as values: what a form gives, what an operation checks and writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from prevenance.mediation.choices import handover_words as words
from prevenance.mediation.choices.handover_states import ANSWERS, AgreedBy, State

Posted = Mapping[str, Sequence[str]]


class Impossible(ValueError):
    """The form should not have let this through. The message names the field."""


@dataclass(frozen=True, slots=True)
class Around:
    """What bounds the form: the organisations of the agent (id → code of its commune), and the commune already known
    of the person or of the encounter, "" when there is none.
    """

    organisations: Mapping[int, str]
    commune: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """`shared`: item → what the receiver will read, ticked items only. `commune`: what bounds the scope; `phone`: of
    the one who asks. A receiver is a place of the offer (`place_id`) or a `name`.
    """

    organisation: int
    commune: str
    purpose: str
    agreed_by: str
    words_version: str
    shared: Mapping[str, str] = field(default_factory=dict)
    person: str = ""
    encounter: int | None = None
    place_id: str = ""
    place_name: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """`how`, `when`: of an acceptance; `reason`, `elsewhere` (whom else to ask): of a refusal; `phone`: to call."""

    state: State
    how: str = ""
    when: str = ""
    reason: str = ""
    elsewhere: str = ""
    phone: str = ""
    words: str = ""


def check(draft: Draft) -> None:
    """Whether it may leave: without the agreement, nothing does.

    Raises:
        Impossible
    """
    _must(draft.agreed_by in {str(one) for one in AgreedBy}, "agreed_by")
    _must(draft.words_version == words.consent()[0], "words_version")
    _must(draft.purpose in words.purposes(), "purpose")
    _must(set(draft.shared) <= set(words.items()) and all(draft.shared.values()), "shared")
    _must(all(len(one) <= words.NEED_MOST for one in draft.shared.values()), "shared")
    _must(bool(draft.shared), "shared")
    _must(bool(draft.commune), "commune")
    _must(bool(draft.place_name if draft.place_id else draft.name), "name")


def check_answer(answer: Answer) -> None:
    """Whether it is whole.

    Raises:
        Impossible
    """
    _must(answer.state in ANSWERS, "state")
    if answer.state is State.ACCEPTED:
        _must(answer.how in words.hows() and answer.when in words.whens(), "how")
    if answer.state is State.REFUSED:
        _must(answer.reason in words.refusals(), "reason")
    if answer.state is State.TO_CALL:
        _must(bool(answer.phone), "phone")
    _must(all(len(one) <= words.WORDS_MOST for one in (answer.words, answer.elsewhere, answer.phone)), "words")


def _must(is_right: bool, name: str) -> None:
    if not is_right:
        raise Impossible(name)
