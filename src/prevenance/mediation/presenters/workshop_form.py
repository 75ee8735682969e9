"""The page by which a workshop is announced or changed, as values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from prevenance.kit.controls import Choice, Control
from prevenance.kit.inputs import Mistake, one
from prevenance.mediation.choices import Field, PlaceKind, durations, value, values
from prevenance.mediation.choices.note_inputs import CUSTOM, NEW_PLACE, SEPARATOR
from prevenance.mediation.choices.workshop_rules import TITLE_MOST
from prevenance.mediation.presenters.workshops import commune
from prevenance.people.presenters.fields import Field as TextField
from prevenance.people.presenters.fields import Form

Posted = Mapping[str, Sequence[str]]
Place = tuple[str, str, str]  # id in the offer or "", name, commune


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that the template shows; a mistake is never folded away."""

    first: tuple[TextField, ...]
    themes: Control
    moment: tuple[TextField, ...]
    custom_minutes: TextField
    place: Control
    place_words: TextField
    place_fields: tuple[TextField, ...]
    capacity: TextField
    public: Control
    place_open: bool
    themes_open: bool
    themes_words: str
    errors: list[tuple[str, str]]


def page(
    posted: Posted,
    mistakes: Sequence[Mistake],
    *,
    organisations: Mapping[int, str],
    used: Sequence[Place],
    found: Sequence[Place] = (),
) -> Page:
    """`used`: places of the last notes and workshops; `found`: those of the offer that answer to what was searched."""
    form = Form({key: one(posted, key) for key in posted}, mistakes)
    levels = [
        ("", gettext("For everybody"), ""),
        *((one_.key, str(one_), "") for one_ in values(Field.LEVELS).values()),
    ]
    teams = [(str(number), name, "") for number, name in organisations.items()]
    chosen = [form.choice("organisation", gettext("For which organisation?"), teams, kind="select")]
    wrong = {mistake.fact for mistake in mistakes}
    is_new = one(posted, "place") == NEW_PLACE or bool(one(posted, "place_words"))
    return Page(
        first=(
            *(chosen if len(teams) > 1 else ()),
            form.field(
                "title",
                gettext("Title"),
                hint=gettext("What people will learn, in a few words. Everybody may read it."),
                longest=TITLE_MOST,
            ),
            form.choice("level", gettext("Level"), levels, kind="select"),
        ),
        themes=_ticked(posted, mistakes),
        moment=(
            form.field("day", gettext("Day"), "date"),
            form.field("hour", gettext("Hour, where it is held"), "time"),
            _durations(form),
        ),
        custom_minutes=form.field("minutes_custom", gettext("Another duration, in minutes"), mode="numeric", longest=4),
        place=_places(posted, mistakes, [*used, *found]),
        place_words=form.field("place_words", gettext("Find a place by its name"), longest=80),
        place_fields=(
            form.field("place_name", gettext("Name of the new place"), longest=200),
            form.field("place_commune", gettext("Commune"), longest=80),
        ),
        capacity=form.field("capacity", gettext("How many seats?"), mode="numeric", longest=3),
        public=_public(posted),
        themes_open="themes" in wrong or not any(posted.get("themes", ())),
        themes_words=", ".join(choice.label for choice in _ticked(posted, mistakes).choices if choice.checked),
        place_open=bool(wrong & {"place_name", "place_commune"}) or is_new,
        errors=form.errors,
    )


def _control(
    kind: str, name: str, legend: str, choices: tuple[Choice, ...], mistakes: Sequence[Mistake], hint: str = ""
) -> Control:
    wrong = next((one_ for one_ in mistakes if one_.fact == name), None)
    words, goal = (wrong.words, wrong.goal) if wrong else ("", "")
    return Control(kind, name, legend, hint, choices=choices, error=words, error_part=goal, alone=False)


def _ticked(posted: Posted, mistakes: Sequence[Mistake]) -> Control:
    ticked = set(posted.get("themes", ()))
    offered = (Choice(one_.key, str(one_), "", one_.key in ticked) for one_ in values(Field.THEMES).values())
    return _control("checkboxes", "themes", gettext("What about?"), tuple(offered), mistakes)


def _durations(form: Form) -> TextField:
    offered = [(str(many), gettext("%(many)s min") % {"many": many}, "") for many in durations()]
    return form.choice("minutes", gettext("How long?"), [*offered, (CUSTOM, gettext("Other"), "")], kind="select")


def _places(posted: Posted, mistakes: Sequence[Mistake], places: Sequence[Place]) -> Control:
    chosen = one(posted, "place")
    offered = {SEPARATOR.join((number, code, name)): (name, commune(code)) for number, name, code in places}
    if SEPARATOR in chosen and chosen not in offered:
        _, code, name = chosen.split(SEPARATOR, 2)
        offered[chosen] = (name, commune(code))
    offered[NEW_PLACE] = (gettext("In another place, named below"), "")
    offered[str(PlaceKind.REMOTE)] = (str(value(Field.PLACE_KINDS, PlaceKind.REMOTE)), "")
    choices = tuple(Choice(key, words, hint, key == chosen) for key, (words, hint) in offered.items())
    return _control("radios", "place", gettext("Where?"), choices, mistakes)


def _public(posted: Posted) -> Control:
    words = gettext("Anybody may take a seat on the public page")
    hint = gettext("Without an account, with a first name or nothing.")
    ticked = Choice("yes", words, hint, one(posted, "is_public") == "yes")
    return _control("checkboxes", "is_public", gettext("Who may come?"), (ticked,), ())
