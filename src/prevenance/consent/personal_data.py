"""What this room holds about a person: consents, and the link to their own page."""

from __future__ import annotations

from pathlib import Path

from prevenance.consent.operations import persons
from prevenance.kit.personal_data import Holder, wording

FILE = Path(__file__).parent / "choices" / "copies.yaml"
HOLDER = Holder("consent", persons.copy, persons.erase, persons.move, persons.move_back, words=wording(FILE, "consent"))
