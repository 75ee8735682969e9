"""Campaigns in words: what the team sees, what everybody reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils import translation
from django.utils.translation import gettext

from prevenance.campaigns.choices.campaigns import (
    LIVE,
    NAME_MOST,
    PAID_MOST,
    SPEAKER_MOST,
    WORDS,
    CampaignState,
    goals,
    headings,
    hindrances,
    states,
)
from prevenance.campaigns.choices.channels import NAMES
from prevenance.campaigns.choices.health_year import Moment, moments, year_from
from prevenance.campaigns.choices.message_words import HINDRANCES, SOURCE_STATUSES
from prevenance.campaigns.presenters import kits
from prevenance.campaigns.queries import campaigns as queries
from prevenance.campaigns.queries.campaigns import CampaignKept, Refusal
from prevenance.campaigns.queries.messages import Kept
from prevenance.kit.inputs import Mistake, one
from prevenance.kit.templatetags.kit import short_date
from prevenance.people.presenters.fields import Field, Form
from prevenance.territories import queries as territories

Posted = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class MessageLine:
    """A message of a campaign. `kits`: (language, its name) in which a kit may be made today; else `why`."""

    id: int
    title: str
    code: str
    number: int
    until: dt.date | None
    why: tuple[str, ...]
    kits: tuple[tuple[str, str], ...]


def language() -> str:
    """Of the page."""
    return "en" if translation.get_language() == "en" else "fr"


def line(one_: CampaignKept) -> dict[str, object]:
    """A campaign in a list."""
    draft = one_.draft
    return {
        "id": one_.id,
        "code": one_.code,
        "name": one_.words(language())["name"],
        "state": states()[one_.state],
        "starts_on": draft.starts_on,
        "ends_on": draft.ends_on,
        "who": one_.organisation_name,
        "speaker": draft.speaker,
        "is_fictional": one_.is_fictional,
        "messages": len(one_.messages),
    }


def details(one_: CampaignKept) -> dict[str, object]:
    """What everybody may read of it."""
    words, draft = one_.words(language()), one_.draft
    return line(one_) | {
        "goal": goals()[draft.goal],
        "goal_many": draft.goal_many,
        "goal_words": words.get("goal", ""),
        "situation": words.get("situation", ""),
        "communes": ", ".join(commune_name(code) for code in draft.communes),
        "moment": moments()[draft.moment].name if draft.moment in moments() else "",
        "payer": draft.payer,
        "costs": [_cost(each) for each in one_.costs],
        "removed": _cost(one_.removed) if one_.removed else None,
        "total": euros(one_.total) if one_.costs else "",
        "is_stopped": one_.state is CampaignState.STOPPED,
    }


def _cost(each: queries.Cost) -> dict[str, object]:
    return {"id": each.id, "heading": headings().get(each.heading), "amount": euros(each.cents), "to": each.paid_to}


def by_heading(one_: CampaignKept) -> list[dict[str, object]]:
    """What it cost, the dearest heading first, and who was paid for each. Divided by nothing."""
    found: dict[str, list[queries.Cost]] = {}
    for each in one_.costs:
        found.setdefault(each.heading, []).append(each)
    sums = sorted(found.items(), key=lambda item: (-sum(each.cents for each in item[1]), item[0]))
    return [
        {
            "heading": headings().get(heading),
            "amount": euros(sum(each.cents for each in of_it)),
            "paid": [(each.paid_to, euros(each.cents)) for each in of_it],
        }
        for heading, of_it in sums
    ]


def commune_name(code: str) -> str:
    """As people say it."""
    found = territories.commune(code)
    return found.name if found else code


def euros(cents: int) -> str:
    """« 1 250,50 € », "€1,250.50"."""
    whole, rest = divmod(cents, 100)
    if language() == "en":
        return f"€{whole:,}" + (f".{rest:02}" if rest else "")
    return f"{whole:,}".replace(",", "\u202f") + (f",{rest:02}" if rest else "") + "\u00a0€"


def refusal(given: Refusal) -> str:
    """In words, the message's own reasons after."""
    return " ".join([str(hindrances()[given.hindrance]), *(str(HINDRANCES[why]) for why in given.of_message)])


def _reasons(given: Refusal) -> list[str]:
    """Each by itself, beside the message: its own reasons say that it may not go out."""
    return [str(HINDRANCES[why]) for why in given.of_message] or [str(hindrances()[given.hindrance])]


def shared(lines: Sequence[MessageLine]) -> tuple[list[str], list[MessageLine]]:
    """Reasons of every message, said once; the messages with what is left of theirs."""
    if not lines:
        return [], []
    common = [why for why in lines[0].why if all(why in each.why for each in lines)]
    return common, [replace(each, why=tuple(why for why in each.why if why not in common)) for each in lines]


def message_lines(one_: CampaignKept, *, on: dt.date) -> list[MessageLine]:
    """The messages of the team's page."""
    tongues = {"fr": gettext("in French"), "en": gettext("in English")}
    found = []
    for kept in one_.messages:
        last = one_.published(kept.id)
        why = queries.refusals(one_, kept.id, on=on, language="fr")
        made = () if why or last is None else tuple((code, tongues[code]) for code in kits.languages(last))
        words = kept.version.draft.words
        found.append(
            MessageLine(
                kept.id,
                (words.get(language()) or words["fr"]).title,
                kept.code,
                last.number if last else 0,
                last.until if last else None,
                tuple(dict.fromkeys(told for each in why for told in _reasons(each))),
                made,
            )
        )
    return found


def public_messages(one_: CampaignKept, shown: set[str]) -> list[dict[str, object]]:
    """What was published, the last of each message. `shown`: codes of the messages that still have a page."""
    last = {each.message: each for each in one_.publications}
    found = []
    for each in last.values():
        words = each.words.get(language()) or each.words["fr"]
        found.append(
            {
                "title": words.title,
                "is_other": language() not in each.words,
                "code": each.message_code if each.message_code in shown else "",
                "number": each.number,
                "on": each.published_at.date(),
                "until": each.until,
                "sources": each.sources,
            }
        )
    return found


def year(on: dt.date, running: Sequence[CampaignKept]) -> list[dict[str, object]]:
    """The moments of the twelve months to come, with the campaigns of the team that join each."""
    joined: dict[str, list[dict[str, object]]] = {}
    for each in running:
        if each.draft.moment and each.draft.ends_on >= on:
            joined.setdefault(each.draft.moment, []).append(line(each))
    return [
        {
            "key": moment.key,
            "name": moment.name,
            "about": moment.about,
            "when": _when(moment, first, last),
            "now": first <= on <= last,
            "source": moment.source,
            "status": SOURCE_STATUSES[moment.source.status],
            "campaigns": joined.get(moment.key, []),
        }
        for moment, first, last in year_from(on)
    ]


def _when(moment: Moment, first: dt.date, last: dt.date) -> str:
    if first == last:
        words = gettext("On %(first)s") if moment.is_sure else gettext("About %(first)s: to be checked every year")
    else:
        words = (
            gettext("From %(first)s to %(last)s")
            if moment.is_sure
            else gettext("About %(first)s to %(last)s: to be checked every year")
        )
    return words % {"first": short_date(first), "last": short_date(last)}


def form(posted: Posted, mistakes: Sequence[Mistake], *, organisations: Mapping[int, str]) -> dict[str, object]:
    """The page by which a campaign is prepared or changed."""
    made = Form({key: one(posted, key) for key in posted}, mistakes)
    teams = [(str(key), name, "") for key, name in organisations.items()]
    first = [made.choice("organisation", gettext("For which organisation?"), teams, kind="select")]
    kinds = [("", gettext("Choose"), ""), *((key, str(words), "") for key, words in goals().items())]
    when = [("", gettext("None"), ""), *((key, str(each.name), "") for key, each in moments().items())]
    return {
        "first": [
            *(first if len(teams) > 1 else []),
            *_words(made, "fr"),
            made.choice("goal", gettext("What for? An act that people do"), kinds, kind="select"),
            made.field(
                "goal_many",
                gettext("How many people would do it?"),
                hint=gettext("Empty if nobody can say."),
                mode="numeric",
                longest=12,
            ),
            made.field(
                "communes",
                gettext("In which communes?"),
                hint=gettext("Their names, between commas. Empty: the whole territory."),
                longest=4000,
            ),
            made.field("starts_on", gettext("First day"), "date"),
            made.field("ends_on", gettext("Last day"), "date"),
            made.choice("moment", gettext("Moment of the health year"), when, kind="select"),
            made.field(
                "speaker",
                gettext("Who speaks?"),
                hint=gettext("An organisation. Printed on everything."),
                longest=SPEAKER_MOST,
            ),
            made.field("payer", gettext("Who pays?"), hint=gettext("Everybody reads it."), longest=PAID_MOST),
        ],
        "english": _words(made, "en"),
        "english_open": any(one(posted, f"en-{name}") for name in WORDS)
        or any(each.fact.startswith("en-") for each in mistakes),
        "errors": made.errors,
    }


def _words(made: Form, tongue: str) -> list[Field]:
    labels = {
        "name": (gettext("Name of the campaign"), ""),
        "goal": (gettext("What will people have done?"), gettext("In a sentence.")),
        "situation": (gettext("For whom?"), gettext("A situation, never a name.")),
    }
    called = gettext("in French") if tongue == "fr" else gettext("in English")
    return [
        made.field(f"{tongue}-{name}", f"{label} ({called})", hint=hint, longest=max(WORDS[name], NAME_MOST))
        for name, (label, hint) in labels.items()
    ]


def cost_fields(posted: Posted, mistakes: Sequence[Mistake]) -> tuple[list[Field], list[tuple[str, str]]]:
    """A line of costs, and its mistakes."""
    made = Form({key: one(posted, key) for key in posted} if mistakes else {}, mistakes)
    kinds = [(key, str(words), "") for key, words in headings().items()]
    fields = [
        made.choice("heading", gettext("What for?"), kinds, kind="select"),
        made.field("amount", gettext("How much, in euros?"), mode="decimal", longest=20),
        made.field("paid_to", gettext("Paid to whom?"), hint=gettext("Everybody reads it."), longest=PAID_MOST),
    ]
    return fields, made.errors


def choosable(one_: CampaignKept, known: Sequence[Kept]) -> list[tuple[int, str, bool]]:
    """(id, title, whether it is chosen)."""
    chosen = {kept.id for kept in one_.messages}
    return [
        (kept.id, (kept.version.draft.words.get(language()) or kept.version.draft.words["fr"]).title, kept.id in chosen)
        for kept in known
    ]


def kit_formats() -> list[tuple[str, str]]:
    """(key, name) of each format."""
    return [(str(key), str(name)) for key, name in NAMES.items()]


def may(one_: CampaignKept) -> dict[str, bool]:
    """What can be pressed."""
    state = one_.state
    return {
        "plan": state is CampaignState.DRAFT,
        "start": state is CampaignState.PLANNED,
        "take": state in LIVE,
        "stop": state in {*LIVE, CampaignState.DRAFT},
        "undo": state is CampaignState.STOPPED,
        "change": state in {*LIVE, CampaignState.DRAFT},
    }
