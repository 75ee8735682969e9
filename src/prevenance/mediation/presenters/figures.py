"""Figures in words: each number with what it is out of, what was not said, and its interval when it has one."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import gettext

from prevenance.counting.measure import wilson
from prevenance.mediation.choices import ABOUT_PEOPLE, Field
from prevenance.mediation.presenters.figure_words import label, title, unit
from prevenance.mediation.queries import counting, mission
from prevenance.mediation.queries.coordination_figures import COORDINATIONS, MET
from prevenance.mediation.queries.counting import Distribution, Figures


@dataclass(frozen=True, slots=True)
class Row:
    """One value. Numbers as text; a hidden one says so. `interval`: of its share, "" when it has none."""

    label: str
    many: str
    share: str
    interval: str


@dataclass(frozen=True, slots=True)
class Table:
    """One distribution. `out_of`: its denominator and what is missing, in words."""

    key: str
    title: str
    rows: tuple[Row, ...]
    out_of: str
    has_intervals: bool
    nothing: str = ""  # the values of 0, in one line, where they are many


@dataclass(frozen=True, slots=True)
class Section:
    """Tables of one subject, folded away but for the first."""

    title: str
    tables: tuple[Table, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class Page:
    """The summary, then the tables by subject."""

    summary: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]


PEOPLE = (*ABOUT_PEOPLE, counting.IDENTITY, counting.FOLLOWED, counting.RESIDENCE)
PREVENTION = (Field.SIGNPOSTS, mission.DONE)
ABOUT = (Field.THEMES, Field.ADMIN_THEMES, Field.EQUIPMENT, Field.AUTONOMY, Field.STRUCTURES, Field.NEXT_STEPS)
ZEROS_MOST = 3  # more rows of 0 than this would hide the others


def page(figures: Figures) -> Page:
    """Exact or published, in the page's language."""
    hours, minutes = divmod(figures.minutes, 60)
    summary = (
        (gettext("Encounters"), str(figures.encounters)),
        (gettext("Time given"), f"{hours}\u00a0h\u00a0{minutes:02d}"),
        (gettext("Participations: each person each time (at most as many people)"), number(figures.participations)),
        (gettext("People followed: known by name (at least as many people)"), number(figures.people)),
    )
    subjects: dict[str, list[Table]] = {}
    for one in figures.distributions:
        if one.unit in (COORDINATIONS, MET) and not one.total and one.key != Field.COORDINATION_KINDS:
            continue  # the first table says that there was none
        subjects.setdefault(_subject(one), []).append(_table(one))
    words = {
        "encounters": gettext("When, where, how long"),
        "about": gettext("What about, and what next"),
        "people": gettext("With whom"),
        mission.PATHS: gettext("Mon espace santé, step by step"),
        "after": gettext("Appointments, workshops, hand-overs, relays"),
        "coordination": gettext("Coordination"),
    }
    found = [Section(words[key], tuple(subjects[key]), key == "encounters") for key in words if key in subjects]
    return Page(summary, tuple(found))


def _subject(one: Distribution) -> str:
    if one.unit in (COORDINATIONS, MET):
        return "coordination"
    if one.unit == mission.PATHS:
        return one.unit
    if one.key in PEOPLE:
        return "people"
    if one.key in (*ABOUT, counting.TAGS, Field.LEVELS):
        return "about"
    return "after" if one.unit in mission.UNITS or one.key in PREVENTION else "encounters"


def number(many: int | None) -> str:
    """A number, or that it is hidden."""
    return gettext("hidden, fewer than 5 or next to it") if many is None else str(many)


def _table(one: Distribution) -> Table:
    has_intervals = one.unit in mission.UNITS
    rows = tuple(
        Row(label(one.key, key), number(many), share(many, one.denominator), interval(one, many))
        for key, many in one.cells
    )
    if one.total is None or one.denominator is None:
        return Table(one.key, title(one.key), rows, gettext("Too few to be shown."), has_intervals)
    zeros = [label(one.key, key) for key, many in one.cells if many == 0]
    nothing = ""
    if one.denominator and len(zeros) > ZEROS_MOST:
        nothing = gettext("0: %(values)s.") % {"values": ", ".join(zeros)}
        rows = tuple(row for row, (_, many) in zip(rows, one.cells, strict=True) if many != 0)
    if one.unit in (counting.PEOPLE, counting.ENCOUNTERS, MET):
        said = gettext("%(unit)s: %(said)s")
    else:
        said = gettext("%(unit)s: %(said)s, not said: %(missing)s%(part)s")
    given = {
        "said": one.denominator,
        "unit": unit(one.unit),
        "missing": number(one.missing),
        "part": f" ({share(one.missing, one.total)})" if one.missing and one.total else "",
    }
    return Table(one.key, title(one.key), rows, said % given, has_intervals, nothing)


def share(many: int | None, denominator: int | None) -> str:
    """A percentage of those of whom it was said, "" when one of the two is hidden or nothing."""
    if many is None or not denominator:
        return ""
    return f"{100 * many / denominator:.0f}\u00a0%"


def bounds(one: Distribution, many: int | None) -> tuple[float, float] | None:
    """The 95 % interval of the share; None when there is none to give: encounters are all counted, not drawn."""
    if many is None or not one.denominator or one.unit not in mission.UNITS:
        return None
    return wilson(many, one.denominator)


def interval(one: Distribution, many: int | None) -> str:
    """The same, in words."""
    found = bounds(one, many)
    if found is None:
        return ""
    low, high = (formats.number_format(100 * part, 0) for part in found)
    return gettext("%(low)s to %(high)s %%") % {"low": low, "high": high}
