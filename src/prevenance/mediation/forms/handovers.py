"""A hand-over in three steps, and a receiver's answer: read from what was posted. Nothing is kept between the steps but
in the page.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from django.utils.translation import gettext

from prevenance.formats import phones
from prevenance.kit.inputs import Mistake, one
from prevenance.mediation.choices import handover_words as words
from prevenance.mediation.choices.handover_states import ANSWERS, AgreedBy, State
from prevenance.mediation.forms.paths import commune
from prevenance.mediation.queries.handover_drafts import Answer, Around, Posted
from prevenance.people.forms import signing


@dataclass(slots=True)
class Whom:
    """For whom it is meant, and what for. `is_search`: the places are asked for, nothing is wrong yet."""

    organisation: int = 0
    purpose: str = ""
    place: str = ""
    name: str = ""
    near: str = ""
    commune: str = ""
    email: str = ""
    phone: str = ""
    is_search: bool = False
    mistakes: list[Mistake] = field(default_factory=list)


def whom(posted: Posted, around: Around) -> Whom:
    """The first step."""
    found = Whom(
        purpose=one(posted, "purpose"),
        place=one(posted, "place")[:20],
        name=one(posted, "name")[: words.NAME_MOST],
        near=one(posted, "near")[: words.NAME_MOST],
        is_search=one(posted, "go") == "search",
    )
    given = one(posted, "organisation")
    found.organisation = int(given) if given.isascii() and given.isdigit() else next(iter(around.organisations), 0)
    if found.organisation not in around.organisations:
        found.mistakes.append(Mistake("organisation", "organisation-1", gettext("Choose an organisation.")))
    near = commune(found.near) if found.near else ""
    if found.near and not near:
        told = gettext("We do not know this commune, or there are several: write its INSEE code or its full name.")
        found.mistakes.append(Mistake("near", "near", told))
    found.commune = around.commune or near or around.organisations.get(found.organisation, "")
    if not found.place and not found.name:
        told = gettext("Write the name of a place, or of the professional.")
        found.mistakes.append(Mistake("name", "name", told))
    if found.is_search:
        return found
    if found.purpose not in words.purposes():
        found.mistakes.append(Mistake("purpose", "purpose", gettext("Choose what it is for.")))
    _reached(posted, found)
    return found


def _reached(posted: Posted, found: Whom) -> None:
    email, phone = one(posted, "email"), one(posted, "phone")
    found.email, found.phone = signing.email(email) if email else "", phones.e164(phone) if phone else ""
    if email and not found.email:
        found.mistakes.append(signing.email_mistake())
    if phone and not found.phone:
        told = gettext("This is not a phone number. Write it with 10 digits, or leave it empty.")
        found.mistakes.append(Mistake("phone", "phone", told))


@dataclass(slots=True)
class What:
    """`shared`: item → value, ticked items only."""

    shared: dict[str, str] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)


def what(posted: Posted) -> What:
    """The second step: what was not ticked is not even read."""
    found = What()
    for key in words.items():
        if key not in posted.get("share", ()):
            continue
        typed = one(posted, f"value-{key}")[: words.NEED_MOST]
        value = phones.national(phones.e164(typed)) if key == "phone" and typed and phones.e164(typed) else typed
        if not value:
            told = gettext("Write it, or take the tick away.")
            found.mistakes.append(Mistake(f"value-{key}", f"value-{key}", told))
        elif key == "phone" and not phones.e164(typed):
            told = gettext("This is not a phone number. Write it with 10 digits, or take the tick away.")
            found.mistakes.append(Mistake("value-phone", "value-phone", told))
        found.shared[key] = value
    if not found.shared:
        told = gettext("Tick at least one thing: the receiver must know whom to think of, or what is asked.")
        found.mistakes.append(Mistake("share", "share-1", told))
    return found


@dataclass(slots=True)
class Agreed:
    """How the person said yes, and the version of the words that were read."""

    by: str = ""
    version: str = ""
    mistakes: list[Mistake] = field(default_factory=list)


def agreed(posted: Posted) -> Agreed:
    """The third step. Words that changed meanwhile are read again."""
    found = Agreed(one(posted, "agreed"), one(posted, "version")[:20])
    if found.by not in {str(each) for each in AgreedBy}:
        told = gettext("Without the person's yes, nothing leaves. Say how they agreed, or go back.")
        found.mistakes.append(Mistake("agreed", "agreed-1", told))
    elif found.version != words.consent()[0]:
        told = gettext("The words of the agreement have changed: read them again together.")
        found.mistakes.append(Mistake("agreed", "agreed-1", told))
    return found


def operation(posted: Posted) -> uuid.UUID | None:
    """The number of this form; None when it is not one."""
    try:
        return uuid.UUID(one(posted, "operation"))
    except ValueError:
        return None


@dataclass(slots=True)
class Replied:
    """`answer`: when there is no mistake."""

    answer: Answer | None = None
    mistakes: list[Mistake] = field(default_factory=list)


def replied(posted: Posted) -> Replied:
    """A receiver's answer: what belongs to another answer is not read."""
    state = one(posted, "answer")
    if state not in {each.value for each in ANSWERS}:
        return Replied(mistakes=[Mistake("answer", "answer-1", gettext("Choose one of the answers."))])
    found, told = Replied(), one(posted, "words")[: words.WORDS_MOST]
    if state == State.ACCEPTED:
        how, when = one(posted, "how"), one(posted, "when")
        if how not in words.hows():
            found.mistakes.append(Mistake("how", "how-1", gettext("Say how you will be in touch.")))
        if when not in words.whens():
            found.mistakes.append(Mistake("when", "when-1", gettext("Say when you will be in touch.")))
        found.answer = Answer(State.ACCEPTED, how=how, when=when, words=told)
    elif state == State.REFUSED:
        reason, elsewhere = one(posted, "reason"), one(posted, "elsewhere")[: words.WORDS_MOST]
        if reason not in words.refusals():
            found.mistakes.append(Mistake("reason", "reason-1", gettext("Say why: it helps to ask somebody else.")))
        found.answer = Answer(State.REFUSED, reason=reason, elsewhere=elsewhere, words=told)
    else:
        phone = phones.e164(one(posted, "call"))
        if not phone:
            found.mistakes.append(Mistake("call", "call", gettext("Write the phone number to call you on.")))
        found.answer = Answer(State.TO_CALL, phone=phones.national(phone) if phone else "", words=told)
    if found.mistakes:
        found.answer = None
    return found
