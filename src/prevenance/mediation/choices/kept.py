"""What an organisation decides to keep more or less long, in words and with its bounds."""

from __future__ import annotations

from prevenance.kit.retention import Kind
from prevenance.kit.texts import Text
from prevenance.mediation.choices import NOTE_KEPT

NOTES = Kind(
    "notes",
    Text("Notes libres d'une séance", "Free notes of an encounter"),
    Text(
        "Une note libre peut en dire plus qu'il ne faut : elle part bien avant la séance.",
        "A free note may say more than it should: it goes long before the encounter.",
    ),
    usual=NOTE_KEPT.days,
    least=7,
    most=180,
    order=20,
)
