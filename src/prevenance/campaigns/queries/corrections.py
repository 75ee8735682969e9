"""Corrections that everybody reads, and who has read them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from prevenance.campaigns.choices.messages import MINE, MessageState
from prevenance.campaigns.models import CampaignMessage, Correction, CorrectionNotice


@dataclass(frozen=True, slots=True)
class Notice:
    """Somebody to tell. `who`: a partner's name, "" for a relay; `channel` "": to be called."""

    id: int
    link: int
    short: str
    relay: int | None
    who: str
    channel: str
    read_at: dt.datetime | None
    said_by_team: bool


@dataclass(frozen=True, slots=True)
class Corrected:
    """`title`: of the message, language → words. `words`: language → the correction."""

    code: str
    at: dt.datetime
    words: Mapping[str, str]
    titles: Mapping[str, str]
    notices: tuple[Notice, ...] = ()

    def told(self, language: str) -> tuple[str, str]:
        """(language found, words); French when there is no other."""
        return (language, self.words[language]) if language in self.words else (MINE, self.words[MINE])

    @property
    def silent(self) -> int:
        """How many have not said that they read it."""
        return sum(one.read_at is None for one in self.notices)


def of_message(number: int, *, with_notices: bool = False) -> Corrected | None:
    """The last one of a message that is off the pages; None when there is none, or when it was put back."""
    return _last(Correction.objects.filter(message_id=number).order_by("-pk").first(), with_notices)


def by_code(code: str) -> Corrected | None:
    """The same, by the code of the message's public address."""
    return _last(Correction.objects.filter(message__code=code).order_by("-pk").first(), False)


def of_campaign(number: int) -> tuple[Corrected, ...]:
    """Those that stand, of the messages that the campaign carries or carried, the last first."""
    messages = CampaignMessage.objects.filter(campaign_id=number).values_list("message_id", flat=True)
    found = (of_message(one) for one in messages)
    return tuple(sorted((one for one in found if one), key=lambda one: one.at, reverse=True))


def to_read(link: int) -> tuple[Corrected, ...]:
    """What the one who holds this link has not said to have read."""
    rows = CorrectionNotice.objects.filter(link_id=link, read_at__isnull=True).select_related("correction__message")
    return tuple(_corrected(row.correction, False) for row in rows.order_by("pk"))


def many_of(link: int) -> int:
    """How many corrections the one who holds this link was told of, read or not."""
    return CorrectionNotice.objects.filter(link_id=link).count()


def _last(row: Correction | None, with_notices: bool) -> Corrected | None:
    if row is None or row.message.state == MessageState.PUBLISHED:
        return None
    return _corrected(row, with_notices)


def _corrected(row: Correction, with_notices: bool) -> Corrected:
    version = row.message.versions.order_by("-number")[0]
    titles = {language: str(one.get("title", "")) for language, one in version.words.items()}
    notices = row.notices.select_related("link__partner").order_by("pk") if with_notices else ()
    return Corrected(
        row.message.code,
        row.at,
        row.words,
        titles,
        tuple(
            Notice(
                one.pk,
                one.link_id,
                one.link.short,
                one.link.relay_id,
                one.link.partner.name if one.link.partner else "",
                one.channel,
                one.read_at,
                one.read_said_by_id is not None,
            )
            for one in notices
        ),
    )
