"""What a campaign changed, in words: the effect of a comparison declared beforehand, or why nobody can tell."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import gettext

from prevenance.campaigns.choices import designs as choices
from prevenance.campaigns.choices.designs import CountSource, Way
from prevenance.campaigns.presenters.campaigns import language
from prevenance.campaigns.queries import designs as queries
from prevenance.campaigns.queries.campaigns import CampaignKept
from prevenance.campaigns.queries.designs import CountKept, Declared
from prevenance.counting import designs
from prevenance.counting.designs import CannotTell, Estimate, Power, Why
from prevenance.kit.clock import PARIS
from prevenance.kit.templatetags.kit import short_date


@dataclass(frozen=True, slots=True)
class Told:
    """`title`: the answer in one sentence. `lines`: the figure, its interval, what bounds it; `design`: to be folded.
    `has_page`: whether a comparison was ever declared, and may be read whole at its own address.
    """

    title: str
    lines: tuple[str, ...]
    design: tuple[str, ...] = ()
    has_page: bool = False


def told(campaign: CampaignKept, on: dt.date) -> Told:
    """For the pages of the campaign, the team's and everybody's."""
    all_ = queries.declared(campaign.id)
    one = next((each for each in all_ if each.withdrawn_at is None), None)
    gone = [withdrawn(each) for each in all_ if each.withdrawn_at is not None]
    if one is None:
        return Told(gettext("We cannot tell."), (_why(Why.NO_DESIGN), *gone), has_page=bool(all_))
    kept = queries.counts(one.id)
    title, lines = _result(one, kept, on)
    lines += _otherwise(campaign.id, one, on)
    return Told(title, (*lines, *gone), about(one), has_page=True)


def _otherwise(campaign: int, one: Declared, on: dt.date) -> list[str]:
    """What did not happen as declared: its opening, its stop."""
    lines = []
    opened = queries.opened_on(campaign)
    if opened is None and on > one.ends_on:
        lines.append(gettext("Nobody pressed that the campaign had opened: this may be the effect of something else."))
    elif opened is not None and opened != one.starts_on:
        words = gettext("The campaign opened on %(opened)s; the comparison said %(said)s.")
        lines.append(words % {"opened": short_date(opened), "said": short_date(one.starts_on)})
    stopped = queries.stopped_on(campaign, by=min(on, one.ends_on))
    if stopped is not None:
        words = gettext("The campaign was stopped on %(day)s, before the end of the comparison.")
        lines.append(words % {"day": short_date(stopped)})
    return lines


def _result(one: Declared, kept: tuple[CountKept, ...], on: dt.date) -> tuple[str, list[str]]:
    found = queries.outcome(one, kept, on=on)
    if found is None:
        said = gettext("Nobody looks at it on the way: one would be tempted to stop at the right moment.")
        return gettext("The answer comes after %(day)s.") % {"day": short_date(one.ends_on)}, [said]
    lines = [_estimate(found.estimate)] if found.estimate else []
    if isinstance(found, CannotTell):
        words = [_why(found.why)]
        if found.why is Why.MISSING:
            told_ = {"many": len(one.territories) * one.periods - len(kept), "all": len(one.territories) * one.periods}
            words.append(gettext("Numbers missing: %(many)s of %(all)s.") % told_)
        return gettext("We cannot tell."), [*words, *lines, *_reserves(one, kept)]
    title = designs.words()["readings"][found.reading.value][language()]
    return title, [*lines, _hope(one), *_reserves(one, kept)]


def _why(why: Why) -> str:
    return designs.words()["whys"][why.value][language()]


def _estimate(found: Estimate) -> str:
    words = gettext("Of 100 people: %(value)s act than without the campaign. 95 %% interval: from %(low)s to %(high)s.")
    return words % {"value": _more(found.value), "low": _more(found.low), "high": _more(found.high)}


def _more(share: float) -> str:
    """« 3 more », « 1,5 fewer », of 100; never finer than a tenth, so that no territory's number can be worked out."""
    words = gettext("%(many)s fewer") if round(100 * share, 1) < 0 else gettext("%(many)s more")
    return words % {"many": in_100(abs(share))}


def in_100(share: float) -> str:
    """Of 100 people, at most one decimal."""
    told_ = round(100 * share, 1)
    return str(formats.number_format(int(told_) if told_ == int(told_) else told_))


def _hope(one: Declared) -> str:
    return gettext("What was hoped for: %(hoped)s more of 100 people.") % {"hoped": in_100(one.hoped)}


def _reserves(one: Declared, kept: tuple[CountKept, ...]) -> list[str]:
    """Who is missing, and what was corrected once the answer could be seen."""
    lines = []
    missing = sum(each.counted.missing for each in kept)
    known = sum(each.counted.of or 0 for each in kept)
    if missing and known:
        words = gettext("People counted of whom nobody knows: %(many)s in 100, whose answer could change the result.")
        lines.append(words % {"many": in_100(missing / (missing + known))})
    late = [each for each in kept if each.earlier and each.noted_at.astimezone(PARIS).date() > one.ends_on]
    if late:
        last = max(each.noted_at for each in late).astimezone(PARIS).date()
        words = gettext("Numbers corrected after the last period: %(many)s, the last on %(day)s.")
        lines.append(words % {"many": len(late), "day": short_date(last)})
    return lines


def about(one: Declared) -> tuple[str, ...]:
    """The comparison in plain words: who, when, lots, power, what it supposes."""
    having = [name.name for name, start in zip(one.territories, one.starts, strict=True) if start is not None]
    without = len(one.territories) - len(having)
    said = gettext(
        "Declared on %(day)s, before the start. Territories with the campaign: %(having)s; never: %(without)s."
    )
    lines = [said % {"day": short_date(one.declared_on), "having": len(having), "without": without}]
    when = gettext("Periods: %(many)s, from %(first)s to %(last)s. First start: %(start)s.")
    lines.append(
        when
        % {
            "many": one.periods,
            "first": short_date(one.days(0)[0]),
            "last": short_date(one.ends_on),
            "start": short_date(one.starts_on),
        }
    )
    lines.append(_drawn(one))
    who = choices.words("sources")["site"] if one.source is CountSource.SITE else one.counted_by
    lines.append(gettext("Who counts: %(who)s.") % {"who": who})
    lines.append(power(one.power, one.hoped))
    lines.append(gettext("It supposes: %(what)s") % {"what": " ".join(map(str, choices.words("supposed").values()))})
    return tuple(lines)


def _drawn(one: Declared) -> str:
    if one.way is Way.HAND:
        return gettext("The team chose who starts and when: the territories may have differed from the beginning.")
    return gettext("Lots chose who starts, and when. Anybody can draw them again from the declared text.")


def power(given: Power, hoped: float) -> str:
    """In natural frequencies, with what the computer's own draw leaves unsure."""
    words = gettext(
        "If the campaign really changes %(hoped)s people in 100, this comparison would see it %(times)s times in 100 "
        "(%(low)s to %(high)s, computed on %(runs)s imagined campaigns)."
    )
    return words % {
        "hoped": in_100(hoped),
        "times": round(100 * given.value),
        "low": in_100(given.low),
        "high": in_100(given.high),
        "runs": formats.number_format(given.runs, force_grouping=True),
    }


def withdrawn(one: Declared) -> str:
    """A comparison given up stays told, with its reason."""
    words = gettext("A comparison declared on %(day)s was withdrawn on %(gone)s: “%(why)s”")
    gone = one.withdrawn_at.astimezone(PARIS).date() if one.withdrawn_at else one.declared_on
    return words % {"day": short_date(one.declared_on), "gone": short_date(gone), "why": one.withdrawn_why}
