"""Enumerations of the territories."""

from enum import StrEnum


class Reason(StrEnum):
    """Why a commune answers what was typed. Pages say it only when it helps (a former name, a spelling put right)."""

    EXACT = "exact"  # its name, accents, hyphens and abbreviations forgiven
    BEGINNING = "beginning"  # its name begins like this
    WORDS = "words"  # its name holds these words, in any order
    SPELLING = "spelling"  # its name is written or sounds nearly like this
    POSTAL_CODE = "postal_code"  # its postal code is, or begins like, this one
    DEPARTMENT = "department"  # its department has this number
    CODE = "code"  # its INSEE code, or one it has replaced
