"""Figures in words: each number with what it is out of, and what was not said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import gettext

from prevenance.mediation.choices import Field, value
from prevenance.mediation.queries import counting
from prevenance.mediation.queries.counting import Distribution, Figures
from prevenance.territories import queries as territories


@dataclass(frozen=True, slots=True)
class Row:
    """One value. Numbers as text; a hidden one says so."""

    label: str
    many: str
    share: str


@dataclass(frozen=True, slots=True)
class Table:
    """One distribution. `out_of`: its denominator and what is missing, in words."""

    key: str
    title: str
    rows: tuple[Row, ...]
    out_of: str


@dataclass(frozen=True, slots=True)
class Page:
    """The summary, then the tables."""

    summary: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]


def page(figures: Figures) -> Page:
    """Exact or published, in the page's language."""
    hours, minutes = divmod(figures.minutes, 60)
    summary = (
        (gettext("Encounters"), str(figures.encounters)),
        (gettext("Time given"), f"{hours}\u00a0h\u00a0{minutes:02d}"),
        (gettext("Participations: each person each time (at most as many people)"), number(figures.participations)),
        (gettext("People followed: known by name (at least as many people)"), number(figures.people)),
    )
    return Page(summary, tuple(_table(one) for one in figures.distributions))


def number(many: int | None) -> str:
    """A number, or that it is hidden."""
    return gettext("hidden, fewer than 5 or next to it") if many is None else str(many)


def title(key: str) -> str:
    """Of one distribution."""
    return {
        counting.ACTIVITIES: gettext("Encounters, one person or a group"),
        counting.IDENTITY: gettext("Participations: followed or anonymous"),
        counting.FOLLOWED: gettext("People followed: new in the period or not"),
        counting.MONTHS: gettext("By month"),
        counting.HELD_IN: gettext("Communes where the encounters were held"),
        counting.RESIDENCE: gettext("Communes where people live"),
        Field.KINDS: gettext("Participations, one person or a group"),
        Field.DURATION_RANGES: gettext("Duration"),
        Field.PLACE_KINDS: gettext("Kind of place"),
        Field.THEMES: gettext("Themes (several possible)"),
        Field.ADMIN_THEMES: gettext("Administrative steps (several possible)"),
        Field.EQUIPMENT: gettext("Devices (several possible)"),
        Field.AUTONOMY: gettext("Autonomy"),
        Field.STRUCTURES: gettext("Directed to (several possible)"),
        Field.NEXT_STEPS: gettext("What next"),
        Field.GENDERS: gettext("Women and men"),
        Field.AGES: gettext("Ages"),
        Field.STATUSES: gettext("Situations"),
        Field.FIRSTS: gettext("First time or not"),
    }[key]


def label(distribution: str, key: str) -> str:
    """Of one value."""
    if distribution in (counting.RESIDENCE, counting.HELD_IN):
        found = territories.commune(key)
        return f"{found.name} ({found.department})" if found else key
    if distribution == counting.MONTHS:
        return formats.date_format(dt.date.fromisoformat(f"{key}-01"), "F Y")
    plain: dict[str, Callable[[], str]] = {
        "followed": lambda: gettext("followed"),
        "anonymous": lambda: gettext("anonymous"),
        "new": lambda: gettext("new: first encounter in the period"),
        "known": lambda: gettext("already known"),
    }
    if distribution in (counting.IDENTITY, counting.FOLLOWED):
        return plain[key]()
    return str(value(Field.KINDS if distribution == counting.ACTIVITIES else Field(distribution), key))


def _table(one: Distribution) -> Table:
    rows = tuple(Row(label(one.key, key), number(many), share(many, one.denominator)) for key, many in one.cells)
    if one.total is None or one.denominator is None:
        return Table(one.key, title(one.key), rows, gettext("Too few to be shown."))
    unit = {
        counting.PARTICIPATIONS: gettext("%(said)s participations of which it was said, %(missing)s not said"),
        counting.PEOPLE: gettext("%(said)s people followed"),
        counting.ENCOUNTERS: gettext("%(said)s encounters"),
    }[one.unit]
    return Table(one.key, title(one.key), rows, unit % {"said": one.denominator, "missing": number(one.missing)})


def share(many: int | None, denominator: int | None) -> str:
    """A percentage of those of whom it was said, "" when one of the two is hidden or nothing."""
    if many is None or not denominator:
        return ""
    return f"{100 * many / denominator:.0f}\u00a0%"
