"""Links in words: whose they are, what was given for them, who came by them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import formats, translation
from django.utils.translation import gettext

from prevenance.campaigns.choices import influence_words as words
from prevenance.campaigns.choices.channels import CHANNEL_NAMES, Channel
from prevenance.campaigns.choices.links import (
    ADDRESS_MOST,
    LOST,
    NAME_MOST,
    TEXT_MOST,
    WAITING,
    WORDS_MOST,
    Claim,
    Partnership,
)
from prevenance.campaigns.queries.link_sums import Spoken
from prevenance.campaigns.queries.links import Agreed, Linked, Visits, Whose
from prevenance.campaigns.queries.messages import Kept
from prevenance.campaigns.queries.written_contracts import Given
from prevenance.counting import visit_rules
from prevenance.kit import paper
from prevenance.kit.templatetags.kit import short_date
from prevenance.people.presenters.fields import Field, Form


@dataclass(frozen=True, slots=True)
class Row:
    """A label of the table of visits: how many, and why, rule by rule."""

    label: str
    words: str
    many: int
    rules: tuple[tuple[str, int], ...]


def _language() -> str:
    return "en" if translation.get_language() == "en" else "fr"


def who(one: Whose) -> str:
    """As everybody reads it: a relay is never named."""
    return channel(one) or one.who or str(words.a_relay())


def channel(one: Whose) -> str:
    """« Affiche »; "" when it is the link of somebody."""
    return str(CHANNEL_NAMES[Channel(one.channel)]) if one.channel else ""


def euros(cents: int) -> str:
    """« 250 € », « 99,90 € »."""
    whole, part = divmod(cents, 100)
    shown = formats.number_format(whole, use_l10n=True, force_grouping=True)
    if part:
        shown += ("." if _language() == "en" else ",") + f"{part:02d}"
    return f"€{shown}" if _language() == "en" else f"{shown}\u00a0€"


def declared(one: Linked | Spoken) -> str:
    """What was given for speaking of the message, in one sentence; "" while nobody has said."""
    return _declared(who(one), one.agreed) if one.agreed else ""


def _declared(name: str, agreed: Agreed) -> str:
    return str(words.texts("declared")[agreed.kind.value]).format(
        who=name,
        amount=euros(agreed.cents or 0),
        payer=agreed.payer,
        given=agreed.given,
        day=short_date(agreed.contract_on),
    )


def contract(given: Given | None) -> dict[str, Any] | None:
    """What the law asks for, when what is given in a year makes a written contract compulsory."""
    if given is None or not given.must_be_written:
        return None
    rule = words.contract()
    told = str(rule.words).format(year=given.year, payer=given.payer, sum=euros(given.cents))
    return {"words": told, "holds": [str(one) for one in rule.holds], "source": rule.source}


def declarations(links: Sequence[Linked | Spoken]) -> list[dict[str, Any]]:
    """Of a message, for its page: each sentence, and whether the law asks for a mention. Nobody twice."""
    found = [{"words": declared(one), "is_bound": is_bound(one)} for one in links if one.agreed]
    return list({str(one["words"]): one for one in found}.values())


def is_bound(one: Linked | Spoken) -> bool:
    """Whether something was given: the post must bear the mention."""
    return one.agreed is not None and one.agreed.kind is not Partnership.UNPAID


def table(found: Visits) -> list[Row]:
    """Labels with at least one request, people first."""
    rules, language = visit_rules.shipped(), _language()
    said = {str(label): told[language] for label, told in rules.labels.items()}
    said |= {key: str(text) for key, text in words.texts("labels").items()}
    rows = []
    for label in [*said]:
        by_rule = Counter({rule: many for (one, rule), many in found.by_rule.items() if one == label})
        if by_rule:
            why = tuple((_rule(rule, language), many) for rule, many in by_rule.most_common() if rule)
            rows.append(Row(label, said[label], sum(by_rule.values()), why if label != WAITING else ()))
    return rows


def _rule(rule: str, language: str) -> str:
    if rule == LOST:
        return str(words.texts("rules")[rule])
    try:
        return visit_rules.shipped().words(rule, language)
    except KeyError:  # a rule of an earlier version of the list
        return rule


def line(one: Linked, *, address: str, people: int) -> dict[str, Any]:
    """A link in the team's list."""
    return {
        "id": one.id,
        "who": named(one),
        "campaign": campaign(one),
        "short": shown_address(address),
        "code": one.short,
        "message": (one.campaign, one.message),
        "people": people,
        "closed": one.closed_at is not None,
        "declared": one.agreed is not None or bool(one.channel),
    }


def by_message(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Lines of a campaign together, then of a message, each in the order of its last link: a name is said once."""
    keys = [row["message"] for row in rows]
    campaigns = [one for one, _ in keys]
    return sorted(rows, key=lambda row: (campaigns.index(row["message"][0]), keys.index(row["message"])))


def named(one: Whose) -> str:
    """For the team: a relay by number, since who they are stands on their own page."""
    return channel(one) or one.who or gettext("Relay %(number)s") % {"number": one.relay}


def campaign(one: Linked) -> str:
    """The name of the campaign."""
    told: Mapping[str, Mapping[str, str]] = one.campaign_words
    return str(told.get(_language(), told.get("fr", {})).get("name", ""))


def shown_address(address: str) -> str:
    """Without what nobody types."""
    return address.partition("://")[2]


def title(one: Kept) -> str:
    """Of a message, in the page's language when it is written in it."""
    words = one.version.draft.words
    return (words.get(_language()) or words["fr"]).title


def tongue(language: str) -> str:
    """« en français »."""
    return gettext("in French") if language == "fr" else gettext("in English")


def code(address: str) -> str:
    """The square code, as a picture of the page."""
    return paper.qr(address)


def partner_fields(form: Form, organisations: Mapping[int, str]) -> list[Field]:
    """To add somebody who has a public of their own."""
    fields = [
        form.field(
            "name",
            gettext("Name under which they publish"),
            hint=gettext("Everybody will read it. Not their civil name."),
            longest=NAME_MOST,
        ),
        form.field("account", gettext("Address of their account (optional)"), mode="url", longest=ADDRESS_MOST),
        form.field(
            "contact",
            gettext("E-mail (optional)"),
            "email",
            hint=gettext(
                "Only to tell them when a message is stopped. "
                "Erased when they leave, or a year after their last campaign."
            ),
            longest=120,
        ),
        form.field("reach", gettext("How many people follow them, as they say (optional)"), mode="numeric", longest=12),
        form.field("reach_source", gettext("Who says so, and where"), longest=120),
        form.field("reach_on", gettext("Read on"), "date"),
    ]
    if len(organisations) > 1:
        offered = [(str(number), name, "") for number, name in organisations.items()]
        fields.insert(0, form.choice("organisation", gettext("Organisation"), offered, kind="select"))
    return fields


def agreed_fields(form: Form, one: Linked) -> list[Field]:
    """What is given for a link."""
    kept = one.agreed
    kinds = [(key, str(text), "") for key, text in words.texts("kinds").items()]
    return [
        form.choice("kind", gettext("What is given in exchange?"), kinds, value=kept.kind.value if kept else ""),
        form.field(
            "amount",
            gettext("Amount, or value of what is given, in euros"),
            mode="decimal",
            longest=12,
            value=_typed(kept.cents) if kept else "",
        ),
        form.field("given", gettext("What is given, if it is not money"), value=kept.given if kept else ""),
        form.field("payer", gettext("Who gives it"), longest=120, value=kept.payer if kept else ""),
        form.field(
            "contract_on",
            gettext("Day of the contract or of the agreement"),
            "date",
            value=kept.contract_on.isoformat() if kept and kept.contract_on else "",
        ),
    ]


def _typed(cents: int | None) -> str:
    return "" if cents is None else f"{cents // 100},{cents % 100:02d}"


def post_fields(form: Form) -> list[Field]:
    """A post as it was published; the screenshot has a control of its own."""
    return [
        form.field("address", gettext("Address of the post"), mode="url", longest=500),
        form.field("posted_on", gettext("Day of the post"), "date"),
        form.field("text", gettext("Words of the post, as published"), "textarea", longest=TEXT_MOST),
        form.choice(
            "shows_mention",
            gettext("Does the post show « Publicité » or « Collaboration commerciale »?"),
            [("yes", gettext("Yes"), ""), ("no", gettext("No"), "")],
        ),
        form.field("note", gettext("Note (optional)"), longest=WORDS_MOST),
    ]


def claim_fields(form: Form) -> list[Field]:
    """One thing that a post says."""
    verdicts = [(key, str(text), "") for key, text in words.texts("claims").items()]
    return [
        form.field("words", gettext("One thing that the post says"), longest=WORDS_MOST),
        form.choice("verdict", gettext("Beside the message and its source"), verdicts),
    ]


def seen_fields(form: Form) -> list[Field]:
    """How many saw, as somebody says."""
    return [
        form.field("low", gettext("At least how many people?"), mode="numeric", longest=12),
        form.field("high", gettext("At most how many people?"), mode="numeric", longest=12),
        form.field("source", gettext("Who says so, and where"), longest=120),
        form.field("said_on", gettext("Read on"), "date"),
    ]


def correction_fields(form: Form) -> list[Field]:
    """What was wrong, and what is right."""
    return [
        form.field("fr", gettext("What was wrong, and what is right, in French"), "textarea", longest=2000),
        form.field("en", gettext("The same in English (optional)"), "textarea", longest=2000),
    ]


def posts(one: Linked) -> list[dict[str, Any]]:
    """Those kept of a link: `missing`: the mention is due, and was not on it."""
    return [
        {
            "post": each,
            "missing": is_bound(one) and not each.shows_mention,
            "claims": [(said, str(words.texts("claims")[found.value]), found) for said, found, _ in each.claims],
            "wrong": any(found is Claim.DOES_NOT for _, found, _ in each.claims),
        }
        for each in one.posts
    ]


def seen(one: Linked) -> list[str]:
    """What was declared, in sentences."""
    return [_seen(*each) for each in one.exposures]


def _seen(low: int, high: int, source: str, said_on: dt.date) -> str:
    told = {
        "low": formats.number_format(low, force_grouping=True),
        "high": formats.number_format(high, force_grouping=True),
        "source": source,
        "day": short_date(said_on),
    }
    return gettext("Between %(low)s and %(high)s people, says: %(source)s (%(day)s)") % told
