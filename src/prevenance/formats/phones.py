"""Telephone numbers as people write them in France, turned into E.164, and back."""

from __future__ import annotations

import re

# An overseas number written nationally (0262…) is invalid for the region FR.
_REGIONS = {"971": "GP", "972": "MQ", "973": "GF", "974": "RE", "975": "PM", "976": "YT", "977": "BL", "978": "MF"}
_SEPARATORS = re.compile(r"[/,;|]| ou | et ")


def e164(text: str, department: str = "") -> str:
    """The first valid number of the text, as `+33…`; an empty text when there is none (short numbers included)."""
    import phonenumbers  # 0.14 s to import: only when a number has to be read

    for part in _SEPARATORS.split(text[:200]):
        if sum(char.isdigit() for char in part) < 6:
            continue
        try:
            number = phonenumbers.parse(part, _REGIONS.get(department, "FR"))
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    return ""


def national(number: str) -> str:
    """A number in E.164 as people of its country write it; as it came when it is not a number."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, "FR")
    except phonenumbers.NumberParseException:
        return number
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL))
