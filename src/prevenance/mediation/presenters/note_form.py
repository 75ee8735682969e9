"""The page of a note, as values: on one screen what is usual, folded away what is rarer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from prevenance.kit.controls import Choice, Control, TypedDate, typed_date
from prevenance.kit.inputs import Mistake, one
from prevenance.mediation.choices import Field, PlaceKind, durations, value, values
from prevenance.mediation.choices.note_inputs import CUSTOM, NEW_PLACE, OTHER_DAY, SEPARATOR
from prevenance.mediation.queries.drafts import OF_PERSON
from prevenance.people.presenters.fields import Field as TextField
from prevenance.people.presenters.fields import Form
from prevenance.territories import queries as territories

Posted = Mapping[str, Sequence[str]]
TAGS = ("tags", "team_tags")
THEMES_FIRST = 6


@dataclass(frozen=True, slots=True)
class Totals:
    """What is known of a group in one respect: a number for each value."""

    name: str
    legend: str
    inputs: tuple[tuple[str, str, str], ...]  # name, words, typed
    error: str


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that the template shows. `more_open`: something typed, or a mistake, is never folded away."""

    organisation: tuple[TextField, ...]
    kind: Control
    themes: Control
    other_themes: Control
    day: Control
    date: TypedDate
    durations: Control
    place: Control
    place_fields: tuple[TextField, ...]
    custom_minutes: TextField
    about: tuple[Control, ...]
    residence: TextField
    total: TextField
    totals: tuple[Totals, ...]
    more: tuple[Control, ...]
    more_fields: tuple[TextField, ...]
    note: TextField
    more_open: bool
    group_open: bool
    place_open: bool
    errors: list[tuple[str, str]]


def page(
    posted: Posted,
    mistakes: Sequence[Mistake],
    *,
    organisations: Mapping[int, str],
    places: Sequence[tuple[str, str, str]],
    tags: Sequence[str] = (),
    usual: Sequence[str] = (),
) -> Page:
    """`places`: (id, name, commune) of the last ones used. `tags`: those of the team. `usual`: themes shown first."""
    said = _Said(posted, mistakes)
    first = list(dict.fromkeys((*usual, *values(Field.THEMES))))[:THEMES_FIRST]
    wrong = {one.fact for one in mistakes}
    more_names = ("admin_themes", "equipment", "oriented_to", "signposted", "autonomy", "next_step", "procedure", *TAGS)
    return Page(
        organisation=said.organisation(organisations),
        kind=said.radios("kind", Field.KINDS, gettext("With whom?")),
        themes=said.themes(first, gettext("What about?")),
        other_themes=said.themes(
            [key for key in values(Field.THEMES) if key not in first], gettext("Other subjects"), name="other_themes"
        ),
        day=said.day(),
        date=said.date(),
        durations=said.durations(),
        place=said.place(places),
        place_fields=(
            said.text("place_name", gettext("Name of the new place")),
            said.text("place_commune", gettext("Commune (for a new place, at home or elsewhere)")),
        ),
        custom_minutes=said.text("minutes_custom", gettext("Another duration, in minutes"), mode="numeric", longest=4),
        about=tuple(said.radios(attribute, field, _about(attribute)) for field, attribute in OF_PERSON.items()),
        residence=said.text("residence", gettext("Commune where the person lives")),
        total=said.text("total", gettext("How many people, in all"), mode="numeric", longest=3),
        totals=tuple(said.totals(field, attribute) for field, attribute in OF_PERSON.items()),
        more=(
            said.checkboxes("admin_themes", Field.ADMIN_THEMES, gettext("Which administrative steps?")),
            said.checkboxes("equipment", Field.EQUIPMENT, gettext("With which device?")),
            said.checkboxes("signposted", Field.SIGNPOSTS, gettext("Which prevention did you speak of?")),
            said.radios("autonomy", Field.AUTONOMY, gettext("Who did it?")),
            said.checkboxes("oriented_to", Field.STRUCTURES, gettext("Directed to whom?")),
            said.radios("next_step", Field.NEXT_STEPS, gettext("And next?")),
            *said.tags(tags),
        ),
        more_fields=(
            said.text("procedure", gettext("Name of the administrative step"), longest=80),
            said.own_tags(tags),
        ),
        note=said.note(),
        more_open=any(any(posted.get(name, ())) for name in more_names),
        group_open=bool(wrong & {"total", *map(str, OF_PERSON)}) or one(posted, "kind") == "collective",
        place_open=bool(wrong & {"place_name", "place_commune"})
        or one(posted, "place") in (NEW_PLACE, "home", "other"),
        errors=[(one.goal, one.words) for one in mistakes],
    )


def _about(attribute: str) -> str:
    return {
        "gender": gettext("The person is"),
        "age": gettext("Their age"),
        "status": gettext("Their situation"),
        "first": gettext("Have they come before?"),
    }[attribute]


class _Said:
    """Builds controls with what was typed and what was wrong."""

    def __init__(self, posted: Posted, mistakes: Sequence[Mistake]) -> None:
        self.posted, self.mistakes = posted, mistakes
        self.form = Form({key: one(posted, key) for key in posted}, mistakes)

    def _error(self, name: str) -> tuple[str, str]:
        found = next((one for one in self.mistakes if one.fact == name), None)
        return (found.words, found.goal) if found else ("", "")

    def _control(self, kind: str, name: str, legend: str, choices: tuple[Choice, ...], hint: str = "") -> Control:
        error, part = self._error(name)
        return Control(kind, name, legend, hint, choices=choices, error=error, error_part=part, alone=False)

    def radios(self, name: str, field: Field, legend: str) -> Control:
        chosen = one(self.posted, name)
        choices = tuple(Choice(one.key, str(one), one.hint, one.key == chosen) for one in values(field).values())
        return self._control("radios", name, legend, choices)

    def checkboxes(self, name: str, field: Field, legend: str) -> Control:
        ticked = set(self.posted.get(name, ()))
        choices = tuple(Choice(one.key, str(one), one.hint, one.key in ticked) for one in values(field).values())
        return self._control("checkboxes", name, legend, choices)

    def themes(self, keys: Sequence[str], legend: str, *, name: str = "themes") -> Control:
        ticked = set(self.posted.get("themes", ()))
        known = values(Field.THEMES)
        choices = tuple(
            Choice(key, str(known[key]), known[key].hint, key in ticked, "themes") for key in keys if key in known
        )
        return self._control("checkboxes", name, legend, choices)

    def tags(self, offered: Sequence[str]) -> tuple[Control, ...]:
        """Those of the team, to tick; none without any."""
        ticked = set(self.posted.get("team_tags", ()))
        choices = tuple(Choice(name, name, "", name in ticked) for name in offered)
        return (self._control("checkboxes", "team_tags", gettext("Tags of the team"), choices),) if choices else ()

    def own_tags(self, offered: Sequence[str]) -> TextField:
        typed = [tag.strip() for tag in one(self.posted, "tags").split(",")]
        value = ", ".join(tag for tag in typed if tag and tag not in offered)
        hint = gettext("Only for you: they leave in no file. No name of a person.")
        return TextField("tags", gettext("Your own tags, separated by commas"), hint=hint, value=value)

    def durations(self) -> Control:
        chosen = one(self.posted, "minutes")
        offered = [(str(many), _minutes(many)) for many in durations()] + [(CUSTOM, gettext("Other"))]
        choices = tuple(Choice(key, words, "", key == chosen) for key, words in offered)
        return self._control("radios", "minutes", gettext("How long?"), choices)

    def day(self) -> Control:
        chosen = one(self.posted, "day") or "today"
        offered = [
            ("today", gettext("Today")),
            ("yesterday", gettext("Yesterday")),
            (OTHER_DAY, gettext("Another day")),
        ]
        choices = tuple(Choice(key, words, "", key == chosen) for key, words in offered)
        return self._control("radios", "day", gettext("When?"), choices)

    def date(self) -> TypedDate:
        return typed_date({key: one(self.posted, key) for key in self.posted}, "held", legend=gettext("Another day"))

    def place(self, places: Sequence[tuple[str, str, str]]) -> Control:
        chosen = one(self.posted, "place")
        offered = [(SEPARATOR.join((number, code, name)), name, _commune(code)) for number, name, code in places]
        if SEPARATOR in chosen and chosen not in [key for key, _, _ in offered]:
            _, code, name = chosen.split(SEPARATOR, 2)
            offered.append((chosen, name, _commune(code)))
        offered.append((NEW_PLACE, gettext("In another place, named below"), ""))
        for kind in (PlaceKind.HOME, PlaceKind.REMOTE, PlaceKind.OTHER):
            offered.append((str(kind), str(value(Field.PLACE_KINDS, kind)), ""))
        choices = tuple(Choice(key, words, hint, key == chosen) for key, words, hint in offered)
        return self._control("radios", "place", gettext("Where?"), choices)

    def text(self, name: str, label: str, **more: object) -> TextField:
        return self.form.field(name, label, **more)  # type: ignore[arg-type]

    def note(self) -> TextField:
        hint = gettext("Nothing about anybody's health, no name, no number. Erased after 3 months.")
        return self.form.field("note", gettext("A word for the next time"), "textarea", hint=hint, longest=500)

    def organisation(self, organisations: Mapping[int, str]) -> tuple[TextField, ...]:
        if len(organisations) < 2:
            return ()
        offered = [(str(number), name, "") for number, name in organisations.items()]
        return (self.form.choice("organisation", gettext("For which organisation?"), offered, kind="select"),)

    def totals(self, field: Field, attribute: str) -> Totals:
        inputs = tuple(
            (f"{field}-{one_.key}", str(one_), one(self.posted, f"{field}-{one_.key}"))
            for one_ in values(field).values()
        )
        return Totals(str(field), _about_group(attribute), inputs, self._error(str(field))[0])


def _about_group(attribute: str) -> str:
    return {
        "gender": gettext("Women and men"),
        "age": gettext("Ages"),
        "status": gettext("Situations"),
        "first": gettext("First time or not"),
    }[attribute]


def _commune(code: str) -> str:
    found = territories.commune(code)
    return found.name if found else code


def _minutes(many: int) -> str:
    hours, minutes = divmod(many, 60)
    if not hours:
        return gettext("%(many)s min") % {"many": minutes}
    return f"{hours}\u00a0h" + (f"\u00a0{minutes:02d}" if minutes else "")
