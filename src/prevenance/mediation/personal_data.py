"""What this room holds about a person: encounters, seats at workshops, paths, appointments, hand-overs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from prevenance.kit.personal_data import Holder, wording
from prevenance.mediation.choices import Field, handover_words, value, values
from prevenance.mediation.operations import appointment_persons, handover_persons, path_persons, persons, seat_persons
from prevenance.territories import queries as territories

FILE = Path(__file__).parent / "choices" / "copies.yaml"
_LISTS = {
    "themes": (Field.THEMES, Field.ADMIN_THEMES),
    "place": (Field.PLACE_KINDS,),
    "oriented_to": (Field.STRUCTURES,),
    "next_step": (Field.NEXT_STEPS,),
    "gender": (Field.GENDERS,),
    "age": (Field.AGES,),
    "status": (Field.STATUSES,),
}


def _words(key: str, code: Any) -> str:
    """Of a value of the vocabulary, or of the code of a commune."""
    if key.startswith("commune"):
        found = territories.commune(str(code))
        return found.name if found else ""
    return next((str(value(field, str(code))) for field in _LISTS.get(key, ()) if str(code) in values(field)), "")


HOLDER = Holder(
    "mediation",
    persons.copy,
    persons.erase,
    persons.move,
    persons.move_back,
    wording(FILE, "mediation", _words),
    persons.lines,
)
PATHS = Holder(
    "mon_espace_sante",
    path_persons.copy,
    path_persons.erase,
    path_persons.move,
    path_persons.move_back,
    wording(FILE, "mon_espace_sante", _words),
    path_persons.lines,
)
SEATS = Holder(
    "workshops",
    seat_persons.copy,
    seat_persons.erase,
    seat_persons.move,
    seat_persons.move_back,
    wording(FILE, "workshops", _words),
)
APPOINTMENTS = Holder(
    "appointments",
    appointment_persons.copy,
    appointment_persons.erase,
    appointment_persons.move,
    appointment_persons.move_back,
    wording(Path(__file__).parent / "choices" / "appointments.yaml", "copy", _words),
    appointment_persons.lines,
)
HANDOVERS = Holder(
    "handovers",
    handover_persons.copy,
    handover_persons.erase,
    handover_persons.move,
    handover_persons.move_back,
    wording(handover_words.FILE, "copy"),
    handover_persons.lines,
)
