"""Words that pages of the offer share: numbers, hours, days, sources, in the page's language."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.utils import dates, formats
from django.utils.translation import get_language, gettext, pgettext

from prevenance.catalogue.content_values import Confidence, DoneAt
from prevenance.formats import phones
from prevenance.kit.clock import PARIS
from prevenance.kit.templatetags.kit import in_words, short_date
from prevenance.offer.choices import Access, Author, Fees, FlagReason, Notice, sources
from prevenance.offer.choices import words as choice_words
from prevenance.offer.queries import Announced, OpeningState


def language() -> str:
    return get_language() or "fr"


def said(given: Mapping[str, str]) -> str:
    """A text of the data, in the page's language."""
    return typeset(given.get(language()) or given["fr"], language())


@functools.lru_cache(maxsize=4096)
def typeset(text: str, in_language: str) -> str:
    """Apostrophes and, in French, the spaces which must not break: the data are typed on plain keyboards."""
    text = text.replace("'", "’")
    if in_language != "fr":
        return text
    return re.sub(r" ([:;!?»%])", "\u00a0\\1", text).replace("« ", "«\u00a0")


def kind(key: str) -> str:
    """« Pharmacie », "Pharmacy"; the key itself when it has no words."""
    name = choice_words.kinds().get(key, {}).get(language(), [key])[0]
    return typeset(name[:1].upper() + name[1:], language())


def phone(number: str) -> str:
    """A number as people write it, kept on one line."""
    return phones.national(number).replace(" ", "\u00a0")


def site_name(url: str) -> str:
    return urlsplit(url).netloc.removeprefix("www.")


def hour(moment: dt.time | dt.datetime) -> str:
    """« 9 h », « 14 h 30 »; "9:00", "14:30". The midnight that ends a day is 24."""
    if language() == "fr":
        return f"{moment.hour}\u00a0h" + (f"\u00a0{moment.minute:02d}" if moment.minute else "")
    return f"{moment.hour}:{moment.minute:02d}"


def week_days() -> tuple[str, ...]:
    """Monday first."""
    return tuple(str(dates.WEEKDAYS[number]) for number in range(7))


def day_and_month(day: dt.date) -> str:
    """« jeudi 3 décembre », "Thursday 3 December": for days that are near."""
    text = formats.date_format(day, "l j F")
    return text.replace(" 1 ", " 1er ", 1) if language() == "fr" else text


def paris(moment: dt.datetime) -> dt.datetime:
    """An instant as the clocks of mainland France show it."""
    return moment.astimezone(PARIS)


def period(starts_on: dt.date, ends_on: dt.date) -> str:
    if starts_on == ends_on:
        return gettext("on %(day)s") % {"day": in_words(starts_on)}
    return gettext("from %(first)s to %(last)s") % {"first": in_words(starts_on), "last": in_words(ends_on)}


ACCESS: Mapping[Access, Callable[[], str]] = {
    Access.UNKNOWN: lambda: gettext("Wheelchair access: not known, ask by phone."),
    Access.YES: lambda: gettext("Accessible in a wheelchair."),
    Access.ON_REQUEST: lambda: gettext("Accessible in a wheelchair with help: ask on arrival."),
    Access.NO: lambda: gettext("Not accessible in a wheelchair."),
}
COST: Mapping[Fees, Callable[[], str]] = {
    Fees.UNKNOWN: lambda: gettext("Cost not known: ask before you go."),
    Fees.FREE: lambda: gettext("Free of charge."),
    Fees.CONDITIONAL: lambda: gettext("Free, or cheaper, for some people: ask."),
    Fees.PAID: lambda: gettext("There is something to pay: ask how much, and what is paid back."),
}
REASONS: Mapping[FlagReason, Callable[[], str]] = {
    FlagReason.CLOSED: lambda: gettext("This place has closed for good"),
    FlagReason.MOVED: lambda: gettext("It is not at this address"),
    FlagReason.HOURS: lambda: gettext("The opening hours are wrong"),
    FlagReason.PHONE: lambda: gettext("The phone number is wrong"),
    FlagReason.NOT_DONE_HERE: lambda: gettext("What I came for is not done there"),
    FlagReason.ACCESS: lambda: gettext("What is said of wheelchair access is wrong"),
    FlagReason.OTHER: lambda: gettext("Something else is wrong"),
}
FIELDS: Mapping[str, Callable[[], str]] = {
    "name": lambda: pgettext("card", "Name"),
    "address": lambda: pgettext("card", "Address"),
    "postal_code": lambda: pgettext("card", "Postal code"),
    "commune": lambda: pgettext("card", "Commune"),
    "commune_code": lambda: pgettext("card", "Commune"),
    "latitude": lambda: pgettext("card", "Spot on the map"),
    "phone": lambda: pgettext("card", "Phone"),
    "email": lambda: pgettext("card", "E-mail"),
    "website": lambda: pgettext("card", "Website"),
    "booking": lambda: pgettext("card", "Online booking"),
    "opening_hours": lambda: pgettext("card", "Opening hours"),
    "opening_words": lambda: pgettext("card", "More about the hours"),
    "wheelchair": lambda: pgettext("card", "Wheelchair access"),
    "fees": lambda: pgettext("card", "Cost"),
    "description": lambda: pgettext("card", "Description"),
    "acts": lambda: pgettext("card", "What is done there"),
    "has_closed": lambda: pgettext("card", "Closed for good"),
}


def notice(one: Announced) -> str:
    """What a place announced, in one sentence, then its own words."""
    sentence = {
        Notice.CLOSED: gettext("Closed %(period)s."),
        Notice.OTHER_HOURS: gettext("Other opening hours %(period)s."),
        Notice.HEAT_WAVE_OPEN: gettext("Open to cool down in hot weather, %(period)s."),
    }[one.notice] % {"period": period(one.starts_on, one.ends_on)}
    return f"{sentence} {one.words[:1].upper()}{one.words[1:]}".strip()


def opening(state: OpeningState, at: dt.datetime) -> str:
    """Whether it is open now, until when, or when it opens."""
    note = f" ({state.note})" if state.note else ""
    if state.is_open is True:
        if state.until is None:
            return gettext("Open now") + note
        return gettext("Open now, closes at %(hour)s") % {"hour": hour(state.until)} + note
    if state.notice is not None and state.notice.notice is Notice.OTHER_HOURS:
        return gettext("Other opening hours today: see below")
    if state.next_opening is not None:
        opens = _opens(state.next_opening, at)
        if state.is_open is False:
            return gettext("Closed, %(opens)s") % {"opens": opens} + note
        why = gettext("Public holiday today") if state.is_holiday else gettext("Not known for today")
        return f"{why}{colon()}{gettext('call before you go')}. {opens[:1].upper()}{opens[1:]}{note}"
    if state.is_open is False:
        return gettext("Closed now") + note
    if state.is_holiday:
        return gettext("Public holiday today: call before you go") + note
    return gettext("Opening hours not known: call before you go") + note


def advice(done: DoneAt | None, declared: Confidence | None) -> str:
    """Whether to ring first. What the place says of itself (`declared`) counts before what its kind tells (`done`)."""
    if declared is Confidence.DECLARED:
        return gettext("The place says that it does this.")
    confidence = declared or (done.confidence if done else None)
    note = typeset(done.note.in_language(language()), language()) if done and done.note else ""
    note += "." if note and note[-1] not in ".!?" else ""
    if confidence is Confidence.TO_BE_CONFIRMED:
        return " ".join(filter(None, (gettext("Call first, to ask whether it is done there."), note)))
    if confidence is Confidence.BY_LAW:
        return " ".join(filter(None, (gettext("The law lets places of this kind do it."), note)))
    return note


def colon() -> str:
    return "\u00a0: " if language() == "fr" else ": "


def _opens(moment: dt.datetime, at: dt.datetime) -> str:
    days = (moment.date() - at.astimezone(moment.tzinfo).date()).days
    if days == 0:
        return gettext("opens today at %(hour)s") % {"hour": hour(moment)}
    if days == 1:
        return gettext("opens tomorrow at %(hour)s") % {"hour": hour(moment)}
    day = str(dates.WEEKDAYS[moment.weekday()]) if days < 7 else day_and_month(moment.date())
    return gettext("opens on %(day)s at %(hour)s") % {"day": day, "hour": hour(moment)}


def who(origin: Mapping[str, Any]) -> str:
    """Who says so, and since when: a source, the place itself, the team."""
    if "author" in origin:
        name = {
            str(Author.PLACE): gettext("the place itself"),
            str(Author.TEAM): gettext("the territory’s team"),
        }.get(origin["author"], origin["author"])
    else:
        source = sources.sources().get(origin.get("source", ""))
        name = said(source.name) if source else str(origin.get("source", ""))
    if not origin.get("on"):
        return gettext("%(who)s, date not known") % {"who": name}
    return gettext("%(who)s, %(day)s") % {"who": name, "day": short_date(dt.date.fromisoformat(origin["on"]))}
