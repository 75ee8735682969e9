"""Tags of every page: pictograms, dates in words, phone links."""

from __future__ import annotations

import datetime as dt
import re

from django import template
from django.utils import formats, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from prevenance.kit import pages

register = template.Library()


@register.simple_tag
def pictogram(key: str, size: str = "") -> SafeString:
    """A drawing beside its word, hidden from screen readers, which read the word. An unknown key draws `health`.

    Its own width and height keep it small where style sheets are off.
    """
    drawings = pages.pictograms()
    inside = drawings.get(key) or drawings["health"]
    drawing = mark_safe(inside)  # noqa: S308  ours, packed with the code
    frame = '<svg class="pictogram {}" viewBox="0 0 48 48" width="28" height="28" aria-hidden="true">{}</svg>'
    return format_html(frame, size, drawing)


@register.simple_tag
def colon() -> str:
    """Between a name and what it is: French wants a space before."""
    return "\u00a0: " if translation.get_language() == "fr" else ": "


@register.simple_tag
def new_window() -> SafeString:
    """Ends a link which leaves the questions open behind it."""
    words = translation.gettext("(new window)")
    return format_html(' <span class="away" aria-hidden="true">↗</span><span class="unseen"> {}</span>', words)


@register.filter
def in_words(day: dt.date | None) -> str:
    """« jeudi 3 décembre 2026 », "Thursday 3 December 2026"; « 1er » in French."""
    if day is None:
        return ""
    text = formats.date_format(day, "l j F Y")
    return text.replace(" 1 ", " 1er ", 1) if translation.get_language() == "fr" else text


@register.filter
def written_date(text: str | None) -> str:
    """The date of a document as written there: in words when it is a day or a month, else as it is (a year)."""
    try:
        if re.fullmatch(r"\d{4}-\d{2}", text or ""):
            return month(dt.date.fromisoformat(f"{text}-01"))
        return short_date(dt.date.fromisoformat(text or ""))
    except ValueError:
        return text or ""


@register.filter
def short_date(day: dt.date | None) -> str:
    """« 3 décembre 2026 », "3 December 2026"."""
    if day is None:
        return ""
    text = formats.date_format(day, "j F Y")
    return re.sub(r"^1 ", "1er ", text) if translation.get_language() == "fr" else text


@register.filter
def month(day: dt.date | None) -> str:
    """« décembre 2026 »."""
    return formats.date_format(day, "F Y") if day else ""


@register.filter
def phone_link(number: str) -> SafeString:
    """A number that a phone can dial, kept together and in its order, whatever the direction of the text."""
    digits = re.sub(r"[^0-9+]", "", number)
    return format_html('<a class="phone" dir="ltr" href="tel:{}">{}</a>', digits, number.replace(" ", "\u00a0"))
