"""The square image of a post, drawn by us: a PNG, and the same as SVG; its words are those of the message's title."""

from __future__ import annotations

import base64
import functools
import io

from django.contrib.staticfiles import finders
from django.utils.html import escape
from django.utils.translation import gettext
from PIL import Image, ImageDraw, ImageFont

from prevenance.campaigns.presenters.kit_texts import DoesNotFit
from prevenance.kit.territory import Colours

SIDE, MARGIN = 1080, 90
SIZES = (92, 84, 76, 68, 60, 52)
LEADING = 1.22
MENTION = 40  # room taken from the title's when something was given for the post
BAND = 250  # at the foot: who speaks, and the stamp


def png(title: str, speaker: str, address: str, stamp: str, colours: Colours, mention: str = "") -> bytes:
    """1080 by 1080. `mention`: above the title, when something was given for it.

    Raises:
        DoesNotFit: the title does not hold, even small.
    """
    image = Image.new("RGB", (SIDE, SIDE), colours.paper)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, SIDE - BAND, SIDE, SIDE), fill=colours.brand)
    pen.rectangle((0, 0, SIDE, 24), fill=colours.accent)
    for words, size, weight, x, y, fill in _lines(title, speaker, address, stamp, colours, mention):
        pen.text((x, y), words, font=_font(size, weight), fill=fill)
    written = io.BytesIO()
    image.save(written, "PNG", optimize=True)
    return written.getvalue()


def svg(title: str, speaker: str, address: str, stamp: str, colours: Colours, mention: str = "") -> str:
    """The same; the font is within, so that it looks the same everywhere."""
    font = base64.b64encode(_font_file()).decode()
    texts = "".join(
        f'<text x="{x}" y="{round(y + size * 0.8)}" font-size="{size}" font-weight="{weight}" fill="{fill}">'
        f"{escape(words)}</text>"
        for words, size, weight, x, y, fill in _lines(title, speaker, address, stamp, colours, mention)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}" width="{SIDE}" height="{SIDE}" '
        f'role="img" font-family="Hyperlegible, sans-serif"><title>{escape(title)}</title>'
        f'<style>@font-face{{font-family:"Hyperlegible";font-weight:200 800;'
        f'src:url("data:font/woff2;base64,{font}")}}</style>'
        f'<rect width="{SIDE}" height="{SIDE}" fill="{colours.paper}"/>'
        f'<rect width="{SIDE}" height="24" fill="{colours.accent}"/>'
        f'<rect y="{SIDE - BAND}" width="{SIDE}" height="{BAND}" fill="{colours.brand}"/>{texts}</svg>\n'
    )


Line = tuple[str, int, int, int, float, str]  # words, size, weight, x, top, colour


def _lines(title: str, speaker: str, address: str, stamp: str, colours: Colours, mention: str) -> list[Line]:
    above = MENTION if mention else 0
    room = SIDE - BAND - 2 * MARGIN - above
    for size in SIZES:
        cut = _cut(title, size, 700, SIDE - 2 * MARGIN)
        if cut and len(cut) * size * LEADING <= room:
            break
    else:
        raise DoesNotFit(gettext("The title is too long for the image: shorten it."))
    top = MARGIN + above + (room - len(cut) * size * LEADING) / 2
    found: list[Line] = [
        (words, size, 700, MARGIN, top + at * size * LEADING, colours.ink) for at, words in enumerate(cut)
    ]
    if mention:
        found.append((mention, 40, 700, MARGIN, 60.0, colours.ink))
    foot = [(speaker, 44, 700), (address, 36, 500), (stamp, 26, 400)]
    y = float(SIDE - BAND + 28)
    for words, most, weight in foot:
        small = next((one for one in range(most, 13, -2) if _width(words, one, weight) <= SIDE - 2 * MARGIN), 14)
        found.append((words, small, weight, MARGIN, y, colours.brand_ink))
        y += most * 1.55
    return found


def _cut(text: str, size: int, weight: int, width: int) -> list[str]:
    """In lines of whole words; none when a word alone is wider."""
    found: list[str] = []
    for word in text.split(" "):
        longer = f"{found[-1]} {word}" if found else word
        if found and _width(longer, size, weight) <= width:
            found[-1] = longer
        else:
            found.append(word)
    return found if all(_width(one, size, weight) <= width for one in found) else []


def _width(text: str, size: int, weight: int) -> float:
    return float(_font(size, weight).getlength(text))


@functools.lru_cache(maxsize=32)
def _font(size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(io.BytesIO(_font_file()), size)
    font.set_variation_by_axes([weight])
    return font


@functools.cache
def _font_file() -> bytes:
    found = finders.find("kit/atkinson-hyperlegible-next.woff2")
    assert isinstance(found, str)
    with open(found, "rb") as file:  # noqa: PTH123  # a path that Django gives as text
        return file.read()
