"""The papers of a kit, as tagged PDFs in the territory's colours. One that does not hold on its pages is refused.

Ready for a town hall's printer: margins of 6 mm or more, dark on light, nothing said by a colour alone, fonts within.
"""

from __future__ import annotations

import base64
import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from prevenance.campaigns.choices.channels import NAMES, PAPERS, Format
from prevenance.campaigns.presenters.kit_texts import DoesNotFit, Voice, lead
from prevenance.kit import pages, paper, territory

LARGER = 1.414  # A3 to A4
_SPACES = re.compile(r" (?=[:;?!»])|(?<=«) |(?<=\d) (?=\d)")


@dataclass(frozen=True, slots=True)
class Try:
    """One way to lay a paper out: sizes in points, how much of the text, whether the easy words are there.

    `pages`: fewer than the format allows, so that the last lines are not alone on a sheet; 0: as many as it allows.
    """

    size: float
    small: float = 9
    most: int = 600
    easy: bool = True
    pages: int = 0


_TRIES: Mapping[Format, tuple[Try, ...]] = {
    Format.POSTER_A3: tuple(
        Try(size * LARGER, 9 * LARGER, most) for size, most in ((25, 600), (22.5, 600), (20, 600), (16, 600), (14, 300))
    ),
    Format.POSTER_A4: (Try(25, 10), Try(22.5, 10), Try(20, 10), Try(16), Try(14, most=300)),
    Format.LEAFLET: (Try(16), Try(13), Try(11.5), Try(12, easy=False), Try(11, 8, easy=False), Try(10, 8, easy=False)),
    Format.CARDS: (
        *(Try(13, 8, most) for most in (600, 340, 280, 220)),
        *(Try(11, 7, 180), Try(10, 7, 140), Try(9, 7, 100)),
    ),
    Format.LETTER: (Try(13, pages=1), Try(12, pages=1), Try(13), Try(12), Try(11, 8), Try(10.5, 8)),
}
_PAGES: Mapping[Format, tuple[str, str, str, str]] = {  # size, margin, template, side of the code
    Format.POSTER_A3: ("A3", "14mm", "kit_poster", "78mm"),
    Format.POSTER_A4: ("A4", "10mm", "kit_poster", "55mm"),
    Format.LEAFLET: ("A4 landscape", "10mm", "kit_leaflet", "42mm"),
    Format.CARDS: ("A4", "6mm", "kit_cards", "27mm"),
    Format.LETTER: ("A4", "18mm 20mm 14mm", "kit_letter", "35mm"),
}


def pdf(one: Voice, wanted: Format) -> bytes:
    """The first way that holds on the pages of the format.

    Raises:
        DoesNotFit, KeyError: not a format of paper.
    """
    with translation.override(one.language):
        if wanted is Format.LETTER and not one.phone:
            raise DoesNotFit(
                gettext(
                    "A letter carries a phone number too: write the site's in the territory's file, or a contact's."
                )
            )
        for way, html in _ways(_held(one), wanted):
            if (made := paper.pdf_within(html, pages=way.pages or PAPERS[wanted])) is not None:
                return made
        raise DoesNotFit(
            gettext("It does not hold on the page, even in small letters: shorten the title or the first sentence.")
        )


def posters(voices: Sequence[Voice]) -> bytes:
    """A4 posters in one document, a page each: the same words, each with its own address and code.

    Raises:
        DoesNotFit, IndexError: of nobody.
    """
    held = [_held(one.through(Format.POSTER_A4)) for one in voices]
    with translation.override(held[0].language):
        for (way, alone), (_, together) in zip(
            _ways(held[0], Format.POSTER_A4), _ways(held[0], Format.POSTER_A4, held), strict=True
        ):
            # The first one alone: to see that none holds, laying out fifty pages takes up to 2 seconds for each way.
            fits = paper.pdf_within(alone, pages=way.pages or 1) is not None
            if fits and (made := paper.pdf_within(together, pages=len(held))) is not None:
                return made
        raise DoesNotFit(
            gettext("It does not hold on the page, even in small letters: shorten the title or the first sentence.")
        )


def _held(one: Voice) -> Voice:
    """With the spaces at which a line never breaks: before « ? », inside a phone number."""
    held: dict[str, Any] = {
        name: _SPACES.sub("\u00a0", getattr(one, name)) for name in ("title", "text", "easy", "not_said", "phone")
    }
    return dataclasses.replace(one, **held)


def _ways(one: Voice, wanted: Format, sheets: Sequence[Voice] = ()) -> Iterator[tuple[Try, str]]:
    size, margin, template, qr_size = _PAGES[wanted]
    publisher = territory.identity()
    for way in _TRIES[wanted]:
        context = {
            "voice": one,
            "name": str(NAMES[wanted]),
            "paper": size,
            "margin": margin,
            "qr_size": qr_size,
            "size": f"{way.size:.1f}",  # as text: a number would take the comma of the language
            "small": f"{way.small:.1f}",
            "colours": publisher.colours,
            "drawing": _drawing(one.pictogram),
            "territory": publisher,
            "logo": _logo(publisher),
            "qr": paper.qr(one.link),
            "sheets": [(each, paper.qr(each.link)) for each in sheets or (one,)],
            "lead": lead(one, way.most),
            "paragraphs": [line for line in one.text.splitlines() if line.strip()],
            "easy": [line for line in one.easy.splitlines() if line.strip()] if way.easy else [],
            "four": range(4),
            "place": "",
        }
        yield way, render_to_string(f"campaigns/{template}.html", context)


def _drawing(key: str) -> str:
    """The pictogram, as a background: beside its words it says nothing more, and a screen reader passes over it."""
    inside = pages.pictograms().get(key)
    if not inside:
        return ""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48" color="#111">{inside}</svg>'
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


def _logo(publisher: territory.Identity) -> str:
    if publisher.logo is None:
        return ""
    return f"data:{publisher.logo_kind};base64,{base64.b64encode(publisher.logo.read_bytes()).decode()}"
