"""The comparison of a campaign on its pages: to declare, declared, its numbers. Small groups are never shown again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from prevenance.campaigns.choices import designs as choices
from prevenance.campaigns.choices.designs import FAIR, SOURCE_MOST, WEAK, WHY_MOST, Objection, Way
from prevenance.campaigns.presenters import effects
from prevenance.campaigns.presenters.campaigns import commune_name, language
from prevenance.campaigns.queries.designs import CountKept, Declared, DesignDraft, Where
from prevenance.counting import declaring, designs
from prevenance.counting.designs import CannotTell, Why
from prevenance.counting.measure import LEAST_CELL
from prevenance.kit.templatetags.kit import short_date
from prevenance.people.presenters.fields import Field, Form

TYPED_MOST = 20_000


@dataclass(frozen=True, slots=True)
class TerritoryLine:
    """A territory of the page. `when`: its first day with the campaign, or never."""

    name: str
    communes: str
    when: str


@dataclass(frozen=True, slots=True)
class CountLine:
    """A territory in one period: what is kept, in words, and its three boxes. `is_kept`: there is something."""

    name: str
    kept: str
    boxes: tuple[Field, ...]
    errors: tuple[str, ...]
    is_kept: bool


def objection(why: Objection | Why) -> str:
    """In words, with what to do."""
    if isinstance(why, Objection):
        return str(choices.words("objections")[why])
    return designs.words()["whys"][why.value][language()]


def where_fields(form: Form) -> list[Field]:
    """The first screen."""
    ways = [(way.value, str(choices.words("ways")[way]), "") for way in Way]
    lengths = [(key, str(words), "") for key, words in choices.words("lengths").items()]
    return [
        form.field(
            "territories",
            gettext("Which territories?"),
            "textarea",
            hint=gettext("One a line: a commune; or a name, a colon, its communes. So: Thiérache: Hirson, Vervins"),
            longest=TYPED_MOST,
        ),
        form.choice("way", gettext("Who starts, and when?"), ways, value=Way.HALF.value),
        form.field(
            "many",
            gettext("How many have it, or how many steps?"),
            hint=gettext("Empty: half of them, or as many steps as can be."),
            mode="numeric",
            longest=3,
        ),
        form.choice("length", gettext("How long is a period?"), lengths, kind="select", value="month"),
        form.field("before", gettext("Periods counted before the campaign"), value="2", mode="numeric", longest=3),
        form.field("after", gettext("Periods counted with the campaign"), value="3", mode="numeric", longest=3),
    ]


def believed_fields(form: Form, one: Where, *, starts_on: dt.date) -> list[Field]:
    """The second one; by hand, it asks when each territory starts."""
    sources = [(key, str(words), "") for key, words in choices.words("sources").items()]
    hand = _start_fields(form, one, starts_on) if one.way is Way.HAND else []
    return [
        *hand,
        form.choice("source", gettext("Who counts who acts?"), sources),
        form.field(
            "counted_by",
            gettext("If it is somebody else: who?"),
            hint=gettext("An organisation, a register. Everybody reads it."),
            longest=SOURCE_MOST,
        ),
        form.field(
            "hoped",
            gettext("How many more people in 100 would make it worth doing?"),
            mode="decimal",
            longest=8,
        ),
        form.field(
            "base",
            gettext("Without the campaign, how many people in 100 act in a period?"),
            hint=gettext("What was seen lately. Not sure? Write what you believe."),
            mode="decimal",
            longest=8,
        ),
        form.field(
            "people",
            gettext("How many people are counted, in one territory and one period?"),
            hint=gettext("Take a small territory: the power is then not too hopeful."),
            mode="numeric",
            longest=9,
        ),
        form.field(
            "drift",
            gettext("From one period to another, by how much does a territory move by itself?"),
            hint=gettext("In people of 100. Look at past periods; 2 if nobody knows."),
            value="2",
            mode="decimal",
            longest=8,
        ),
    ]


def _start_fields(form: Form, one: Where, starts_on: dt.date) -> list[Field]:
    first = [(period, choices.days(starts_on, one.length, period)[0]) for period in range(one.after)]
    offered = [
        ("", gettext("Choose"), ""),
        *((str(period + 1), gettext("On %(day)s") % {"day": short_date(day)}, "") for period, day in first),
        ("never", gettext("Never has it"), ""),
    ]
    called = gettext("%(name)s: when does it start?")
    return [
        form.choice(f"start-{number}", called % {"name": territory.name}, offered, kind="select")
        for number, territory in enumerate(one.territories)
    ]


def stated(draft: DesignDraft) -> dict[str, object]:
    """The third screen: the power, whether it is enough, and what would raise it."""
    given = draft.power()
    if isinstance(given, CannotTell):
        return {"power": objection(given.why), "warning": "", "raises": []}
    warning = ""
    if given.value < WEAK:
        warning = gettext(
            "This comparison would miss it more often than not. It will probably end on “we cannot tell”."
        )
    elif given.value < FAIR:
        warning = gettext("Four times out of five is what is usually asked for: this is less.")
    more = declaring.raises(draft.starts, draft.periods, draft.hoped, draft.assumption) if warning else ()
    words = gettext("With %(territories)s territories and %(periods)s periods: %(times)s times in 100.")
    return {
        "power": effects.power(given, draft.hoped),
        "warning": warning,
        "raises": [
            words % {"territories": one.territories, "periods": one.periods, "times": round(100 * one.power)}
            for one in more
        ],
        "first": draft.first_on,
        "starts_on": draft.starts_on,
        "ends_on": draft.ends_on,
        "names": [one.name for one in draft.territories],
        "way": choices.words("ways")[draft.way],
    }


def territories(one: Declared) -> list[TerritoryLine]:
    """Those that start first come first."""
    listed = sorted(
        zip(one.territories, one.starts, strict=True), key=lambda pair: (pair[1] is None, pair[1] or 0, pair[0].name)
    )
    return [
        TerritoryLine(
            territory.name,
            ", ".join(commune_name(code) for code in territory.communes),
            gettext("Never has it") if start is None else short_date(one.days(start)[0]),
        )
        for territory, start in listed
    ]


def believed(one: Declared) -> list[str]:
    """What was hoped and believed before the start."""
    return [
        gettext("Hoped for: %(many)s more people in 100.") % {"many": effects.in_100(one.hoped)},
        gettext("Believed without the campaign: %(many)s people in 100.")
        % {"many": effects.in_100(one.assumption.base)},
        gettext("Believed counted, in a territory and period: %(many)s people.") % {"many": one.assumption.people},
        gettext("Believed to move by itself, between two periods: %(many)s in 100.")
        % {"many": effects.in_100(one.assumption.drift)},
    ]


def withdrawal_field(form: Form) -> Field:
    return form.field(
        "why", gettext("Why do you withdraw it?"), hint=gettext("Everybody reads it, always."), longest=WHY_MOST
    )


def periods(one: Declared, kept: Sequence[CountKept], *, on: dt.date) -> list[dict[str, object]]:
    """Each period: its days, how many numbers are there, whether they may be written."""
    there: dict[int, int] = {}
    for each in kept:
        there[each.counted.period] = there.get(each.counted.period, 0) + 1
    return [
        {
            "number": period + 1,
            "first": one.days(period)[0],
            "last": one.days(period)[1],
            "there": there.get(period, 0),
            "all": len(one.territories),
            "open": one.is_complete(period, on=on),
        }
        for period in range(one.periods)
    ]


def count_lines(one: Declared, kept: Sequence[CountKept], *, period: int, form: Form) -> list[CountLine]:
    """One period, territory by territory."""
    now = {each.counted.territory: each for each in kept if each.counted.period == period}
    labels = (("acted", gettext("Acted")), ("of", gettext("Known")), ("missing", gettext("Unknown")))
    found = []
    for number, territory in enumerate(one.territories):
        boxes = tuple(form.field(f"{key}-{number}", label, mode="numeric", longest=12) for key, label in labels)
        found.append(CountLine(territory.name, kept_words(now.get(number)), boxes, boxes[0].errors, number in now))
    return found


def kept_words(each: CountKept | None) -> str:
    """Never a group of 1 to 4, nor its complement, even to those who typed it: the page may be seen by others."""
    if each is None:
        return gettext("Nothing yet.")
    counted = each.counted
    if counted.acted is None or counted.of is None:
        said = gettext("Fewer than 20 people: the numbers are not kept.")
    elif 0 < counted.acted < LEAST_CELL or 0 < counted.of - counted.acted < LEAST_CELL:
        said = gettext("Kept, of %(of)s known; a group is too small to be shown.") % {"of": counted.of}
    else:
        said = gettext("Kept: %(acted)s of %(of)s known.") % {"acted": counted.acted, "of": counted.of}
    about = gettext("From %(source)s, on %(day)s.")
    source = gettext("this site") if each.source == "site" else each.source
    lines = [said, about % {"source": source, "day": short_date(each.as_of)}]
    if each.earlier:
        lines.append(gettext("Corrected: %(many)s.") % {"many": each.earlier})
    return " ".join(lines)


def about_fields(form: Form, one: Declared, *, on: dt.date) -> list[Field]:
    """Where the numbers come from, and of which day."""
    return [
        form.field("said_by", gettext("Who gives these numbers?"), value=one.counted_by, longest=SOURCE_MOST),
        form.field("as_of", gettext("On which day?"), "date", value=on.isoformat()),
    ]
