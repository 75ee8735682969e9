"""Where a person is in the questions: sealed into a hidden field, or into the code they take along. Never kept here."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from prevenance.kit import sealing

IN_PAGE = dt.timedelta(days=1)
TAKEN_ALONG_DAYS = (30, 90, 365)
ASKED_MOST = 200


@dataclass(frozen=True, slots=True)
class State:
    """`answers`: fact → JSON value, None when it is not known or not said. `asked`: ids of questions, in order."""

    helping: bool = False
    answers: Mapping[str, Any] = field(default_factory=dict)
    asked: tuple[str, ...] = ()
    commune: str = ""

    def with_answers(self, question: str, given: Mapping[str, Any], *, dropped: Iterable[str] = ()) -> State:
        """After an answer to `question`; the older answers `dropped`, which it contradicts, are forgotten."""
        gone = set(dropped)
        kept = {name: value for name, value in self.answers.items() if name not in gone}
        asked = (*(one for one in self.asked if one != question), question)
        return dataclasses.replace(self, answers=kept | dict(given), asked=asked[-ASKED_MOST:])

    def without(self, names: Iterable[str]) -> State:
        """The same without some answers; their questions may be asked again."""
        gone = set(names)
        return dataclasses.replace(self, answers={name: one for name, one in self.answers.items() if name not in gone})

    def before_last(self) -> tuple[State, str]:
        """The state before the last question asked, and that question's id ("" when there is none to go back to)."""
        if not self.asked:
            return self, ""
        return dataclasses.replace(self, asked=self.asked[:-1]), self.asked[-1]

    def at_commune(self, code: str) -> State:
        """Near the commune of this INSEE code."""
        return dataclasses.replace(self, commune=code)

    def sealed(self, *, on: dt.date, until: dt.date | None = None) -> str:
        """The token of this state: for a visit, or until a day, and then without the order of the questions."""
        content = {"h": int(self.helping), "c": self.commune, **_packed(self.answers)}
        if until is None:
            content["q"] = " ".join(self.asked)
        return sealing.seal(content, on=on, expires_on=until or on + IN_PAGE, key=_ring()[0])


# The answers that come back most often are kept as lists of names: a code short enough for a QR on paper.
FREQUENT: dict[str, Any] = {"n": False, "y": True, "u": None, "x": "never", "d": "done"}


def _packed(answers: Mapping[str, Any]) -> dict[str, Any]:
    lists: dict[str, list[str]] = {}
    others: dict[str, Any] = {}
    for name, value in answers.items():
        key = _frequent(value)
        if key:
            lists.setdefault(key, []).append(name)
        else:
            others[name] = value
    return {key: " ".join(names) for key, names in lists.items()} | {"v": others}


def _frequent(value: Any) -> str:
    """The list that holds this value, "" for none. `0 == False` in Python: numbers never enter a list."""
    found = (key for key, one in FREQUENT.items() if one is value or (isinstance(one, str) and one == value))
    return next(found, "")


def _unpacked(content: Mapping[str, Any]) -> dict[str, Any]:
    answers = dict(content["v"])
    for key, value in FREQUENT.items():
        answers |= dict.fromkeys(content.get(key, "").split(), value)
    return answers


def opened(token: str, *, on: dt.date) -> State:
    """The state sealed in `token`; an empty token is a fresh start.

    Raises:
        sealing.Unsealed: which of its kinds says why.
    """
    if not token.strip():
        return State()
    key, *older = _ring()
    content = sealing.open_seal(token, on=on, key=key, older=older)
    try:
        answers = _unpacked(content)
        return State(bool(content["h"]), answers, tuple(content.get("q", "").split()), str(content["c"]))
    except (AttributeError, KeyError, TypeError, ValueError):
        raise sealing.Unreadable from None


def _ring() -> list[bytes]:
    secrets = [str(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return [sealing.derived_key(secret, purpose="answers") for secret in secrets]
