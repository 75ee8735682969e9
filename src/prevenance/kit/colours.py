"""Colours and their contrast, as WCAG 2.2 defines it."""

from __future__ import annotations

import colorsys
import re

SOFT = 0.5
HEX = re.compile(r"#[0-9a-fA-F]{6}", re.ASCII)


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, from 0 (black) to 1 (white)."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The ratio between two colours, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def towards(colour: str, *, against: str, at_least: float) -> str:
    """The nearest shade of the same hue whose contrast with `against` reaches `at_least`."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_channels(colour))
    lighter = luminance(against) < 0.18
    if lighter:
        saturation = min(saturation, SOFT)  # a light shade of a strong colour dazzles on a dark page
    shade = colour
    for _ in range(101):
        if contrast(shade, against) >= at_least:
            return shade
        lightness = min(1.0, lightness + 0.01) if lighter else max(0.0, lightness - 0.01)
        shade = "#" + "".join(f"{round(c * 255):02x}" for c in colorsys.hls_to_rgb(hue, lightness, saturation))
    return "#ffffff" if lighter else "#000000"
