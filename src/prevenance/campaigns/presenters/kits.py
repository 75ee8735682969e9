"""The kit of one message of a campaign: all its formats in one file, each with its version and its last day."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from prevenance.campaigns.choices.channels import CHANNELS, NAMES, PAPERS, Channel, Format
from prevenance.campaigns.presenters import kit_image, kit_papers, kit_texts
from prevenance.campaigns.presenters.kit_texts import DoesNotFit, Voice
from prevenance.campaigns.queries.campaigns import CampaignKept, Publication
from prevenance.kit import territory
from prevenance.kit.clock import PARIS

LANGUAGES = ("fr", "en")
NO_DATE = (1980, 1, 1, 0, 0, 0)  # what is within says its own


@dataclass(frozen=True, slots=True)
class Made:
    """`refused`: format → why, in words; the other formats are in `files`."""

    files: Mapping[str, bytes]
    refused: Mapping[Format, str]


def languages(told: Publication) -> tuple[str, ...]:
    """Those in which a kit can be made of these words."""
    return tuple(one for one in LANGUAGES if one in told.words)


def voice(
    one: CampaignKept,
    told: Publication,
    *,
    language: str,
    absolute: Callable[[str], str],
    shorts: Mapping[Channel, str] | str = "",
    mention: str = "",
) -> Voice:
    """What the kit says. `absolute`: from a path of ours to a whole address. `shorts`: the short address of each
    channel, or the one of somebody; without one, the message's page.
    """
    words = told.words[language]
    publisher = territory.identity()
    contact = next((each for each in publisher.contacts if each.phone), None)
    with translation.override(language):
        phone = publisher.phone or (contact.phone if contact else "")
        hours = publisher.phone_hours if publisher.phone else contact.hours if contact else ""
        return Voice(
            language=language,
            direction="ltr",
            title=words.title,
            text=words.text,
            easy=words.easy,
            not_said=words.not_said,
            speaker=one.draft.speaker,
            phone=phone,
            phone_hours=str(hours),
            link=absolute(reverse("campaigns:message-shown", args=[told.message_code])),
            sources=tuple((each.organisation, each.document, each.date) for each in told.sources),
            number=told.number,
            published_on=told.published_at.astimezone(PARIS).date(),
            until=told.until,
            is_named=told.subject not in ("", "mon_espace_sante"),
            is_fictional=one.is_fictional,
            links={wanted: absolute(short_path(short, language)) for wanted, short in _by_format(shorts).items()},
            mention=mention,
            pictogram=told.pictogram,
        )


def short_path(short: str, language: str) -> str:
    """The path of a short address: under it, the message opens in this language."""
    with translation.override(language):
        return reverse("campaigns:short", args=[short])


def _by_format(shorts: Mapping[Channel, str] | str) -> dict[Format, str]:
    if isinstance(shorts, str):
        return dict.fromkeys(Format, shorts) if shorts else {}
    return {wanted: shorts[channel] for wanted, channel in CHANNELS.items() if channel in shorts}


def made(one: Voice, wanted: Format) -> dict[str, bytes]:
    """file → content, of one format, with its own address.

    Raises:
        DoesNotFit
    """
    one = one.through(wanted)
    if wanted in PAPERS:
        return {f"{wanted}.pdf": kit_papers.pdf(one, wanted)}
    found = {name: told.encode() for name, told in kit_texts.files(one, wanted).items()}
    return found | _image(one) if wanted is Format.SOCIAL else found


def kit(one: Voice) -> Made:
    """Every format; those that do not hold are told in words."""
    files: dict[str, bytes] = {}
    refused: dict[Format, str] = {}
    for wanted in Format:
        try:
            files |= made(one, wanted)
        except DoesNotFit as why:
            refused[wanted] = why.words
    return Made(files, refused)


def packed(one: Voice, more: Mapping[str, bytes] = MappingProxyType({})) -> bytes:
    """The kit as one zip, with a page of what is in it, until when, and what was refused. `more`: other files."""
    found = kit(one)
    found = Made({**found.files, **more}, found.refused)
    written = io.BytesIO()
    with translation.override(one.language), zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as pack:
        _add(pack, gettext("READ-ME.txt"), _read_me(one, found).encode())
        for name, content in found.files.items():
            _add(pack, name, content)
    return written.getvalue()


def _add(pack: zipfile.ZipFile, name: str, content: bytes) -> None:
    info = zipfile.ZipInfo(name, NO_DATE)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    pack.writestr(info, content)


def _read_me(one: Voice, found: Made) -> str:
    lines = [one.title, "", one.stamp, gettext("Who speaks: %(who)s.") % {"who": one.speaker}]
    lines += [f"{gettext('Sources:')} {one.source_line}.", one.licence, "", gettext("In this kit:")]
    lines += [f"- {name}" for name in found.files]
    if found.refused:
        lines += ["", gettext("Not made, and why:")]
        lines += [f"- {NAMES[wanted]}: {why}" for wanted, why in found.refused.items()]
    lines += ["", gettext("After the last day, or if the message is withdrawn: stop, take the papers down.")]
    return "\n".join(lines) + "\n"


def _image(one: Voice) -> dict[str, bytes]:
    colours = territory.identity().colours
    with translation.override(one.language):
        told = (one.title, one.speaker, one.shown_link, one.stamp, colours, one.mention)
        return {
            "social.png": kit_image.png(*told),
            "social.svg": kit_image.svg(*told).encode(),
            "social-alt.txt": f"{kit_texts.social_alt(one)}\n".encode(),
        }
