"""Messages in words, and what a phone needs to write, call or mail them at one touch."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from prevenance.kit import paper, territory
from prevenance.people.choices.messages import Channel, MessageState, Trouble
from prevenance.people.queries.messages import Part, Shown, spoken


@dataclass(frozen=True, slots=True)
class Line:
    """One message on the page. `touch`: an address that the phone itself opens; `done`: the words of the button."""

    id: uuid.UUID
    channel: Channel
    way: str
    state: str
    due_at: dt.datetime
    name: str
    address: str
    text: str
    language: str
    touch: str
    touch_words: str
    done: str
    may_be_done: bool
    may_leave_again: bool
    may_be_undone: bool
    may_stop: bool


def stop_link(request: HttpRequest) -> Callable[[str, str], str]:
    """(secret, language) → the whole address of the page to ask for no more messages."""

    def link(secret: str, language: str) -> str:
        with translation.override(language):
            return request.build_absolute_uri(reverse("messages:stop", args=[secret]))

    return link


def way(channel: Channel) -> str:
    """By which way, in words."""
    return {
        Channel.SMS: gettext("Text message"),
        Channel.EMAIL: gettext("E-mail"),
        Channel.LETTER: gettext("Letter"),
        Channel.CALL: gettext("Call"),
    }[channel]


def ways(channels: Collection[Channel]) -> str:
    """Those by which the site sends by itself; "" when there is none."""
    return ", ".join(way(one) for one in Channel if one in channels)


def parts(counts: Mapping[Part, int]) -> list[tuple[Part, str, int]]:
    """The lists of the page, with how many messages in each."""
    words = {
        Part.TO_SEND: gettext("To send by hand"),
        Part.TROUBLES: gettext("Did not reach anybody"),
        Part.TO_COME: gettext("To come"),
        Part.SENT: gettext("Sent this week"),
    }
    return [(one, words[one], counts[one]) for one in Part]


def line(one: Shown, *, at: dt.datetime) -> Line:
    """One message."""
    content, is_over = one.content, one.not_after <= at
    name, address = _whom(one)
    touch, touch_words = _touch(one)
    ended = one.state in (MessageState.FAILED, MessageState.UNKNOWN, MessageState.EXPIRED)
    return Line(
        one.id,
        one.channel,
        way(one.channel),
        state(one, at=at),
        one.due_at,
        name,
        address,
        content.text if content else "",
        content.language if content else "fr",
        touch,
        touch_words,
        _done(one.channel),
        may_be_done=bool(content) and (ended or (one.state is MessageState.WAITING and one.due_at <= at)),
        may_leave_again=bool(content)
        and not is_over
        and one.state in (MessageState.FAILED, MessageState.UNKNOWN)
        and one.channel in (Channel.SMS, Channel.EMAIL),
        may_be_undone=one.state is MessageState.SENT and one.is_by_hand,
        may_stop=bool(content) and (ended or one.state in (MessageState.WAITING, MessageState.SENT)),
    )


def state(one: Shown, *, at: dt.datetime) -> str:
    """Where it stands, in words."""
    if one.state is MessageState.WAITING and one.not_after <= at:
        return gettext("Too late: nobody sent it.")
    if one.state is MessageState.WITHDRAWN:
        return gettext("The person wants no more messages.")
    if one.state is MessageState.SENT:
        return gettext("Sent by hand.") if one.is_by_hand else gettext("Sent.")
    trouble = {
        Trouble.REFUSED: gettext("It did not leave: this number or this address is not accepted."),
        Trouble.UNREACHABLE: gettext("It did not leave: the server that sends could not be reached."),
        Trouble.MISCONFIGURED: gettext("It did not leave: the server that sends refuses this site. Tell your host."),
        Trouble.UNREADABLE: gettext("It did not leave: the site can no longer read it. Tell your host."),
    }
    if one.state is MessageState.UNKNOWN:
        return gettext("We do not know whether it left. Ask the person rather than send it twice.")
    if one.state is MessageState.EXPIRED:
        return gettext("Too late: nobody sent it.")
    if one.state is MessageState.FAILED:
        return trouble.get(Trouble(one.trouble), gettext("It did not leave.")) if one.trouble else ""
    if one.due_at > at:
        return gettext("It will be tried again.") if one.trouble else ""
    return gettext("Leaving now.") if one.state in (MessageState.LEASED, MessageState.SENDING) else ""


def letters(shown: Sequence[Shown], *, senders: Mapping[int, str], on: dt.date) -> bytes:
    """All of them in one PDF, a sheet each, the address where the window of an envelope is."""
    sheets = [
        (one.content.subject, one.content.address.splitlines(), one.content, senders.get(one.organisation_id, ""))
        for one in shown
        if one.content is not None
    ]
    context = {"sheets": sheets, "on": on, "language": translation.get_language(), "territory": territory.identity()}
    return paper.pdf(render_to_string("people/letters.html", context))


def _whom(one: Shown) -> tuple[str, str]:
    if one.content is None:
        return "", ""
    if one.channel is Channel.LETTER:
        name, _, rest = one.content.address.partition("\n")
        return name, rest.replace("\n", ", ")
    if one.channel is Channel.EMAIL:
        return "", one.content.address
    return one.content.subject, spoken(one.content.address)


def _touch(one: Shown) -> tuple[str, str]:
    """Nothing goes to the site: the phone's own application opens, with the words in it."""
    if one.content is None:
        return "", ""
    to, words = one.content.address, quote(one.content.text)
    if one.channel is Channel.SMS:
        return f"sms:{to}?&body={words}", gettext("Write it with this phone")
    if one.channel is Channel.EMAIL:
        subject = quote(one.content.subject)
        return f"mailto:{quote(to, safe='@')}?subject={subject}&body={words}", gettext("Write it with my own mail")
    return (f"tel:{to}", gettext("Call this number")) if one.channel is Channel.CALL else ("", "")


def _done(channel: Channel) -> str:
    return {
        Channel.SMS: gettext("I sent it"),
        Channel.EMAIL: gettext("I sent it"),
        Channel.LETTER: gettext("It is posted"),
        Channel.CALL: gettext("I called"),
    }[channel]
