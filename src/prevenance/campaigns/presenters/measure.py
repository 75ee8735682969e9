"""The four figures of a campaign in words: each with what it is, what it is not, and what is missing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import formats, translation
from django.utils.translation import gettext, gettext_noop

from prevenance.campaigns.choices.campaigns import goals
from prevenance.campaigns.presenters import links as link_words
from prevenance.campaigns.queries.declared import Told as Declared
from prevenance.campaigns.queries.measure import Exposed, Measured, Understood
from prevenance.campaigns.queries.visits import Source, together
from prevenance.counting import measure
from prevenance.counting.measure import Figure, Share, Why
from prevenance.kit.templatetags.kit import short_date

# goal → when there is nobody; what stands before the share.
_ACTS = {
    "spaces_activated": (
        gettext_noop("We cannot tell: the team began to accompany nobody during the campaign."),
        gettext_noop("Among people accompanied by the team, begun during the campaign:"),
    ),
    "workshop_visits": (
        gettext_noop("We cannot tell: no seat was given at a workshop of these days and communes."),
        gettext_noop("Seats given at workshops of these days and communes, whose people came:"),
    ),
    "appointments": (
        gettext_noop("We cannot tell: no appointment was booked with the team during the campaign."),
        gettext_noop("Appointments booked with the team during the campaign, and kept:"),
    ),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One figure. `lines`: the figure and what bounds it; `about`, `never`: what it is, what it is not."""

    title: str
    lines: tuple[str, ...]
    about: str
    never: str


@dataclass(frozen=True, slots=True)
class Came:
    """One row of who came: by whom, how many links, visits of people, requests set aside.

    `key`: the channel, `relays` or `partner`, whatever the language of the page.
    """

    key: str
    who: str
    links: int
    people: int
    requests: int

    @property
    def aside(self) -> int:
        """Requests that were not counted as people's."""
        return self.requests - self.people


@dataclass(frozen=True, slots=True)
class Page:
    """What the pages show. `came`: of the team's page, by channel, relay and partner; `aside`: why requests were."""

    figures: tuple[Told, ...]
    came: tuple[Came, ...]
    aside: tuple[link_words.Row, ...]
    declarations: tuple[str, ...]
    undeclared: int


def page(found: Measured, *, is_public: bool = False) -> Page:
    """`found`: of one campaign. Where everybody reads, relays are told together."""
    told = {
        Figure.EXPOSED: _exposed(found),
        Figure.REACHED: _reached(found),
        Figure.UNDERSTOOD: _understood(found),
        Figure.ACTED: _acted(found),
    }
    paid = [str(one["words"]) for one in link_words.declarations(found.spoken)]
    figures = tuple(_told(key, lines) for key, lines in told.items())
    rows = tuple(link_words.table(found.visits))
    return Page(figures, came(found.sources, is_public=is_public), rows, tuple(paid), found.undeclared)


def came(sources: Sequence[Source], *, is_public: bool) -> tuple[Came, ...]:
    """Most visits of people first."""
    rows: dict[str, list[Source]] = {}
    for one in sources:
        is_relay = one.relay is not None
        who = gettext("Local relays") if is_public and is_relay else link_words.named(one)
        rows.setdefault(who, []).append(one)
    found = []
    for who, many in rows.items():
        seen = together(one.visits for one in many)
        key = many[0].channel or ("partner" if many[0].relay is None else "relays")
        found.append(Came(key, who, sum(one.links for one in many), seen.people, seen.total))
    return tuple(sorted(found, key=lambda one: (-one.people, one.who)))


def _told(key: Figure, lines: list[str]) -> Told:
    words, language = measure.words()["figures"][key.value], _language()
    # Visits are shown among the requests, not among the links given: nobody knows how many papers were handed out.
    about = gettext("How many requests of the links came from people, robots and repeats removed by stated rules.")
    is_ = about if key is Figure.REACHED else words[f"is_{language}"]
    return Told(words[language], tuple(lines), is_, words[f"not_{language}"])


def _language() -> str:
    return "en" if translation.get_language() == "en" else "fr"


def _exposed(found: Measured) -> list[str]:
    said = found.exposed
    if said is None:
        return [gettext("We cannot tell: nobody who passes it on has said how many.")]
    between = gettext("Between %(low)s and %(high)s people, as those who pass it on declare.")
    silent = gettext("%(silent)s of %(all)s links say nothing. Nobody measured it.")
    who = gettext("Who says so: %(who)s.") % {"who": ", ".join(said.sources)}
    return [
        between % {"low": _number(said.low), "high": _number(said.high)},
        " ".join(_of_audience(said)),
        f"{who} {silent % {'silent': said.silent, 'all': said.links}}",
    ]


def _of_audience(said: Exposed) -> list[str]:
    """The share between two bounds; in words where the audience is not known or is of a few people."""
    if said.audience is None:
        return [gettext("The size of the audience is unknown.")]
    whole = gettext("Audience: %(people)s people. Source: %(source)s (%(day)s).")
    told = {"people": _number(said.audience.people), "source": said.audience.source}
    lines = [whole % (told | {"day": short_date(said.audience.as_of)})]
    if said.share is None:
        return [*lines, measure.words()["whys"][Why.FEW.value][_language()]]
    low, high = (math.floor(100 * said.share[0]), math.ceil(100 * said.share[1]))
    lines.append(gettext("That is between %(low)s and %(high)s in 100.") % {"low": low, "high": high})
    if said.high > said.audience.people:
        lines.append(gettext("The numbers declared add up to more than the audience: the same people saw it again."))
    return lines


def _reached(found: Measured) -> list[str]:
    if not found.links:
        return [gettext("We cannot tell: the campaign has no link of its own.")]
    total, people = found.visits.total, found.visits.people
    lines = [
        gettext("Visits of people: %(people)s. All requests: %(total)s. Links: %(links)s.")
        % {"people": _number(people), "total": _number(total), "links": found.links}
    ]
    if found.doubt:
        lines.append(
            gettext("Requests of which nobody can tell: %(doubt)s. So visits: from %(low)s to %(high)s.")
            % {"doubt": _number(found.doubt), "low": _number(people), "high": _number(people + found.doubt)}
        )
    return lines


def title(one: Understood) -> str:
    """Of a message, in the page's language when it is written in it."""
    return one.titles.get(_language(), one.titles["fr"])


def _quoted(told: str) -> str:
    return f"“{told}”" if _language() == "en" else f"« {told} »"


def _understood(found: Measured) -> list[str]:
    lines = [f"{_quoted(title(one))} – {_share(one.share)}" for one in found.understood]
    if found.untried:
        lines.append(gettext("Messages that nobody tried: %(many)s.") % {"many": found.untried})
    return lines or [gettext("We cannot tell: nobody tried its messages.")]


def _acted(found: Measured) -> list[str]:
    lines = []
    if found.acted is not None:
        nobody, among = _ACTS[found.goal]
        if 0 < found.acted.asked < measure.LEAST_CELL:
            lines.append(measure.words()["whys"][Why.HIDDEN.value][_language()])
        elif found.acted.asked:
            lines.append(f"{gettext(among)} {_share(found.acted)}")
        elif found.others == 0:
            lines.append(gettext(nobody))
        lines += _others(found.others)
    lines += [declared(one) for one in found.declared]
    return lines or [gettext("We cannot tell: this act is not counted here, and nobody declared it.")]


def _others(many: int | None) -> list[str]:
    if many is None:
        return [gettext("Some others came without a seat: fewer than 5.")]
    return [gettext("%(many)s others came without a seat.") % {"many": _number(many)}] if many else []


def declared(one: Declared) -> str:
    """In one line: never as a count of the site."""
    days = {"first": short_date(one.first_on), "last": short_date(one.last_on), "act": goals()[one.act]}
    if one.first_on == one.last_on:
        said = gettext("Declared, not counted here: “%(act)s”, on %(first)s:") % days
    else:
        said = gettext("Declared, not counted here: “%(act)s”, from %(first)s to %(last)s:") % days
    if one.many is None:
        told = measure.words()["whys"][Why.HIDDEN.value][_language()]
    elif one.share is None:
        told = gettext("%(many)s people. Of how many, nobody says.") % {"many": _number(one.many)}
    else:
        told = _share(one.share)
    source = gettext("Source: %(source)s (%(day)s).") % {"source": one.source, "day": short_date(one.as_of)}
    return f"{said} {told} {source}"


def _share(one: Share) -> str:
    if one.numerator is None:
        why = measure.words()["whys"][(one.why or Why.NOT_ASKED).value][_language()]
        return gettext("%(why)s Known: %(known)s of %(asked)s.") % {
            "why": why,
            "known": one.denominator,
            "asked": one.asked,
        }
    numbers = {"many": one.numerator, "known": one.denominator, "missing": one.missing, "asked": one.asked}
    said = gettext("%(many)s of %(known)s known, %(missing)s of %(asked)s not known.") % {
        key: _number(many) for key, many in numbers.items()
    }
    if one.value is None or one.low is None or one.high is None:
        return f"{said} {measure.words()['whys'][Why.FEW.value][_language()]}"
    bounds = {"value": round(100 * one.value), "low": round(100 * one.low), "high": round(100 * one.high)}
    said += " " + gettext("That is %(value)s in 100 (95 %% interval: %(low)s to %(high)s).") % bounds
    if one.missing and one.bounds:
        if_all = {"low": math.floor(100 * one.bounds[0]), "high": math.ceil(100 * one.bounds[1])}
        said += " " + gettext("With those not known, from %(low)s if none did to %(high)s if all did.") % if_all
    return said


def _number(many: int) -> str:
    return str(formats.number_format(many, force_grouping=True))
