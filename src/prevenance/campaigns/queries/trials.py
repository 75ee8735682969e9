"""How people understood a message: answers counted without who, with an interval."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from prevenance.campaigns.choices.messages import MINE, PERCENT_FROM, READ, Understood
from prevenance.campaigns.models import MessageTest
from prevenance.campaigns.queries import messages
from prevenance.campaigns.queries.messages import WRITE, Kept, Words
from prevenance.counting.measure import wilson
from prevenance.people.queries import Access


@dataclass(frozen=True, slots=True)
class Asked:
    """What would you do? Three answers."""

    question: str
    choices: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Share:
    """`many` of `of`; `low` and `high` in percents (Wilson, 95 %), None under twenty answers."""

    many: int
    of: int
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Trial:
    """A test, open or closed."""

    id: int
    code: str
    message: int
    version: int
    asked: Mapping[str, Asked]
    right: int
    opened_at: dt.datetime
    closed_at: dt.datetime | None
    pictogram: str

    def in_language(self, language: str) -> tuple[str, Asked]:
        """The language found, and the question in it; French when there is no other."""
        return (language, self.asked[language]) if language in self.asked else (MINE, self.asked[MINE])


@dataclass(frozen=True, slots=True)
class Counted:
    """The answers to one trial. `did_not_say`: chose none of the three; they are in the denominators."""

    trial: Trial
    total: int
    on_paper: int
    understood: Share
    right: Share
    partly: int
    no: int
    choices: tuple[int, int, int]
    did_not_say: int
    missing: tuple[str, ...]


def share(many: int, of: int) -> Share:
    """With its interval from twenty answers."""
    if of < PERCENT_FROM:
        return Share(many, of)
    low, high = wilson(many, of)
    return Share(many, of, round(100 * low, 1), round(100 * high, 1))


def trials(agent: Access, number: int) -> tuple[Counted, ...]:
    """Those of a message, the last first; none outside the scope."""
    if messages.message(agent, number) is None and messages.message(agent, number, action=messages.REVIEW) is None:
        return ()
    rows = MessageTest.objects.filter(version__message_id=number).select_related("version").order_by("-pk")
    return tuple(_counted(row) for row in rows.prefetch_related("answers"))


def _open(code: str) -> MessageTest | None:
    """Neither closed, nor of a message withdrawn, outdated or written again since."""
    states = [str(one) for one in READ]
    rows = MessageTest.objects.filter(code=code, closed_at__isnull=True, version__message__state__in=states)
    return rows.select_related("version__message").first()


def one_of_mine(agent: Access, code: str) -> Trial | None:
    """An open trial, for an agent who notes an answer given on paper."""
    row = _open(code)
    if row is None or row.version.message.organisation_id not in agent.organisations(WRITE):
        return None
    return _trial(row)


def open_trial(code: str) -> tuple[Trial, Mapping[str, Words]] | None:
    """What somebody answers at this address, and the words of the version tried; None when it is closed."""
    row = _open(code)
    if row is None:
        return None
    return _trial(row), {language: Words(**told) for language, told in row.version.words.items()}


def open_of(one: Kept) -> str:
    """The code of the trial that residents may answer now, of the version shown; "" when there is none."""
    rows = MessageTest.objects.filter(version_id=one.version.id, closed_at__isnull=True)
    return rows.order_by("-pk").values_list("code", flat=True).first() or ""


def summary(one: Kept) -> Counted | None:
    """The last trial of the version shown, for the message's public page; None when nobody tried it."""
    rows = MessageTest.objects.filter(version_id=one.version.id).select_related("version").prefetch_related("answers")
    found = [_counted(row) for row in rows.order_by("-pk")[:1]]
    return found[0] if found and found[0].total else None


def _trial(row: MessageTest) -> Trial:
    asked = {language: Asked(told["question"], _three(told["choices"])) for language, told in row.words.items()}
    return Trial(
        row.pk,
        row.code,
        row.version.message_id,
        row.version.number,
        asked,
        row.right,
        row.opened_at,
        row.closed_at,
        row.version.pictogram,
    )


def _three(given: Sequence[str]) -> tuple[str, str, str]:
    first, second, third = given
    return first, second, third


def _counted(row: MessageTest) -> Counted:
    answers = list(row.answers.all())
    said, chose = Counter(one.understood for one in answers), Counter(one.choice for one in answers)
    total = len(answers)
    return Counted(
        _trial(row),
        total,
        sum(one.means == "paper" for one in answers),
        share(said[Understood.YES.value], total),
        share(chose[row.right], total),
        said[Understood.PARTLY.value],
        said[Understood.NO.value],
        (chose[1], chose[2], chose[3]),
        chose[None],
        tuple(one.missing for one in answers if one.missing)[-50:],
    )
