"""What this room holds about a person: encounters, seats at workshops, paths."""

from __future__ import annotations

from prevenance.kit.personal_data import Holder
from prevenance.mediation.operations import path_persons, persons, seat_persons

HOLDER = Holder("mediation", persons.copy, persons.erase, persons.move, persons.move_back)
PATHS = Holder("mon_espace_sante", path_persons.copy, path_persons.erase, path_persons.move, path_persons.move_back)
SEATS = Holder("workshops", seat_persons.copy, seat_persons.erase, seat_persons.move, seat_persons.move_back)
