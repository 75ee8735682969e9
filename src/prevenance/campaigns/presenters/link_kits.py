"""The whole kit of one relay or partner: the papers, texts and images of the message, each with their own address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext

from prevenance.campaigns.choices import influence_words as words
from prevenance.campaigns.choices.channels import NAMES, Format
from prevenance.campaigns.presenters import campaigns as campaign_words
from prevenance.campaigns.presenters import kit_texts, kits
from prevenance.campaigns.presenters import links as link_words
from prevenance.campaigns.presenters.kit_texts import DoesNotFit, Voice
from prevenance.campaigns.queries import campaigns as queries
from prevenance.campaigns.queries.links import Linked
from prevenance.kit import paper


@dataclass(frozen=True, slots=True)
class OwnKit:
    """`voice`: None when it may not be made today, and `why` says it in words."""

    voice: Voice | None
    why: tuple[str, ...]


def own(one: Linked, *, language: str, on: dt.date, absolute: Callable[[str], str], for_team: bool = False) -> OwnKit:
    """The kit of this link in this language. `for_team`: the reasons are those that the team can do something about."""
    found = queries.by_number(one.campaign, on=on)
    if found is None or language not in kits.LANGUAGES:
        return OwnKit(None, (gettext("The message is not written in this language."),))
    refused = queries.refusals(found, one.message, on=on, language=language)
    told = found.published(one.message)
    if refused or told is None:
        said = [campaign_words.refusal(each) if for_team else words.refused(each.hindrance) for each in refused]
        return OwnKit(None, tuple(dict.fromkeys(said)))
    if language not in told.words:
        return OwnKit(None, (gettext("The message is not written in this language."),))
    mention = str(words.law()[0].fr) if link_words.is_bound(one) else ""
    return OwnKit(kits.voice(found, told, language=language, absolute=absolute, shorts=one.short, mention=mention), ())


def formats() -> list[tuple[str, str]]:
    """(key, name) of each format that carries their address: what is read on the radio has none."""
    return [(str(key), str(name)) for key, name in NAMES.items() if key is not Format.RADIO]


def post(voice: Voice) -> str:
    """A post ready to be copied, what must be declared first; "" when the message is too long for it."""
    with translation.override(voice.language):
        try:
            return kit_texts.social(voice.through(Format.SOCIAL))
        except DoesNotFit:
            return ""


def more(one: Linked, voice: Voice) -> Mapping[str, bytes]:
    """What goes into their zip beside the formats: what not to say, what to declare, the code alone."""
    address = voice.through(Format.SOCIAL).link
    with translation.override(voice.language):
        never = [f"- {line}" for line in words.not_to_say()]
        limits = [gettext("What this message does not say: %(words)s") % {"words": voice.not_said}]
        return {
            gettext("NOT-TO-SAY.txt"): _lines(gettext("What not to say"), *never, *(limits if voice.not_said else [])),
            gettext("TO-DECLARE.txt"): _lines(gettext("What to declare"), *_to_declare(one)),
            "code.svg": paper.qr_file(address, "svg"),
            "code.png": paper.qr_file(address, "png"),
        }


def _to_declare(one: Linked) -> list[str]:
    said = link_words.declared(one)
    if not link_words.is_bound(one):
        return [said or gettext("If you receive money or a gift, tell the team before you post.")]
    mention, rule, source = words.law()
    where = f"{gettext('Source:')} {source['document']}"
    return [str(mention), gettext("Write it on the post itself, during the whole post."), said, str(rule), where]


def _lines(*lines: str) -> bytes:
    return ("\n\n".join(lines) + "\n").encode()
