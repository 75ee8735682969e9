"""Packs the pictograms that the pages use into one sprite: `python scripts/pack_pictograms.py NODE_MODULES`.

NODE_MODULES is a folder where npm has put `healthicons` 2 (MIT). The few signs that healthicons lacks are drawn below.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "src/prevenance/kit/static/kit/pictograms.svg"

FROM_HEALTHICONS = {  # our key, as the catalogue writes it: where healthicons keeps the outline drawing
    "artery": "body/blood_vessel",
    "baby": "people/baby_0203m",
    "breast": "body/breasts",
    "calendar": "objects/calendar",
    "checkup": "devices/stethoscope",
    "child": "people/boy_0105y",
    "conversation": "symbols/communication",
    "elder": "people/old_woman",
    "eye": "body/eye",
    "flu": "symbols/virus",
    "glass": "nutrition/alcohol",
    "glucose": "devices/diabetes_measure",
    "health": "symbols/health",
    "health_centre": "places/hospital",
    "heart": "body/heart_organ",
    "info": "symbols/info",
    "intestine": "body/colon",
    "kidney": "body/kidneys",
    "liver": "body/liver",
    "lungs": "body/lungs",
    "mother_baby": "people/lactation",
    "newborn": "people/baby_0306m",
    "no_smoking": "symbols/smoking_cessation",
    "older_person": "people/elderly",
    "people": "people/group_discussion_meeting",
    "phone": "objects/phone",
    "place": "symbols/geo_location",
    "pregnancy": "people/pregnant",
    "ribbon": "symbols/award_ribbon",
    "sexual_health": "symbols/sexual_reproductive_health",
    "shield": "symbols/virus-shield",
    "tooth": "body/tooth",
    "uterus": "body/female_reproductive_system",
    "vaccine": "devices/syringe-vaccine",
    "vitamin": "medications/pills_2",
}

LINE = 'fill="none" stroke="currentColor" stroke-width="4" stroke-linecap="round" stroke-linejoin="round"'
OWN = {  # the same 48-unit square
    "due": f'<g {LINE}><circle cx="24" cy="24" r="19"/><path d="M14 24h19M25 16l8 8-8 8"/></g>',
    "coming": f'<g {LINE}><circle cx="24" cy="24" r="19"/><path d="M24 13v12l8 5"/></g>',
    "optional": f'<g {LINE}><circle cx="24" cy="24" r="19" stroke-dasharray="8 7"/><path d="M24 16v16M16 24h16"/></g>',
    "unknown": f'<g {LINE}><circle cx="24" cy="24" r="19"/><path d="M18 19a6 6 0 1 1 8 6q-2 1-2 4M24 34v.1"/></g>',
    "up_to_date": f'<g {LINE}><circle cx="24" cy="24" r="19"/><path d="M15 25l6 6 12-13"/></g>',
    "not_concerned": f'<g {LINE}><circle cx="24" cy="24" r="19"/><path d="M16 24h16"/></g>',
    "alert": f'<g {LINE}><path d="M24 6l19 34H5zM24 19v9M24 34v.1"/></g>',
    "paper": f'<g {LINE}><path d="M13 18V5h22v13M13 36H6V18h36v18h-7M13 30h22v13H13z"/></g>',
    "speak": f'<g {LINE}><path d="M6 18v12h8l11 9V9l-11 9zM32 17a10 10 0 0 1 0 14M37 11a18 18 0 0 1 0 26"/></g>',
    "take": f'<g {LINE}><path d="M6 6h12v12H6zM30 6h12v12H30zM6 30h12v12H6zM30 30h5v5M42 30v12h-7"/></g>',
    "hands": f'<g {LINE}><path d="M24 38S9 29 9 18a7.5 7.5 0 0 1 15-2 7.5 7.5 0 0 1 15 2c0 11-15 20-15 20z"/></g>',
    "door": f'<g {LINE}><path d="M12 43V6h24v37M6 43h36M29 25v.1"/></g>',
}


def drawing(folder: Path, name: str) -> str:
    """The inside of one healthicons drawing, coordinates rounded to a tenth of a unit."""
    text = (folder / "healthicons/public/icons/svg/outline" / f"{name}.svg").read_text(encoding="utf-8")
    inside = text[text.index(">") + 1 : text.rindex("</svg>")].strip()
    inside = re.sub(r"<defs>.*?</defs>|</?g[^>]*>", "", inside, flags=re.DOTALL)
    inside = re.sub(r"\d+\.\d+", lambda number: f"{float(number.group()):.1f}".removesuffix(".0"), inside)
    return re.sub(r">\s+<", "><", inside)


def main() -> None:
    """Writes the sprite: one <symbol> a pictogram."""
    folder = Path(sys.argv[1])
    symbols = {key: drawing(folder, name) for key, name in FROM_HEALTHICONS.items()} | OWN
    body = "\n".join(
        f'<symbol id="{key}" viewBox="0 0 48 48">{inside}</symbol>' for key, inside in sorted(symbols.items())
    )
    OUT.write_text(f'<svg xmlns="http://www.w3.org/2000/svg">\n{body}\n</svg>\n', encoding="utf-8")


if __name__ == "__main__":
    main()
