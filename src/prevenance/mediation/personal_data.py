"""What this room holds about a person: encounters, seats at workshops, paths, appointments, hand-overs."""

from __future__ import annotations

from pathlib import Path

from prevenance.kit.personal_data import Holder, wording
from prevenance.mediation.choices import handover_words
from prevenance.mediation.operations import appointment_persons, handover_persons, path_persons, persons, seat_persons

HOLDER = Holder("mediation", persons.copy, persons.erase, persons.move, persons.move_back)
PATHS = Holder("mon_espace_sante", path_persons.copy, path_persons.erase, path_persons.move, path_persons.move_back)
SEATS = Holder("workshops", seat_persons.copy, seat_persons.erase, seat_persons.move, seat_persons.move_back)
APPOINTMENTS = Holder(
    "appointments",
    appointment_persons.copy,
    appointment_persons.erase,
    appointment_persons.move,
    appointment_persons.move_back,
    wording(Path(__file__).parent / "choices" / "appointments.yaml", "copy"),
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
