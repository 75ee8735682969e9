"""How long this room keeps what is not a record, in words: the same for every organisation."""

from __future__ import annotations

from prevenance.kit.retention import Kind
from prevenance.kit.texts import Text

JOURNAL = Kind(
    "journal",
    Text("Journal : qui a fait quoi, quand", "Journal: who did what, when"),
    Text("Il ne contient ni nom de personne, ni contenu.", "It holds no name of a person, and no content."),
    usual=3 * 365,
    least=3 * 365,
    most=3 * 365,
    order=90,
)
SITE_MESSAGES = Kind(
    "site_messages",
    Text("Messages à l'équipe, sur un site sans serveur de courrier", "Messages to the team, without a mail server"),
    Text("Le temps de les lire.", "The time to read them."),
    usual=7,
    least=7,
    most=7,
    order=95,
)
MESSAGES = Kind(
    "messages",
    Text("Messages envoyés aux personnes : leur texte et leur adresse", "Messages to people: their words and address"),
    Text(
        "Le temps de voir ceux qui ne sont pas partis. Le lien pour n'en plus recevoir s'ouvre encore trois mois.",
        "The time to see those which did not leave. The link to receive no more opens for three months.",
    ),
    usual=7,
    least=7,
    most=7,
    order=80,
)
