"""What ends soon, and how long things are kept, in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from prevenance.consent.queries import keeping
from prevenance.kit import retention
from prevenance.people.presenters import persons
from prevenance.people.presenters.fields import Field, Form
from prevenance.people.queries.persons import NOTICE, months_kept


@dataclass(frozen=True, slots=True)
class Ending:
    """One record. `day`: when it will be erased at the soonest; `may_keep`: whether this agent may keep it longer."""

    id: str
    name: str
    about: str
    day: dt.date
    last_contact_on: dt.date
    was_kept: bool
    may_keep: bool


def ending(one: keeping.Ending, *, may_keep: bool) -> Ending:
    """A record is never erased less than 30 days after the team was told."""
    day = max(one.day, one.noticed_on + NOTICE) if one.noticed_on else one.day
    about = ", ".join(filter(None, (persons.birth(one.person.identity), persons.commune(one.person.commune))))
    return Ending(
        one.person.id,
        persons.name(one.person.identity),
        about,
        day,
        one.person.last_contact_on,
        one.was_kept,
        may_keep and not one.was_kept,
    )


def lasting(days: int) -> str:
    """« 7 jours », « 3 ans »."""
    if days % 365 == 0:
        return ngettext("%(years)s year", "%(years)s years", days // 365) % {"years": days // 365}
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}


def kept_fields(form: Form, organisation_id: int) -> tuple[list[Field], list[tuple[str, str, str]]]:
    """(fields of what the organisation decides, (name, why, how long) of what it does not)."""
    hint = gettext(
        "In months after the last contact, from 1 to 60. Whatever you choose, nobody is erased without a notice."
    )
    fields = [
        form.field(
            "months",
            gettext("Records of people"),
            hint=hint,
            value=str(months_kept(organisation_id)),
            mode="numeric",
            longest=2,
        )
    ]
    fixed = []
    for one in retention.kinds():
        days = keeping.kept(organisation_id, one.key).days
        if one.is_chosen:
            bounds = gettext("In days, from %(least)s to %(most)s.") % {"least": one.least, "most": one.most}
            fields.append(
                form.field(
                    one.key, str(one.name), hint=f"{one.why} {bounds}", value=str(days), mode="numeric", longest=4
                )
            )
        else:
            fixed.append((str(one.name), str(one.why), lasting(days)))
    return fields, fixed
