"""An agent's hours and absences: read from what was posted, and written back as they would have been typed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from prevenance.formats import phones
from prevenance.kit.inputs import Mistake
from prevenance.mediation.choices import PlaceKind
from prevenance.mediation.choices.appointments import CAPACITY_MOST, PLACE_MOST, WEEKS_MOST
from prevenance.mediation.forms.paths import commune
from prevenance.mediation.operations.openings import Draft
from prevenance.mediation.queries.openings import Receiving

SLOT_MINUTES = (15, 20, 30, 45, 60, 90, 120)
NOTICES = (0, 2, 24, 48, 168)  # hours
KINDS = (PlaceKind.ACTIVITY_PLACE, PlaceKind.REMOTE, PlaceKind.HOME)
TRUE = "yes"


@dataclass(slots=True)
class Typed:
    """`draft` when there is no mistake."""

    draft: Draft | None = None
    mistakes: list[Mistake] = field(default_factory=list)

    def wrong(self, name: str, words: str, goal: str = "") -> None:
        """In words, beside the field."""
        self.mistakes.append(Mistake(name, goal or name, words))


def opening(posted: Mapping[str, str], *, organisations: Mapping[int, str], on: dt.date) -> Typed:
    """`organisations`: those for which one may hold appointments."""
    found = Typed()
    chosen = posted.get("organisation", "")
    organisation = int(chosen) if chosen.isascii() and chosen.isdigit() else next(iter(organisations), 0)
    if organisation not in organisations:
        found.wrong("organisation", gettext("Choose an organisation."))
    weekdays = tuple(day for day in range(1, 8) if posted.get(f"weekday-{day}") == TRUE)
    if not weekdays:
        found.wrong("weekdays", gettext("Tick at least one day."), "weekday-1")
    begins, ends = _time(posted, "from_time", found), _time(posted, "until_time", found)
    minutes = _one_of(posted, "slot_minutes", SLOT_MINUTES, found)
    if begins and ends and minutes and not found.mistakes and _minutes(ends) - _minutes(begins) < minutes:
        found.wrong("until_time", gettext("The end is too early: not even one appointment fits in."))
    capacity = _one_of(posted, "capacity", range(1, CAPACITY_MOST + 1), found)
    weeks = _one_of(posted, "every_weeks", range(1, WEEKS_MOST + 1), found)
    starts_on = _day(posted, "starts_on", found, otherwise=on) or on
    ends_on = _day(posted, "ends_on", found)
    if ends_on and ends_on < starts_on:
        found.wrong("ends_on", gettext("The last day is before the first day."))
    place = _place(posted, found)
    if found.mistakes or begins is None or ends is None:
        return found
    found.draft = Draft(
        organisation=organisation,
        weekdays=weekdays,
        from_time=begins,
        until_time=ends,
        slot_minutes=minutes,
        capacity=capacity,
        every_weeks=weeks,
        starts_on=starts_on,
        ends_on=ends_on,
        on_public_holidays=posted.get("holidays") == TRUE,
        is_public=posted.get("public") == TRUE,
        notice_hours=_one_of(posted, "notice_hours", NOTICES, found),
        place_kind=place[0],
        place_name=place[1],
        commune=place[2],
        phone=place[3],
    )
    return found


def typed(one: Receiving) -> dict[str, str]:
    """What would be typed to open these hours."""
    hours = one.hours
    found = {
        "organisation": str(one.organisation_id),
        "from_time": f"{hours.from_time:%H:%M}",
        "until_time": f"{hours.until_time:%H:%M}",
        "slot_minutes": str(hours.minutes),
        "capacity": str(hours.capacity),
        "every_weeks": str(hours.every_weeks),
        "starts_on": hours.starts_on.isoformat(),
        "ends_on": hours.ends_on.isoformat() if hours.ends_on else "",
        "notice_hours": str(int(hours.notice.total_seconds() // 3600)),
        "place_kind": one.place_kind,
        "place_name": one.place_name,
        "commune": one.commune,
        "phone": phones.national(one.phone) if one.phone else "",
        "holidays": TRUE if hours.on_public_holidays else "",
        "public": TRUE if one.is_public else "",
    }
    return found | {f"weekday-{day}": TRUE for day in hours.weekdays}


@dataclass(slots=True)
class Away:
    """Between two instants."""

    starts_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None
    mistakes: list[Mistake] = field(default_factory=list)


def absence(posted: Mapping[str, str], *, zone: ZoneInfo, on: dt.date) -> Away:
    """Whole days; or, on the first day and the last one, from and until an hour."""
    typed, found = Typed(), Away()
    first = _day(posted, "first", typed)
    last = _day(posted, "last", typed, otherwise=first)
    if first is None and not typed.mistakes:
        typed.wrong("first", gettext("Write the first day of the absence."))
    begins = _time(posted, "away_from", typed) if posted.get("away_from") else dt.time()
    ends = _time(posted, "away_until", typed) if posted.get("away_until") else None
    if first and last and begins is not None:
        found.starts_at = dt.datetime.combine(first, begins, tzinfo=zone)
        found.ends_at = (
            dt.datetime.combine(last, ends, tzinfo=zone)
            if ends
            else dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), tzinfo=zone)
        )
        if found.ends_at <= found.starts_at:
            typed.wrong("last", gettext("The end is before the beginning."))
        elif last < on:
            typed.wrong("last", gettext("This absence is over already."))
    found.mistakes = typed.mistakes
    return found


def _place(posted: Mapping[str, str], found: Typed) -> tuple[str, str, str, str]:
    """(kind, name, commune, phone)."""
    kind = posted.get("place_kind", "")
    if kind not in set(KINDS):
        found.wrong("place_kind", gettext("Say where you receive."), "place_kind-1")
    name = " ".join(posted.get("place_name", "").split())[:PLACE_MOST]
    if kind == PlaceKind.ACTIVITY_PLACE and not name:
        found.wrong("place_name", gettext("Write the name of the place."))
    if kind == PlaceKind.HOME and posted.get("public") == TRUE:
        words = gettext("Visits at home are booked by you: untick this, or choose another place.")
        found.wrong("public", words)
    code = commune(posted.get("commune", ""))
    if not code:
        words = gettext("We do not know this commune, or there are several: write its INSEE code or its full name.")
        found.wrong("commune", words)
    text = posted.get("phone", "").strip()
    phone = phones.e164(text) if text else ""
    if text and not phone:
        found.wrong("phone", gettext("This is not a phone number. Write it with 10 digits, or leave it empty."))
    return kind, name if kind == PlaceKind.ACTIVITY_PLACE else "", code, phone


def _one_of(posted: Mapping[str, str], name: str, allowed: range | tuple[int, ...], found: Typed) -> int:
    text = posted.get(name, "")
    if text.isascii() and text.isdigit() and len(text) < 5 and int(text) in allowed:
        return int(text)
    found.wrong(name, gettext("Choose one of the answers."))
    return allowed[0]


def _time(posted: Mapping[str, str], name: str, found: Typed) -> dt.time | None:
    typed = posted.get(name, "").strip().lower().replace(" ", "").replace("h", ":").removesuffix(":")
    hour, _, minute = typed.partition(":")
    try:
        if not hour:
            raise ValueError
        return dt.time.fromisoformat(f"{hour:0>2}:{minute[:2] or '00'}")
    except ValueError:
        found.wrong(name, _time_words(name))
        return None


def _time_words(name: str) -> str:
    """Each its own words: two mistakes are told apart in the summary."""
    if name in ("from_time", "away_from"):
        return gettext("Write when it begins, such as 09:30.")
    return gettext("Write when it ends, such as 12:00.")


def _day(posted: Mapping[str, str], name: str, found: Typed, *, otherwise: dt.date | None = None) -> dt.date | None:
    text = posted.get(name, "").strip()
    if not text:
        return otherwise
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        found.wrong(name, gettext("Write a day such as 2026-12-01."))
        return None
    if not 2020 <= day.year <= 2100:
        found.wrong(name, gettext("Write a day such as 2026-12-01."))
        return None
    return day


def _minutes(time: dt.time) -> int:
    return time.hour * 60 + time.minute
