"""Coordination activities as their pages show them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from prevenance.kit.controls import Choice, Control, TypedDate, typed_date
from prevenance.kit.inputs import Mistake, one
from prevenance.mediation.choices import Field, value, values
from prevenance.mediation.choices.coordination import NUMBERS, PARTNERS, SUBJECTS
from prevenance.mediation.queries.coordination import Activity, Kept
from prevenance.people.presenters.fields import Field as TextField
from prevenance.people.presenters.fields import Form
from prevenance.territories import queries as territories

Posted = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Line:
    """One in the list."""

    id: int
    held_on: dt.date
    kind: str
    title: str
    where: str
    author: str


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that the form shows, for one kind."""

    kind: str
    title: str
    organisation: tuple[TextField, ...]
    subjects: Control
    date: TypedDate
    date_error: str
    fields: tuple[TextField, ...]
    controls: tuple[Control, ...]
    partners: tuple[TextField, ...]
    errors: list[tuple[str, str]]


def line(one_: Kept) -> Line:
    """Its kind, what it was, and where."""
    given = one_.activity
    subjects = ", ".join(str(value(SUBJECTS[given.kind], key)) for key in given.subjects)
    found = territories.commune(given.commune)
    return Line(
        one_.id,
        given.held_on,
        str(value(Field.COORDINATION_KINDS, given.kind)),
        given.title or subjects,
        found.name if found else given.commune,
        one_.author,
    )


def rows(given: Activity) -> list[tuple[str, str]]:
    """(what, words) of what was said."""
    told = [
        (gettext("What was it?"), _words(SUBJECTS[given.kind], given.subjects)),
        (gettext("Name of the event"), given.title),
        (gettext("Themes"), _words(Field.ANIMATION_THEMES, given.themes)),
        (gettext("Whose idea was it?"), _words(Field.INITIATIVES, [given.initiative])),
        (gettext("Organised by"), _words(Field.ORGANISERS, given.organisers)),
        (gettext("At which level?"), _words(Field.ECHELONS, [given.echelon])),
        (gettext("Partners"), ", ".join(name for name, _ in given.partners)),
        *((label, str(many)) for name, label in _numbers().items() if (many := getattr(given, name)) is not None),
        (gettext("Tags"), ", ".join(given.tags)),
    ]
    return [(what, words) for what, words in told if words]


def page(
    posted: Posted, mistakes: Sequence[Mistake], kind: str, *, organisations: Mapping[int, str], tags: Sequence[str]
) -> Page:
    """`tags`: those of the team."""
    form = Form({key: one(posted, key) for key in posted}, mistakes)
    said = _Said(posted, mistakes)
    controls: list[Control] = []
    if kind == "animation":
        controls.append(said.several("themes", Field.ANIMATION_THEMES, gettext("Themes")))
        controls.append(said.one("initiative", Field.INITIATIVES, gettext("Whose idea was it?")))
    else:
        controls.append(said.one("echelon", Field.ECHELONS, gettext("At which level?")))
    if kind == "event":
        controls.append(said.several("organisers", Field.ORGANISERS, gettext("Organised by")))
    if tags:
        ticked = set(posted.get("team_tags", ()))
        choices = tuple(Choice(name, name, "", name in ticked) for name in tags)
        controls.append(said.control("checkboxes", "team_tags", gettext("Tags of the team"), choices))
    fields = [form.field("commune", gettext("Commune where it was held"), longest=80)]
    if kind == "event":
        fields.append(form.field("title", gettext("Name of the event"), longest=120))
    fields += [form.field(name, _numbers()[name], mode="numeric", longest=6) for name in NUMBERS[kind]]
    subject = said.several if kind == "partnership" else said.one
    offered = [(str(number), name, "") for number, name in organisations.items()]
    asks = len(organisations) > 1
    label = gettext("For which organisation?")
    return Page(
        kind,
        str(value(Field.COORDINATION_KINDS, kind)),
        (form.choice("organisation", label, offered, kind="select"),) if asks else (),
        subject("subjects", SUBJECTS[kind], gettext("What was it?")),
        typed_date(form.typed, "held", legend=gettext("Which day? Today, when you write nothing")),
        next((one_.words for one_ in mistakes if one_.fact == "held"), ""),
        tuple(fields),
        tuple(controls),
        _partners(form) if kind == "partnership" else (),
        form.errors,
    )


def _partners(form: Form) -> tuple[TextField, ...]:
    kinds = [
        ("", gettext("Kind of structure"), ""),
        *((key, str(one_), "") for key, one_ in values(Field.ORGANISERS).items()),
    ]
    found: list[TextField] = []
    for at in range(1, PARTNERS + 1):
        found.append(form.field(f"partner-{at}", gettext("Partner %(number)s: name") % {"number": at}, longest=80))
        label = gettext("Partner %(number)s: kind") % {"number": at}
        found.append(form.choice(f"partner-{at}-kind", label, kinds, kind="select"))
    return tuple(found)


def _numbers() -> dict[str, str]:
    return {
        "minutes": gettext("How long, in minutes"),
        "mediators": gettext("How many mediators"),
        "structures": gettext("How many structures"),
        "others": gettext("How many other professionals"),
        "participants": gettext("How many participants"),
    }


def _words(field: Field, keys: Sequence[str]) -> str:
    return ", ".join(str(value(field, key)) for key in keys if key)


class _Said:
    """Builds controls with what was chosen and what was wrong."""

    def __init__(self, posted: Posted, mistakes: Sequence[Mistake]) -> None:
        self.posted, self.mistakes = posted, mistakes

    def control(self, kind: str, name: str, legend: str, choices: tuple[Choice, ...]) -> Control:
        error = next((one_.words for one_ in self.mistakes if one_.fact == name), "")
        return Control(kind, name, legend, choices=choices, error=error, alone=False)

    def one(self, name: str, field: Field, legend: str) -> Control:
        return self._of("radios", name, field, legend)

    def several(self, name: str, field: Field, legend: str) -> Control:
        return self._of("checkboxes", name, field, legend)

    def _of(self, kind: str, name: str, field: Field, legend: str) -> Control:
        chosen = set(self.posted.get(name, ()))
        choices = tuple(Choice(one_.key, str(one_), "", one_.key in chosen) for one_ in values(field).values())
        return self.control(kind, name, legend, choices)
