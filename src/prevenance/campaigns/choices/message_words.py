"""What the values of a message are called, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from prevenance.campaigns.choices.messages import Hindrance, Intent, MessageState, Understood, Verdict
from prevenance.kit.texts import Text

STATES: Mapping[MessageState, Text] = {
    MessageState.DRAFT: Text("brouillon", "draft"),
    MessageState.IN_REVIEW: Text("en relecture", "in review"),
    MessageState.REVIEWED: Text("relu par un professionnel", "reviewed by a professional"),
    MessageState.TRIED: Text("essayé par des habitants", "tried by residents"),
    MessageState.PUBLISHED: Text("publié", "published"),
    MessageState.WITHDRAWN: Text("retiré", "withdrawn"),
    MessageState.OUTDATED: Text("source trop ancienne", "source too old"),
}
INTENTS: Mapping[Intent, Text] = {
    Intent.INFORM: Text("Informer", "Inform"),
    Intent.REASSURE: Text("Rassurer", "Reassure"),
    Intent.INVITE: Text("Inviter à faire quelque chose", "Invite to do something"),
    Intent.WARN: Text("Mettre en garde contre une arnaque", "Warn of a scam"),
    Intent.EXPLAIN_RIGHT: Text("Expliquer un droit", "Explain a right"),
}
HINDRANCES: Mapping[Hindrance, Text] = {
    Hindrance.NOT_REVIEWED: Text(
        "Aucun professionnel n'a relu cette version.", "No professional has reviewed this version."
    ),
    Hindrance.NO_SOURCE: Text("Il n'y a pas de source.", "There is no source."),
    Hindrance.SOURCE_OUTDATED: Text(
        "Une source est trop ancienne : la regarder de nouveau et écrire la date.",
        "A source is too old: look at it again and write the date.",
    ),
    Hindrance.SOURCE_UNCONFIRMED: Text(
        "Aucune source n'est confirmée : en trouver une qui l'est.", "No source is confirmed: find one that is."
    ),
    Hindrance.WITHDRAWN: Text("Le message est retiré.", "The message is withdrawn."),
    Hindrance.OUTDATED: Text(
        "Le message est marqué comme trop ancien : écrire une nouvelle version.",
        "The message is marked as too old: write a new version.",
    ),
    Hindrance.NO_WORDS: Text("Il n'est pas écrit dans cette langue.", "It is not written in this language."),
    Hindrance.TRANSLATION_STALE: Text(
        "Le français a changé depuis la traduction.", "The French has changed since the translation."
    ),
    Hindrance.TRANSLATION_UNREAD: Text("Personne n'a relu la traduction.", "Nobody has read the translation again."),
    Hindrance.ONLY_AN_EXAMPLE: Text("C'est un exemple, non relu.", "It is an example, not reviewed."),
}
UNDERSTOOD: Mapping[Understood, Text] = {
    Understood.YES: Text("Oui", "Yes"),
    Understood.PARTLY: Text("En partie", "Partly"),
    Understood.NO: Text("Non", "No"),
}
VERDICTS: Mapping[Verdict, Text] = {
    Verdict.ACCEPTED: Text("J'accepte ce message", "I accept this message"),
    Verdict.TO_CHANGE: Text("Il faut le changer", "It needs a change"),
}
SOURCE_STATUSES: Mapping[str, Text] = {
    "V": Text("lue sur une page officielle", "read on an official page"),
    "S": Text("lue dans la presse ou chez un professionnel", "read in the press or from a professional"),
    "P": Text("confirmée en partie", "partly confirmed"),
    "U": Text("à confirmer", "to be confirmed"),
}
PICTOGRAMS: Mapping[str, Text] = {
    "hands": Text("des mains", "hands"),
    "conversation": Text("une conversation", "a conversation"),
    "shield": Text("un bouclier", "a shield"),
    "calendar": Text("un calendrier", "a calendar"),
    "paper": Text("un papier", "a paper"),
    "people": Text("des personnes", "people"),
    "place": Text("un lieu", "a place"),
    "phone": Text("un téléphone", "a phone"),
    "checkup": Text("un bilan de santé", "a check-up"),
    "vaccine": Text("un vaccin", "a vaccine"),
    "flu": Text("la grippe", "flu"),
    "intestine": Text("l'intestin", "the bowel"),
    "breast": Text("un sein", "a breast"),
    "heart": Text("un cœur", "a heart"),
    "tooth": Text("une dent", "a tooth"),
    "no_smoking": Text("une cigarette barrée", "a crossed-out cigarette"),
}
