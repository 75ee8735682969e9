"""A path begun, a step dated, an end: read from what was posted by an agent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext

from prevenance.kit.inputs import Mistake
from prevenance.mediation.choices.path_steps import endings, reasons, steps
from prevenance.mediation.choices.path_steps import found as how_found
from prevenance.plans.forms import commune as communes

LABEL_MOST = 60
YEARS_BACK = 10


@dataclass(slots=True)
class Begin:
    """`label`: the word by which the mediator knows somebody; it may be empty."""

    label: str = ""
    commune: str = ""
    organisation: int = 0
    found: str = ""
    mistakes: list[Mistake] = field(default_factory=list)


def begin(posted: Mapping[str, str], *, organisations: Mapping[int, str]) -> Begin:
    """`organisations`: those for which the agent may, by id."""
    found = Begin(label=" ".join(posted.get("label", "").split())[:LABEL_MOST])
    if sum(one.isdigit() for one in found.label) >= 8:
        words = gettext("Write no phone number and no social security number here: a first name is enough.")
        found.mistakes.append(Mistake("label", "label", words))
    found.found = posted.get("found", "") if posted.get("found", "") in how_found() else ""
    given = posted.get("organisation", "")
    found.organisation = int(given) if given.isascii() and given.isdigit() else next(iter(organisations), 0)
    if found.organisation not in organisations:
        found.mistakes.append(Mistake("organisation", "organisation", gettext("Choose an organisation.")))
    found.commune = commune(posted.get("commune", ""))
    if not found.commune:
        words = gettext("We do not know this commune, or there are several: write its INSEE code or its full name.")
        found.mistakes.append(Mistake("commune", "commune", words))
    return found


def commune(typed: str) -> str:
    """The code of the only commune that this text means, "" otherwise."""
    text = typed.strip()[:80]
    if len(text) == 5 and (known := communes.read({"code": text}, known="").chosen):
        return known.code
    read = communes.read({"commune": text}, known="")
    if read.chosen:
        return read.chosen.code
    same = [one.commune.code for one in read.matches if one.commune.name.casefold() == text.casefold()]
    return same[0] if len(same) == 1 else ""


@dataclass(slots=True)
class Note:
    """What one press of a button says. `step` and `is_reached`; or `undo`, a step; or `ending` and
    `why`, "open" to reopen.
    """

    on: dt.date
    step: str = ""
    is_reached: bool = True
    undo: str = ""
    ending: str = ""
    why: str = ""
    mistakes: list[Mistake] = field(default_factory=list)


def note(posted: Mapping[str, str], *, on: dt.date, begun_on: dt.date) -> Note:
    """`on`: today; `begun_on`: the path has no end before it."""
    found = Note(on=_day(posted.get("day", ""), otherwise=on))
    if not on.replace(day=1, year=on.year - YEARS_BACK) <= found.on <= on:
        found.mistakes.append(Mistake("day", "day", gettext("Write a day which is not in the future.")))
    step, no, undo = posted.get("step", ""), posted.get("no", ""), posted.get("undo", "")
    ending = posted.get("ending", "")
    if step in steps():
        found.step = step
    elif no in steps() and steps()[no].follow_months:
        found.step, found.is_reached = no, False
    elif undo in steps():
        found.undo = undo
    elif ending in endings() or ending == "open":
        found.ending = ending
        found.why = posted.get("why", "") if ending != "open" and posted.get("why", "") in reasons() else ""
        if ending != "open" and found.on < begun_on and not found.mistakes:
            found.mistakes.append(Mistake("day", "day", gettext("This day is before the beginning.")))
    else:
        found.mistakes.append(Mistake("ending", "ending-1", gettext("Choose one of the answers.")))
    return found


def _day(text: str, *, otherwise: dt.date) -> dt.date:
    try:
        return dt.date.fromisoformat(text.strip()) if text.strip() else otherwise
    except ValueError:
        return dt.date.max
