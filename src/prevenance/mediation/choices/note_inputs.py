"""What the inputs of a note say beside the values of the choices: shared by the form, which reads, and the page."""

from __future__ import annotations

OTHER_DAY = "other"
CUSTOM = "custom"
NEW_PLACE = "new"
SEPARATOR = "|"  # between a place's id, its commune and its name
