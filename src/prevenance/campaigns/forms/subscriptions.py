"""Prevention messages asked for: read from what was posted, by the person or by an agent to whom they said yes."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext

from prevenance.campaigns.choices import mailings as choices
from prevenance.campaigns.forms import reminders
from prevenance.campaigns.queries.askings import Contact
from prevenance.kit.consents import Means
from prevenance.kit.inputs import Mistake
from prevenance.people.choices.messages import Channel


@dataclass(slots=True)
class Asked:
    """Ready when there is no mistake."""

    contact: Contact = field(default_factory=lambda: Contact(""))
    a_year: int = 0
    language: str = "fr"
    means: Means = Means.ON_SCREEN
    mistakes: list[Mistake] = field(default_factory=list)


def channel(given: str) -> Channel | None:
    """The way that was chosen."""
    return next((one for one in choices.CHANNELS if one == given), None)


def asked(posted: Mapping[str, str], way: Channel, *, department: str, is_agent: bool = False) -> Asked:
    """`department`: where the person is, for numbers written without their prefix."""
    found = Asked()
    found.contact = reminders.contact(posted, way, department, found.mistakes)
    found.a_year = reminders.often(posted, choices.year_mosts(), found.mistakes)
    found.language = posted.get("language", "")
    if found.language not in choices.languages():
        found.mistakes.append(Mistake("language", "language", gettext("Choose a language in the list.")))
    if is_agent:
        means = {str(one): one for one in choices.HEARD}
        if posted.get("means") in means:
            found.means = means[posted["means"]]
        else:
            words = gettext("Say how the person said yes: without it nothing is kept.")
            found.mistakes.append(Mistake("means", "means-1", words))
    elif posted.get("agree") != "yes":
        words = gettext("Tick the box if you agree: without it we keep nothing and send nothing.")
        found.mistakes.append(Mistake("agree", "agree", words))
    return found


def operation(posted: Mapping[str, str]) -> uuid.UUID:
    """Of this form; a new one when what was posted is not one."""
    try:
        return uuid.UUID(posted.get("operation", ""))
    except ValueError:
        return uuid.uuid4()
