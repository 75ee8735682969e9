"""What every page shows around its own content: the publisher, the language switch, the pictograms."""

from __future__ import annotations

import functools
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils import translation

from prevenance.kit import colours, territory

PICTOGRAMS = Path(__file__).parent / "static" / "kit" / "pictograms.svg"
DARK = territory.Colours(
    ink="#f4efe6", paper="#15191d", soft="#222930", brand="#7fd1b9", brand_ink="#0d1114", accent="#f0a57c"
)


@dataclass(frozen=True, slots=True)
class Tongue:
    """Another language of the site, and this page's address in it."""

    code: str
    name: str
    url: str


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """Context of every template."""
    identity = territory.identity()
    return {
        "territory": identity,
        "style_version": hashlib.sha256(stylesheet(identity.colours).encode()).hexdigest()[:12],
        "tongues": other_tongues(request.path),
        "language": translation.get_language(),
    }


def other_tongues(path: str) -> list[Tongue]:
    """The other languages and where `path` is in each; the query string is left behind on purpose."""
    here = translation.get_language()
    return [Tongue(code, name, translate_url(path, code)) for code, name in settings.LANGUAGES if code != here]


@functools.cache
def pictograms() -> dict[str, str]:
    """Key → the inside of the drawing, in a square of 48 units."""
    text = PICTOGRAMS.read_text(encoding="utf-8")
    return dict(re.findall(r'<symbol id="([a-z_]+)" viewBox="0 0 48 48">(.*?)</symbol>', text))


@functools.lru_cache(maxsize=8)
def stylesheet(chosen: territory.Colours) -> str:
    """The territory's six colours as custom properties, and the dark variant with the same hues."""
    dark_brand = colours.towards(chosen.brand, against=DARK.soft, at_least=7)
    dark_accent = colours.towards(chosen.accent, against=DARK.soft, at_least=territory.TEXT)
    dark = {"ink": DARK.ink, "paper": DARK.paper, "soft": DARK.soft, "brand": dark_brand, "accent": dark_accent}
    light = {name: getattr(chosen, name) for name in territory.Colours.__dataclass_fields__}
    return (
        f":root{{{_properties(light)}}}"
        f"@media (prefers-color-scheme:dark){{:root{{{_properties(dark | {'brand_ink': DARK.brand_ink})}}}}}"
        f"@media print{{:root{{{_properties(light | {'paper': '#ffffff'})}}}}}"
    )


def _properties(values: dict[str, str]) -> str:
    return "".join(f"--{name.replace('_', '-')}:{value};" for name, value in values.items())
