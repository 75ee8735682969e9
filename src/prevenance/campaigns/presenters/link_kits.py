"""The whole kit of one relay or partner: the papers, texts and images of the message, each with their own address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext

from prevenance.campaigns.choices import influence_words as words
from prevenance.campaigns.choices.channels import NAMES, Format
from prevenance.campaigns.presenters import campaigns as campaign_words
from prevenance.campaigns.presenters import kit_papers, kit_texts, kits
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


def of_message(found: queries.CampaignKept, message: int, *, language: str, on: dt.date) -> tuple[str, ...]:
    """Why no kit of this message may be made today in this language, for the team; nothing: it may."""
    refused = [campaign_words.refusal(one) for one in queries.refusals(found, message, on=on, language=language)]
    told = found.published(message)
    if not refused and (told is None or language not in told.words):
        refused = [gettext("The message is not written in this language.")]
    return tuple(dict.fromkeys(refused))


def posters(
    linked: Sequence[Linked], *, language: str, on: dt.date, absolute: Callable[[str], str], together: bool
) -> dict[str, bytes]:
    """file → A4 posters of these links of one message, in their order; a list says whose each is.

    Raises:
        DoesNotFit
    """
    made = [(one, own(one, language=language, on=on, absolute=absolute).voice) for one in linked]
    voices = [(one, voice) for one, voice in made if voice is not None]
    if together:
        return {"posters.pdf": kit_papers.posters([voice for _, voice in voices])}
    paper_kind = Format.POSTER_A4
    files = {f"poster-{one.short}.pdf": kit_papers.pdf(voice.through(paper_kind), paper_kind) for one, voice in voices}
    whose = [f"poster-{one.short}.pdf{':' if language == 'en' else ' :'} {link_words.named(one)}" for one, _ in voices]
    return {gettext("READ-ME.txt"): _lines(*whose)} | files


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
    return [mention.fr, gettext("Write it on the post itself, during the whole post."), said, str(rule), where]


def _lines(*lines: str) -> bytes:
    return ("\n\n".join(lines) + "\n").encode()
