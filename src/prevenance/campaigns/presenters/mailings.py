"""Mailings in words: the form, what is read in each language, how many people, how far it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language, gettext, ngettext

from prevenance.campaigns.choices import mailings as choices
from prevenance.campaigns.choices.mailings import MailingState
from prevenance.campaigns.operations.putting import Said
from prevenance.campaigns.presenters import campaigns
from prevenance.campaigns.presenters.campaigns import commune_name
from prevenance.campaigns.presenters.mailing_words import Absolute, worded
from prevenance.campaigns.queries.campaigns import CampaignKept
from prevenance.campaigns.queries.mailings import Audience, MailingKept, Progress
from prevenance.kit.inputs import Mistake, one
from prevenance.people.choices.messages import Channel
from prevenance.people.operations.outbox import STOP
from prevenance.people.presenters.fields import Field, Form
from prevenance.people.presenters.messages import way


@dataclass(frozen=True, slots=True)
class Line:
    """A mailing in a list."""

    id: int
    title: str
    way: str
    due_at: dt.datetime
    state: str


@dataclass(frozen=True, slots=True)
class Read:
    """What is read in one language. `name`: of the language."""

    code: str
    name: str
    subject: str
    text: str


def line(given: MailingKept) -> Line:
    """One."""
    return Line(given.id, title(given), way(given.channel), given.due_at, state(given))


def title(given: MailingKept) -> str:
    """Of its message, in the language of the page."""
    kept = next((each for each in given.campaign.messages if each.id == given.message), None)
    if kept is None:
        return given.told.words["fr"].title if given.told else ""
    words = kept.version.draft.words
    return (words.get(_tongue()) or words["fr"]).title


def state(given: MailingKept) -> str:
    """Where it stands, in words."""
    if given.state is MailingState.STOPPED:
        return gettext("Stopped")
    if given.state is MailingState.DRAFT:
        return gettext("Being prepared: nothing leaves")
    if not given.may_leave:
        return (
            gettext("Over: nothing more of it leaves") if given.is_put else gettext("Held: it may not leave as it is")
        )
    if given.is_put:
        return gettext("Put: what is left to send waits its turn")
    return gettext("Leaving") if given.is_begun else gettext("Planned")


def why(given: MailingKept) -> list[str]:
    """Why it may not leave now; empty: it may, it was only not tried yet, or it is over: what is held is not put."""
    if given.is_put:
        return []
    found = list(dict.fromkeys(campaigns.refusal(each) for each in given.refusals))
    if not found and given.state is MailingState.PLANNED and not given.is_tried:
        found.append(gettext("Its words changed since they were tried. Try it again, then plan it again."))
    return found


def where(given: MailingKept) -> str:
    """The communes."""
    return ", ".join(commune_name(code) for code in given.all_communes) or gettext("The whole territory")


def read(given: MailingKept, short: str, absolute: Absolute) -> list[Read]:
    """Exactly what will be read, in each language; one in which it does not hold is read in French."""
    if given.told is None:
        return []
    made = worded(absolute)
    found = []
    for code in sorted(given.told.words, key=lambda each: (each != "fr", each)):
        said = made(given, code, short)
        if said is not None:
            found.append(Read(code, choices.languages().get(code, code), said.subject, _shown(said)))
    return found


def _shown(said: Said) -> str:
    return said.text.replace(STOP, gettext("[a link of each one's own, to stop]"))


def people(found: Audience) -> list[str]:
    """To how many, before the caps; fewer than five are not counted aloud."""
    told = [gettext("On this site, %(many)s asked for it by this way.") % {"many": _many(found.subscribed)}]
    if found.followed:
        words = gettext("Among the people that you follow, %(many)s agreed; those of these communes get it.")
        told.append(words % {"many": _many(found.followed)})
    return told


def _many(many: int) -> str:
    if many == 0:
        return gettext("nobody")
    if many < choices.FEW:
        return gettext("fewer than %(few)s people") % {"few": choices.FEW}
    return ngettext("%(many)s person", "%(many)s people", many) % {"many": many}


def steps(given: MailingKept, done: Progress) -> list[tuple[str, int]]:
    """(words, how many) of the messages, by where they stand; what nobody is in is left out, but the first two."""
    found = [
        (gettext("Wait their turn, or a hand"), done.waiting),
        (gettext("Sent"), done.sent),
        (gettext("Did not leave: the address is not accepted, or the server did not answer"), done.failed),
        (gettext("We do not know whether it left"), done.unknown),
        (gettext("Too late: nobody sent it in time"), done.expired),
        (gettext("Withdrawn: a stop, or the person wants no more"), done.stopped),
        (gettext("Held back: enough messages already, their number a year or four in 30 days"), given.held_many),
        (gettext("No address by this way, or one that the site cannot read"), given.missed_many),
    ]
    told = done.waiting + done.sent + done.failed + done.unknown + done.expired + done.stopped
    older = max(0, given.put_many - told)  # the outbox keeps its rows three months
    found.append((gettext("More than three months ago: we no longer tell them apart"), older))
    return [*found[:2], *(one for one in found[2:] if one[1])]


def form(
    posted: Mapping[str, Sequence[str]], mistakes: Sequence[Mistake], campaign: CampaignKept
) -> tuple[list[Field], list[tuple[str, str]]]:
    """(fields, what is wrong) of a new mailing."""
    made = Form({name: one(posted, name) for name in posted}, mistakes)
    titles = [
        (str(each.id), (each.version.draft.words.get(_tongue()) or each.version.draft.words["fr"]).title, "")
        for each in campaign.messages
    ]
    names = ", ".join(commune_name(code) for code in campaign.draft.communes)
    hint = gettext("Empty: the whole campaign (%(where)s).") % {"where": names or gettext("the whole territory")}
    hours = [(str(hour), f"{hour} h" if _tongue() == "fr" else f"{hour}:00", "") for hour in choices.HOURS]
    ways = [(str(each), way(each), "") for each in choices.CHANNELS]
    fields = [
        made.choice("message", gettext("Which message?"), titles, value=titles[0][0] if titles else ""),
        made.choice("channel", gettext("By which way?"), ways),
        made.field("communes", gettext("To people of which communes?"), hint=hint, longest=4000),
        made.field("day", gettext("On which day?"), "date", hint=gettext("Between 8 and 20 only.")),
        made.choice("hour", gettext("From which hour?"), hours, kind="select", value="10"),
    ]
    return fields, made.errors


def try_fields(given: MailingKept, mistakes: Sequence[Mistake], typed: str) -> list[Field]:
    """What is asked of whoever tries: their mobile number, for a text message; the language."""
    made = Form({"phone": typed}, mistakes)
    found = []
    if given.channel is Channel.SMS:
        hint = gettext("Yours: this message comes to you only. It is erased a week later.")
        found.append(made.field("phone", gettext("Your mobile number"), "tel", mode="tel", longest=30, hint=hint))
    tongues = [(code, choices.languages().get(code, code), "") for code in (given.told.words if given.told else ())]
    if len(tongues) > 1:
        found.append(made.choice("language", gettext("In which language?"), tongues, kind="select", value="fr"))
    return found


def _tongue() -> str:
    return "en" if get_language() == "en" else "fr"
