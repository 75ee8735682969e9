"""Numbers declared for a campaign: the page on which the team writes them."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import formats
from django.utils.translation import gettext

from prevenance.campaigns.choices.campaigns import goals
from prevenance.campaigns.presenters.measure import declared
from prevenance.campaigns.queries.declared import Audience, Told
from prevenance.kit.templatetags.kit import short_date
from prevenance.people.presenters.fields import Field, Form


def act_fields(form: Form, goal: str) -> list[Field]:
    """`goal`: of the campaign, chosen at first."""
    acts = [(key, str(words), "") for key, words in goals().items()]
    return [
        form.choice("act", gettext("What did people do?"), acts, kind="select", value=goal),
        form.field("first_on", gettext("First day counted"), "date"),
        form.field("last_on", gettext("Last day counted"), "date"),
        form.field("acted", gettext("How many did it?"), mode="numeric", longest=12),
        form.field(
            "asked",
            gettext("Of how many people concerned?"),
            hint=gettext("Empty if nobody knows: no share is then made."),
            mode="numeric",
            longest=12,
        ),
        form.field(
            "missing",
            gettext("Of them, how many of whom nobody knows?"),
            hint=gettext("Empty if none."),
            mode="numeric",
            longest=12,
        ),
        form.field("source", gettext("Who says so, and where"), longest=120),
        form.field("as_of", gettext("Day of the number"), "date"),
    ]


def audience_fields(form: Form) -> list[Field]:
    """How many people the campaign is for."""
    return [
        form.field("people", gettext("How many people?"), mode="numeric", longest=12),
        form.field(
            "audience_source",
            gettext("Who says so, and where"),
            hint=gettext("For instance the census: people from 50 to 74 in these communes."),
            longest=120,
        ),
        form.field("audience_as_of", gettext("Day of the number"), "date"),
    ]


def acts(told: Sequence[Told]) -> list[dict[str, object]]:
    """(id, words, whether it was taken off)."""
    return [{"id": one.id, "words": declared(one), "is_removed": one.is_removed} for one in told]


def audiences(told: Sequence[Audience]) -> list[dict[str, object]]:
    """The same of audiences; the last one not taken off counts."""
    counts = next((one.id for one in reversed(told) if not one.is_removed), 0)
    words = gettext("%(people)s people. Source: %(source)s (%(day)s).")
    return [
        {
            "id": one.id,
            "words": words
            % {
                "people": formats.number_format(one.people, force_grouping=True),
                "source": one.source,
                "day": short_date(one.as_of),
            },
            "is_removed": one.is_removed,
            "counts": one.id == counts,
        }
        for one in told
    ]
