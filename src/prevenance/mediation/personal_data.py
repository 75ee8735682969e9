"""What this room holds about a person: encounters, and seats at workshops."""

from __future__ import annotations

from prevenance.kit.personal_data import Holder
from prevenance.mediation.operations import persons

HOLDER = Holder("mediation", persons.copy, persons.erase, persons.move, persons.move_back)
