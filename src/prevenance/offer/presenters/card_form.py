"""The form of a card: what each field holds, what is wrong in it, and what mending it would bring."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from prevenance.catalogue import Catalogue
from prevenance.formats.week import MOST_SLOTS
from prevenance.kit.controls import Choice, TypedDate
from prevenance.kit.inputs import Mistake
from prevenance.offer.choices import Access, Fees, Notice
from prevenance.offer.presenters import wording
from prevenance.offer.queries import Card, Quality

TYPES = {"phone": "tel", "email": "email", "website": "url", "booking": "url", "postal_code": "numeric"}


@dataclass(frozen=True, slots=True)
class Text:
    """One line to type. `mends`: what the quality score asks of it."""

    name: str
    label: str
    hint: str
    value: str
    error: str
    mends: tuple[str, ...]
    mode: str
    longest: int
    is_long: bool


@dataclass(frozen=True, slots=True)
class Radios:
    """One choice among a few."""

    name: str
    label: str
    hint: str
    choices: tuple[Choice, ...]
    mends: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """The two inputs of one opening."""

    start_name: str
    start: str
    end_name: str
    end: str
    number: int


@dataclass(frozen=True, slots=True)
class Day:
    code: str
    label: str
    slots: tuple[Slot, ...]
    closed_name: str
    is_closed: bool
    errors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hours:
    """`kept`: hours that the grid cannot show; they stay as long as it is left empty."""

    days: tuple[Day, ...]
    closed_on_holidays: bool
    mends: tuple[str, ...]
    kept: bool
    has_error: bool


@dataclass(frozen=True, slots=True)
class TypedDay:
    """What the form hands over of one day."""

    code: str
    slots: tuple[tuple[str, str], ...]
    is_closed: bool
    goals: tuple[tuple[str, str], ...]  # the names of the inputs of each slot


def mends(quality: Quality, field: str) -> tuple[str, ...]:
    return tuple(wording.said(one.mend) for one in quality.not_met(field))


def texts(
    values: Mapping[str, str], mistakes: Sequence[Mistake], quality: Quality, names: Sequence[str]
) -> tuple[Text, ...]:
    errors = {one.fact: one.words for one in mistakes}
    return tuple(
        Text(
            name=name,
            label=wording.FIELDS[name](),
            hint=HINTS[name]() if name in HINTS else "",
            value=values.get(name, ""),
            error=errors.get(name, ""),
            mends=mends(quality, name),
            mode=TYPES.get(name, "text"),
            longest=5 if name == "postal_code" else 500,
            is_long=name in ("description", "opening_words"),
        )
        for name in names
    )


HINTS: Mapping[str, Callable[[], str]] = {
    "name": lambda: gettext("As on the door. Nobody’s own name, unless the place bears it."),
    "commune": lambda: gettext("If you moved: its name, and its postal code above. Say the new street too."),
    "phone": lambda: gettext("The number of the place. Only one."),
    "email": lambda: gettext("An address of the place, not somebody’s own."),
    "booking": lambda: gettext("The page where one books, if there is one."),
    "opening_words": lambda: gettext("For example: on Wednesday, by appointment; open on the first Saturday."),
    "description": lambda: gettext("In two or three sentences: for whom, and what for."),
}


def wheelchair(given: str, quality: Quality) -> Radios:
    words = {
        Access.YES: gettext("Yes, alone"),
        Access.ON_REQUEST: gettext("Yes, with help (a ramp, a bell)"),
        Access.NO: gettext("No"),
        Access.UNKNOWN: gettext("I do not know"),
    }
    choices = tuple(Choice(str(key), label, checked=str(key) == given) for key, label in words.items())
    label = gettext("Can one come in with a wheelchair?")
    return Radios("wheelchair", label, "", choices, mends(quality, "wheelchair"))


def fees(given: str, quality: Quality) -> Radios:
    words = {
        Fees.FREE: gettext("Nothing: it is free"),
        Fees.CONDITIONAL: gettext("Free, or cheaper, for some people"),
        Fees.PAID: gettext("There is something to pay"),
        Fees.UNKNOWN: gettext("I do not know"),
    }
    choices = tuple(
        Choice(str(key) or "unknown", label, checked=(str(key) or "unknown") == (given or "unknown"))
        for key, label in words.items()
    )
    return Radios("fees", gettext("What does it cost to come?"), "", choices, mends(quality, "fees"))


def acts(asked: Mapping[str, bool | None], posted: Mapping[str, str], book: Catalogue) -> tuple[Radios, ...]:
    answers = (("yes", True, gettext("Yes")), ("no", False, gettext("No")), ("unknown", None, gettext("I do not know")))
    found = []
    for key, known in asked.items():
        given = posted.get(f"act-{key}", next(value for value, answer, _ in answers if answer is known))
        choices = tuple(Choice(value, label, checked=value == given) for value, _, label in answers)
        name = book.acts[key].name.in_language(wording.language())
        found.append(Radios(f"act-{key}", wording.typeset(name, wording.language()), "", choices))
    return tuple(sorted(found, key=lambda one: one.label.casefold()))


def hours(
    days: Sequence[TypedDay],
    *,
    closed_on_holidays: bool,
    mistakes: Sequence[Mistake],
    quality: Quality,
    kept: bool,
) -> Hours:
    mine = [one for one in mistakes if one.fact == "opening_hours"]
    rows = []
    for day, label in zip(days, wording.week_days(), strict=True):
        slots = tuple(
            Slot(day.goals[n][0], day.slots[n][0], day.goals[n][1], day.slots[n][1], n + 1) for n in range(MOST_SLOTS)
        )
        names = {goal for pair in day.goals for goal in pair}
        errors = tuple(one.words for one in mine if one.goal in names)
        closed_name = f"hours-{day.code.lower()}-closed"
        rows.append(Day(day.code, label[:1].upper() + label[1:], slots, closed_name, day.is_closed, errors))
    return Hours(tuple(rows), closed_on_holidays, mends(quality, "opening_hours"), kept, bool(mine))


@dataclass(frozen=True, slots=True)
class Typed:
    """What the form of a card is filled with: today's card, or what somebody typed."""

    values: Mapping[str, str]
    days: Sequence[TypedDay]
    closed_on_holidays: bool
    mistakes: Sequence[Mistake] = ()


def whole(
    card: Card, typed: Typed, asked: Mapping[str, bool | None], quality: Quality, book: Catalogue, *, kept: bool
) -> dict[str, Any]:
    """All that `offer/correct_fields.html` shows. `kept`: the card has hours that the grid cannot show."""

    def some(*names: str) -> tuple[Text, ...]:
        return texts(typed.values, typed.mistakes, quality, names)

    place = card.place
    return {
        "errors": [(one.goal, one.words) for one in typed.mistakes],
        "who": some("name", "address", "postal_code", "commune"),
        "reach": some("phone", "email", "website", "booking"),
        "more": some("opening_words"),
        "about": some("description"),
        "hours": hours(
            typed.days,
            closed_on_holidays=typed.closed_on_holidays,
            mistakes=typed.mistakes,
            quality=quality,
            kept=kept,
        ),
        "choices": (
            wheelchair(typed.values.get("wheelchair", str(place.wheelchair)), quality),
            fees(typed.values.get("fees", str(place.fees)), quality),
        ),
        "acts": acts(asked, typed.values, book),
        "act_mends": mends(quality, "acts"),
    }


@dataclass(frozen=True, slots=True)
class Mark:
    """One criterion of the score, as the card shows it."""

    words: str
    mend: str
    verdict: str


def marks(quality: Quality) -> tuple[Mark, ...]:
    """What does not apply is left out."""
    return tuple(
        Mark(wording.said(one.asked.words), wording.said(one.asked.mend), str(one.verdict))
        for one in quality.criteria
        if one.verdict != "not_applicable"
    )


def reported(card: Card) -> tuple[str, ...]:
    """What residents said is wrong."""
    return tuple(wording.REASONS[reason]() for reason in card.flags)


@dataclass(frozen=True, slots=True)
class Days:
    """The three inputs of one day. `error` is said beside them."""

    name: str
    legend: str
    day: str
    month: str
    year: str
    error: str


@dataclass(frozen=True, slots=True)
class NoticeForm:
    notices: Radios
    notice_error: str
    dates: tuple[Days, Days]
    words: str
    words_error: str


def notice(given: str, first: TypedDate, last: TypedDate, words: str, mistakes: Sequence[Mistake]) -> NoticeForm:
    errors = {one.fact: one.words for one in mistakes}
    labels = {
        Notice.CLOSED: gettext("We are closed for some days"),
        Notice.OTHER_HOURS: gettext("Our hours change for some days"),
        Notice.HEAT_WAVE_OPEN: gettext("In hot weather, people may come here to cool down"),
    }
    choices = tuple(Choice(str(key), label, checked=str(key) == given) for key, label in labels.items())
    legends = {"first": gettext("First day"), "last": gettext("Last day")}

    def days(one: TypedDate) -> Days:
        return Days(one.name, legends[one.name], one.day, one.month, one.year, errors.get(one.name, ""))

    return NoticeForm(
        Radios("notice", gettext("What do you want to announce?"), "", choices),
        errors.get("notice", ""),
        (days(first), days(last)),
        words,
        errors.get("words", ""),
    )
