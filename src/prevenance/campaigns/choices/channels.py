"""The formats of a kit, and how long each may be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from prevenance.kit.texts import Text

SMS_MOST = 160  # septets of one message
RADIO_MOST = 75  # words: 30 seconds at 150 words a minute
SOCIAL_MOST = 500  # characters
BULLETIN: Mapping[str, int] = {"short": 350, "medium": 900, "long": 3200}  # characters
_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_TWICE = frozenset("^{}\\[~]|€")  # each counts for two
_END = re.compile(r"(?<=[.!?…])(?<![A-Z]\.)(?<!\bDr\.)(?<!\betc\.)[  \s]+(?=[A-ZÀ-ÖØ-ÞŒ«“\"(0-9])")


class Format(StrEnum):
    """What a kit is made of; the value is the name of its file, without its ending."""

    POSTER_A3 = "poster-a3"
    POSTER_A4 = "poster-a4"
    LEAFLET = "leaflet"
    CARDS = "cards"
    LETTER = "letter"
    SMS = "sms"
    EMAIL = "email"
    RADIO = "radio"
    SOCIAL = "social"
    BULLETIN = "bulletin"


class Channel(StrEnum):
    """By what the team itself passes a message on; the value is kept in tables. A3 and A4 posters hang side by side."""

    POSTER = "poster"
    LEAFLET = "leaflet"
    CARD = "card"
    LETTER = "letter"
    SMS = "sms"
    EMAIL = "email"
    RADIO = "radio"
    SOCIAL = "social"
    BULLETIN = "bulletin"


CHANNELS: Mapping[Format, Channel] = {
    Format.POSTER_A3: Channel.POSTER,
    Format.POSTER_A4: Channel.POSTER,
    Format.CARDS: Channel.CARD,
    **{Format(one): Channel(one) for one in ("leaflet", "letter", "sms", "email", "radio", "social", "bulletin")},
}
CHANNEL_NAMES: Mapping[Channel, Text] = {
    Channel.POSTER: Text("Affiche", "Poster"),
    Channel.LEAFLET: Text("Dépliant", "Leaflet"),
    Channel.CARD: Text("Carte", "Card"),
    Channel.LETTER: Text("Lettre", "Letter"),
    Channel.SMS: Text("SMS", "Text message"),
    Channel.EMAIL: Text("E-mail", "E-mail"),
    Channel.RADIO: Text("Radio", "Radio"),
    Channel.SOCIAL: Text("Réseaux sociaux", "Social networks"),
    Channel.BULLETIN: Text("Bulletin municipal", "Municipal bulletin"),
}
PAPERS: Mapping[Format, int] = {  # format → pages at most
    Format.POSTER_A3: 1,
    Format.POSTER_A4: 1,
    Format.LEAFLET: 2,
    Format.CARDS: 1,
    Format.LETTER: 2,
}
NAMES: Mapping[Format, Text] = {
    Format.POSTER_A3: Text("Affiche A3", "A3 poster"),
    Format.POSTER_A4: Text("Affiche A4", "A4 poster"),
    Format.LEAFLET: Text("Dépliant (A4 plié en deux)", "Leaflet (A4 folded once)"),
    Format.CARDS: Text("Cartes pour le marché (4 par page)", "Market-day cards (4 a page)"),
    Format.LETTER: Text("Lettre, avec code et téléphone", "Letter, with a code and a phone number"),
    Format.SMS: Text("SMS", "Text message"),
    Format.EMAIL: Text("E-mail", "E-mail"),
    Format.RADIO: Text("Texte pour la radio (30 secondes)", "Radio text (30 seconds)"),
    Format.SOCIAL: Text("Réseaux sociaux : texte et image", "Social networks: text and image"),
    Format.BULLETIN: Text("Bulletin municipal (3 longueurs)", "Municipal bulletin (3 lengths)"),
}


def sentences(text: str) -> list[str]:
    """Whole sentences, with all their signs; a new line ends one. Joined by spaces they give the text again."""
    return [one.strip() for line in text.splitlines() for one in _END.split(line) if one.strip()]


def beginning(told: list[str], most: int) -> str:
    """As many whole sentences as hold in `most` characters; "" when not even the first one does."""
    kept = ""
    for one in told:
        longer = f"{kept} {one}".strip()
        if len(longer) > most:
            break
        kept = longer
    return kept


_PLAIN = str.maketrans(
    {
        **dict.fromkeys("’‘", "'"),
        **dict.fromkeys("“”«»", '"'),
        **dict.fromkeys("–—", "-"),
        **dict.fromkeys("\u00a0\u202f\u2009", " "),
        "…": "...",
        "œ": "oe",
        "Œ": "OE",
        "ç": "c",
        **dict(zip("âêîôûëïÿÀÂÈÊËÎÏÔÙÛÜáíóúÁÍÓÚ", "aeioueiyAAEEEIIOUUUaiouAIOU", strict=True)),
    }
)


def gsm(text: str) -> str:
    """With the signs of a text message only (GSM 03.38): accents that it has not are left out.

    Raises:
        ValueError: a sign that cannot be written so, such as Arabic.
    """
    close = re.sub(r"\s*»", '"', re.sub(r"«\s*", '"', text))
    found = close.translate(_PLAIN)
    if strange := set(found) - _GSM - _GSM_TWICE:
        raise ValueError("".join(sorted(strange)))
    return found


def septets(text: str) -> int:
    """How much of a text message it takes."""
    return sum(2 if one in _GSM_TWICE else 1 for one in text)
