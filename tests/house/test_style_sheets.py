"""Style sheets speak of the start and the end of a line, never of left and right: many languages read the other way."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "prevenance"
SHEETS = sorted(SOURCE.rglob("*.css"))
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|scroll-margin|inset)-(?:left|right|top|bottom)[\w-]*|left|right|top|bottom"
    r"|(?:min-|max-)?(?:width|height))\s*:|(?:text-align|float|clear)\s*:\s*(?:left|right)"
)
# Four lengths in a row, whose second (right) and fourth (left) differ.
LENGTH = r"(?:[\d.]+[a-z%]*|var\([^)]*\)|auto)"
UNEVEN = re.compile(rf"(?:margin|padding|inset|border-width)\s*:\s*{LENGTH}\s+({LENGTH})\s+{LENGTH}\s+({LENGTH})")


def physical(text: str) -> list[str]:
    """Declarations that know left from right. Conditions of media and the margins of paper do not count."""
    plain = re.sub(r"/\*.*?\*/|@media[^{]*|@page[^{]*\{(?:[^{}]|\{[^{}]*\})*\}", "", text, flags=re.DOTALL)
    uneven = [hit.group() for hit in UNEVEN.finditer(plain) if hit.group(1) != hit.group(2)]
    return [hit.group() for hit in PHYSICAL.finditer(plain)] + uneven


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_a_style_sheet_knows_no_left_and_no_right(sheet: Path) -> None:
    assert physical(sheet.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "declaration",
    ["margin-left: 1rem", "right: 0", "text-align: left", "float: right", "padding: 1px 2px 3px 4px", "width: 3rem"],
)
def test_the_search_sees_left_and_right(declaration: str) -> None:
    assert physical(f"a {{ {declaration}; }}") != []


@pytest.mark.parametrize("declaration", ["margin-inline-start: 1rem", "text-align: start", "padding: 1px 2px 3px 2px"])
def test_the_search_leaves_the_rest_alone(declaration: str) -> None:
    assert physical(f"a {{ {declaration}; }}") == []
