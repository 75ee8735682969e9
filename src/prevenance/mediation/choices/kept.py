"""What an organisation decides to keep more or less long, in words and with its bounds."""

from __future__ import annotations

from prevenance.kit.retention import Kind
from prevenance.kit.texts import Text
from prevenance.mediation.choices import NOTE_KEPT
from prevenance.mediation.choices.appointments import IDENTITY_KEPT
from prevenance.mediation.choices.handover_states import ANSWER_KEPT

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

# One bound: the page where a resident books says « 30 days », whatever the organisation.
APPOINTMENTS = Kind(
    "appointments",
    Text("Qui vient à un rendez-vous", "Who comes to an appointment"),
    Text(
        "Nom, téléphone et lien, effacés après le rendez-vous. Il reste qu'une place a été tenue.",
        "Name, phone and link, erased after the appointment. It stays known that a seat was held.",
    ),
    usual=IDENTITY_KEPT.days,
    least=IDENTITY_KEPT.days,
    most=IDENTITY_KEPT.days,
    order=30,
)

# One bound: the words that the person agrees to do not move with the organisation.
HANDOVERS = Kind(
    "handovers",
    Text("Réponses aux passages de relais", "Answers to hand-overs"),
    Text(
        "Ce que la personne qui reçoit a écrit, et son nom. Ce qui a été partagé part à la réponse, ou après 8 jours.",
        "What the receiver wrote, and their name. What was shared goes at the answer, or after 8 days.",
    ),
    usual=ANSWER_KEPT.days,
    least=ANSWER_KEPT.days,
    most=ANSWER_KEPT.days,
    order=40,
)
