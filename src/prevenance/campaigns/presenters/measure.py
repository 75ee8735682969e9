"""The four figures of a campaign in words: each with what it is, what it is not, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import formats, translation
from django.utils.translation import gettext

from prevenance.campaigns.presenters import links as link_words
from prevenance.campaigns.queries.measure import Measured
from prevenance.counting import designs, measure
from prevenance.counting.measure import Figure, Share, Why


@dataclass(frozen=True, slots=True)
class Told:
    """One figure. `lines`: the figure and what bounds it; `about`, `never`: what it is, what it is not."""

    title: str
    lines: tuple[str, ...]
    about: str
    never: str


@dataclass(frozen=True, slots=True)
class Page:
    """What the pages show."""

    figures: tuple[Told, ...]
    changed: str
    declarations: tuple[str, ...]
    undeclared: int


def page(found: Measured) -> Page:
    """`found`: of one campaign."""
    told = {
        Figure.EXPOSED: _exposed(found),
        Figure.REACHED: _reached(found),
        Figure.UNDERSTOOD: _understood(found),
        Figure.ACTED: _acted(found),
    }
    paid = [str(one["words"]) for one in link_words.declarations(found.linked)]
    why = designs.words()["whys"][designs.Why.NO_DESIGN.value][_language()]
    undeclared = sum(one.agreed is None and not one.channel for one in found.linked)
    return Page(tuple(_told(key, lines) for key, lines in told.items()), why, tuple(paid), undeclared)


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
    silent = gettext(
        "%(silent)s of %(all)s links say nothing. Nobody measured it; the size of the audience is unknown."
    )
    return [
        between % {"low": _number(said.low), "high": _number(said.high)},
        gettext("Who says so: %(who)s.") % {"who": ", ".join(said.sources)},
        silent % {"silent": said.silent, "all": said.links},
    ]


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


def _understood(found: Measured) -> list[str]:
    lines = [f"« {one.title} » – {_share(one.share)}" for one in found.understood]
    if found.untried:
        lines.append(gettext("Messages that nobody tried: %(many)s.") % {"many": found.untried})
    return lines or [gettext("We cannot tell: nobody tried its messages.")]


def _acted(found: Measured) -> list[str]:
    if found.acted is None:
        return [gettext("We cannot tell: this act is not counted here.")]
    if not found.acted.asked:
        return [gettext("We cannot tell: the team began to accompany nobody during the campaign.")]
    return [
        gettext("Among people accompanied by the team, begun during the campaign: %(told)s")
        % {"told": _share(found.acted)}
    ]


def _share(one: Share) -> str:
    if one.numerator is None:
        why = measure.words()["whys"][(one.why or Why.NOT_ASKED).value][_language()]
        return gettext("%(why)s Known: %(known)s of %(asked)s.") % {
            "why": why,
            "known": one.denominator,
            "asked": one.asked,
        }
    said = gettext("%(many)s of %(known)s known, %(missing)s of %(asked)s not known.") % {
        "many": one.numerator,
        "known": one.denominator,
        "missing": one.missing,
        "asked": one.asked,
    }
    if one.value is None or one.low is None or one.high is None:
        return f"{said} {measure.words()['whys'][Why.FEW.value][_language()]}"
    bounds = {"value": round(100 * one.value), "low": round(100 * one.low), "high": round(100 * one.high)}
    return said + " " + gettext("That is %(value)s in 100 (95 %% interval: %(low)s to %(high)s).") % bounds


def _number(many: int) -> str:
    return str(formats.number_format(many, force_grouping=True))
