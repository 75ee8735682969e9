"""Letters of a mailing in one PDF, in the format of the kit's letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from prevenance.campaigns.choices.channels import NAMES, Format
from prevenance.campaigns.presenters.kit_texts import DoesNotFit, Voice
from prevenance.kit import paper, territory

SIZE, SMALL, QR_SIZE = "10.5", "8.0", "35mm"  # of the smallest letter of the kit, so that all hold on a sheet


@dataclass(frozen=True, slots=True)
class Sheet:
    """A letter: the lines of the address, the voice, the address of the page to stop."""

    to: tuple[str, ...]
    voice: Voice
    stop: str


def check(voice: Voice) -> None:
    """A letter says whom to call.

    Raises:
        DoesNotFit: no phone to print.
    """
    if not voice.phone:
        raise DoesNotFit(
            gettext("A letter carries a phone number too: write the site's in the territory's file, or a contact's.")
        )


def pdf(sheets: Sequence[Sheet]) -> bytes:
    """A sheet each, the address where the window of an envelope is.

    Raises:
        DoesNotFit: as `check`.
    """
    voices = [one.voice for one in sheets]
    for voice in voices:
        check(voice)
    codes = {link: paper.qr(link) for link in {voice.link for voice in voices}}
    publisher = territory.identity()
    shown = [
        {
            "sheet": one,
            "formulas": "en" if one.voice.language == "en" else "fr",
            "paragraphs": [line for line in one.voice.text.splitlines() if line.strip()],
            "qr": codes[one.voice.link],
        }
        for one in sheets
    ]
    context = {
        "sheets": shown,
        "first": voices[0],
        "language": translation.get_language(),
        "name": str(NAMES[Format.LETTER]),
        "paper": "A4",
        "margin": "18mm 20mm 14mm",
        "qr_size": QR_SIZE,
        "size": SIZE,
        "small": SMALL,
        "colours": publisher.colours,
        "territory": publisher,
    }
    return paper.pdf(render_to_string("campaigns/mailing_letters.html", context))
