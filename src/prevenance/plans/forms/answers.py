"""From what was ticked and typed on a question's page to answers as a profile writes them, or mistakes in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from prevenance.kit import controls
from prevenance.kit.inputs import BIRTH, BODY_MASS, NONE, Mistake, doses
from prevenance.rules.facts import Fact, Kind


@dataclass
class Reading:
    """What a page gave: `answers` that can be used, and the mistakes."""

    answers: dict[str, Any] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)


Posted = Mapping[str, str]


def unknown(facts: list[Fact]) -> dict[str, Any]:
    """The answers of someone who does not know, or would rather not say: asked, and not known."""
    return {fact.name: None for fact in facts}


def read(facts: list[Fact], form: str, posted: Posted, *, on: dt.date, birth: dt.date | None) -> Reading:
    """The answers to one question. `form`: single, checkboxes or fields; `birth`: the birth date already known."""
    if form == "checkboxes" and len(facts) > 1:
        return _ticked(facts, posted)
    reading = Reading()
    for fact in facts:
        try:
            value = READERS[fact.kind](fact, posted, on, birth)
        except controls.Wrong as wrong:
            reading.mistakes.append(Mistake(fact.name, wrong.part, str(wrong)))
        else:
            reading.answers[fact.name] = value
    if not reading.mistakes and all(value is None for value in reading.answers.values()):
        reading.mistakes.append(Mistake(facts[0].name, "", _nothing()))
    return reading


def _nothing() -> str:
    return gettext("Choose or write an answer. If you do not know, press “I do not know”.")


def _ticked(facts: list[Fact], posted: Posted) -> Reading:
    """A list of yes-or-no facts: what is ticked is yes, the rest is no, provided something was ticked."""
    ticked = {fact.name for fact in facts if posted.get(fact.name) == "yes"}
    if posted.get(NONE) and ticked:
        words = gettext("You ticked “None of these” and something else. Keep only one of them.")
        return Reading(mistakes=[Mistake(facts[0].name, "", words)])
    if not posted.get(NONE) and not ticked:
        words = gettext("Tick what applies. If nothing applies, tick “None of these”.")
        return Reading(mistakes=[Mistake(facts[0].name, "", words)])
    return Reading({fact.name: fact.name in ticked for fact in facts})


def _date(fact: Fact, posted: Posted, on: dt.date, birth: dt.date | None) -> Any:
    typed = controls.typed_date(posted, fact.name)
    if typed.is_empty:
        return None
    return controls.read_date(typed, on=on, coarse=fact.name != BIRTH, not_before=birth).isoformat()


def _choice(fact: Fact, posted: Posted, on: dt.date, birth: dt.date | None) -> Any:
    value = posted.get(fact.name, "")
    return value if value in fact.choices else None


def _yes_no(fact: Fact, posted: Posted, on: dt.date, birth: dt.date | None) -> Any:
    return {"yes": True, "no": False}.get(posted.get(fact.name, ""))


def _number(fact: Fact, posted: Posted, on: dt.date, birth: dt.date | None) -> Any:
    low, high = fact.minimum or 0, fact.maximum or 0
    text = posted.get(fact.name, "").strip()
    if text:
        return round(controls.read_number(text, minimum=low, maximum=high, goal=fact.name), fact.decimals)
    if fact.unit == BODY_MASS:
        return _body_mass(fact, posted)
    return None


def _body_mass(fact: Fact, posted: Posted) -> float | None:
    """From weight and height, which people know better than the index."""
    weight, height = (posted.get(f"{fact.name}-{part}", "").strip() for part in ("weight", "height"))
    if not weight and not height:
        return None
    if not weight or not height:
        part = "height" if weight else "weight"
        raise controls.Wrong(gettext("Write both the weight and the height."), f"{fact.name}-{part}")
    kilos = controls.read_number(weight, minimum=2, maximum=400, goal=f"{fact.name}-weight")
    size = controls.read_number(height, minimum=0.4, maximum=250, goal=f"{fact.name}-height")
    metres = size if size < 3 else size / 100
    index = kilos / (metres * metres)
    low, high = fact.minimum or 0, fact.maximum or 0
    if not low <= index <= high:
        raise controls.Wrong(
            gettext("This weight and this height do not go together. Check both."), f"{fact.name}-weight"
        )
    return round(index, fact.decimals)


def _weeks(fact: Fact, posted: Posted, on: dt.date, birth: dt.date | None) -> Any:
    """Kept as the day that the weeks count from: the answer stays true when it is opened again later."""
    value = _number(fact, posted, on, birth)
    return None if value is None else (on - dt.timedelta(weeks=int(value))).isoformat()


def _history(fact: Fact, posted: Posted, on: dt.date, birth: dt.date | None) -> Any:
    """An act: never, done without a date, or dates. Typing a date without pressing its button is clear enough."""
    mother = fact.may_precede_birth
    typed = [controls.typed_date(posted, f"{fact.name}-{n}") for n in range(1, doses(fact) + 1)]
    filled = [one for one in typed if not one.is_empty]
    chosen = posted.get(fact.name, "")
    if chosen in ("never", "done") and filled:
        words = gettext("You chose an answer without a date, and wrote a date. Keep only one of them.")
        raise controls.Wrong(words, f"{fact.name}-1")
    if chosen in ("never", "done"):
        return chosen
    if not filled:
        if chosen == "date":
            raise controls.Wrong(gettext("Write the date. The year is enough."), f"{fact.name}-1-year")
        return None
    dates = [
        controls.read_date(one, on=on, coarse=True, not_before=None if mother else birth).isoformat() for one in filled
    ]
    return dates[0] if len(dates) == 1 else sorted(dates)


READERS: dict[Kind, Callable[[Fact, Posted, dt.date, dt.date | None], Any]] = {
    Kind.DATE: _date,
    Kind.CHOICE: _choice,
    Kind.YES_NO: _yes_no,
    Kind.NUMBER: _number,
    Kind.WEEKS: _weeks,
    Kind.ACT: _history,
}


def birth(known: Mapping[str, Any]) -> dt.date | None:
    """The birth date among the answers already given."""
    value = known.get(BIRTH)
    return dt.date.fromisoformat(value) if isinstance(value, str) else None
