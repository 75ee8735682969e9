"""Consents in words: what was agreed to, how, until when; and what may be agreed to."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from prevenance.consent.choices import purposes
from prevenance.consent.choices.lengths import Length
from prevenance.consent.choices.purposes import Purpose
from prevenance.consent.queries.consents import Agreed
from prevenance.kit.clock import PARIS
from prevenance.kit.consents import MEANS
from prevenance.kit.templatetags.kit import short_date
from prevenance.people.presenters.fields import Field, Form


@dataclass(frozen=True, slots=True)
class Shown:
    """One consent. `state`: `given`, `withdrawn` or `over`; `may_give_back`: a withdrawal that may be undone."""

    purpose: Purpose
    basis: str
    how: str
    state: str
    words: str
    is_in_force: bool
    may_give_back: bool


def shown(one: Agreed, *, on: dt.date) -> Shown:
    """With the words of its purpose as they are today."""
    is_in_force = one.is_in_force(on=on)
    how = str(MEANS[one.means])
    if one.said_by:
        how = f"{how} ({one.said_by})"
    given = short_date(one.given_at.astimezone(PARIS).date())
    if one.withdrawn_at:
        state, words = "withdrawn", gettext("No longer. Withdrawn on %(day)s.") % {"day": _day(one.withdrawn_at)}
    elif not is_in_force:
        state, words = "over", gettext("No longer. It ended by itself.")
    elif one.ends_on:
        last = short_date(one.ends_on)
        state, words = "given", gettext("Yes, said on %(day)s, until %(last)s.") % {"day": given, "last": last}
    else:
        state, words = "given", gettext("Yes, said on %(day)s, as long as the record exists.") % {"day": given}
    purpose = purposes.purposes()[one.purpose]
    is_over = one.ends_on is not None and one.ends_on <= on
    may_give_back = one.withdrawn_at is not None and not is_over
    return Shown(purpose, str(purposes.bases()[purpose.basis]), how, state, words, is_in_force, may_give_back)


def fields(form: Form, agreed: Sequence[Agreed], *, on: dt.date) -> list[Field]:
    """What to say yes to, for how long, how it was said."""
    known = {one.purpose for one in agreed if one.is_in_force(on=on)}
    offered = [
        (key, str(one.name), str(one.what_for))
        for key, one in purposes.purposes().items()
        if not (one.is_of_the_record and key in known)
    ]
    lengths = [(str(key), str(words), "") for key, words in purposes.lengths().items() if key is not Length.RECORD]
    hint = gettext("For a reason that holds the record itself, the record says how long.")
    return [
        form.choice("purpose", gettext("What does the person agree to?"), offered),
        form.choice("length", gettext("For how long?"), lengths, kind="select", value="month", hint=hint),
        *means(form),
    ]


def means(form: Form) -> list[Field]:
    """How the person said yes, and who said it for them."""
    options = [(str(key), str(words), "") for key, words in MEANS.items()]
    return [
        form.choice("means", gettext("How did they say yes?"), options, kind="select", value="said"),
        form.field(
            "said_by", gettext("Name of the relative or guardian"), hint=gettext("Only if they said it."), longest=80
        ),
    ]


def fresh() -> str:
    """The number of an operation not yet done, for a form."""
    return str(uuid.uuid4())


def _day(moment: dt.datetime) -> str:
    return short_date(moment.astimezone(PARIS).date())
