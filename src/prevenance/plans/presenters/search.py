"""How a search was understood, part by part, in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import get_language, gettext

from prevenance.catalogue import Catalogue
from prevenance.kit.templatetags.kit import in_words
from prevenance.offer.choices import words as kind_words
from prevenance.offer.presenters.wording import typeset
from prevenance.offer.queries.requests import Request
from prevenance.offer.queries.usual_weeks import When
from prevenance.plans.presenters.wording import words


@dataclass(frozen=True, slots=True)
class Part:
    """`key` of a part that can be taken back; "" when it cannot."""

    words: str
    key: str = ""
    undo: str = ""


NOTED = {
    "without_appointment": lambda: gettext("Without an appointment: our lists do not say it. Ask by phone."),
    "without_prescription": lambda: gettext("Without a prescription: our lists do not say it. Ask by phone."),
    "free": lambda: gettext("Free of charge: our lists seldom say it. Ask what you would have to pay."),
    "new_patients": lambda: gettext("Taking new patients: our lists do not say it. Ask by phone."),
    "at_home": lambda: gettext("At home: our lists do not say who comes. Ask by phone."),
    "quickly": lambda: gettext("Quickly: our lists do not know the waiting times. Ask by phone."),
    "woman": lambda: gettext("With a woman: our lists name nobody. Ask by phone."),
    "language": lambda: gettext("In a language that you speak: our lists do not say it. Ask by phone."),
    "signs": lambda: gettext("In sign language: our lists do not say it. Ask before you go."),
    "anonymous": lambda: gettext("Without giving your name: our lists do not say it. Ask by phone."),
    "if_strong": lambda: gettext(
        "If it is strong or sudden, or if it worries you, call 15: it is free, day and night."
    ),
    "urine": lambda: gettext("With a fever, back pain or a pregnancy, see a doctor today. At night, call 15."),
    "after_risk": lambda: gettext(
        "After sex without protection, do not wait. Emergency contraception: at a pharmacy, free, at any age, without a"
        " prescription. HIV: a treatment is possible within 48 hours; go to the hospital's emergency department."
    ),
}
NOT_HELD = {
    "specialist": lambda: gettext("We have no list of this kind of specialist. These sites and lines do:"),
    "paramedical": lambda: gettext("We have no list of this profession. These sites and lines do:"),
    "on_duty": lambda: gettext("We do not know who is on duty. Here is whom to ask:"),
}


def parts(request: Request, book: Catalogue, *, on: dt.date, by_name: bool) -> tuple[Part, ...]:
    """Everything that was understood, the main thing first; what was not, last. `by_name`: the words left are in the
    name of places found.
    """
    found = [Part(what(request, book))] if request.act or request.kinds else []
    name = " ".join(request.unread)
    if by_name:
        found.append(Part(gettext("With “%(name)s” in its name") % {"name": name}, "name", gettext("Any name")))
    if request.when is not None or request.is_open_now:
        found.append(Part(_time(request.when, on), "when", gettext("Any day, any time")))
    if request.accessible:
        found.append(Part(gettext("Known to be accessible in a wheelchair"), "access", gettext("Accessible or not")))
    if request.where.commune is not None:
        place = f"{request.where.commune.name} ({request.where.commune.department_name})"
        found.append(Part(gettext("Near %(name)s") % {"name": place}))
    if name and not by_name:
        found.append(Part(gettext("Not understood: “%(words)s”") % {"words": name}))
    return tuple(found)


def what(request: Request, book: Catalogue) -> str:
    """The act, or the kinds of places, as a title."""
    names = [words(book.acts[request.act].name)] if request.act else []
    names += [_kinds(kind) for kind in request.kinds]
    text = ", ".join(names)
    return text[:1].upper() + text[1:]


def _kinds(kind: str) -> str:
    language = get_language() or "fr"
    return typeset(kind_words.kinds()[kind][language][1], language)


def _time(when: When | None, on: dt.date) -> str:
    if when is None:
        return gettext("Known to be open now")
    days = (
        gettext(" or ").join(in_words(day) for day in when.days) if len(when.days) < 7 else gettext("at least one day")
    )
    if (when.from_minute, when.to_minute) == (0, 24 * 60):
        return gettext("Known to be open: %(days)s") % {"days": days}
    hours = {"days": days, "from": _hour(when.from_minute), "to": _hour(when.to_minute)}
    if when.to_minute - when.from_minute == 1:
        return gettext("Known to be open: %(days)s, at %(from)s") % hours
    return gettext("Known to be open: %(days)s, at some time between %(from)s and %(to)s") % hours


def _hour(minutes: int) -> str:
    hour, rest = divmod(minutes, 60)
    if get_language() == "fr":
        return f"{hour}\u00a0h" + (f"\u00a0{rest:02d}" if rest else "")
    return f"{hour}:{rest:02d}"


def mended(request: Request) -> tuple[str, ...]:
    """Typing errors put right, so that the person can say that it was not one."""
    sentence = gettext("You wrote “%(typed)s”: we read “%(read)s”.")
    return tuple(sentence % {"typed": typed, "read": read} for typed, read in request.mended)


def notes(request: Request) -> tuple[str, ...]:
    return tuple(NOTED[key]() for key in request.noted)


def not_held(request: Request) -> tuple[str, ...]:
    return tuple(NOT_HELD[key]() for key in request.not_held)
