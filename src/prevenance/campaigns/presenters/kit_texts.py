"""The texts of a kit: made of whole sentences of the words that were published, and of our own neutral formulas.

Nothing is cut in the middle of a sentence: a text that does not hold is refused in words (`DoesNotFit`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext

from prevenance.campaigns.choices import readability
from prevenance.campaigns.choices.channels import (
    BULLETIN,
    RADIO_MOST,
    SMS_MOST,
    SOCIAL_MOST,
    Format,
    beginning,
    gsm,
    sentences,
    septets,
)
from prevenance.kit.templatetags.kit import short_date

CUT = "--------"  # what is above is for the team, what is below is to be passed on


class DoesNotFit(Exception):
    """The message does not hold in this format. `words`: why, and what to do."""

    def __init__(self, words: str) -> None:
        self.words = words
        super().__init__(words)


@dataclass(frozen=True, slots=True)
class Voice:
    """What a kit says, in one language. `sources`: (who, what, when). `until`: the last day to use it.

    `is_named`: the title says which care it is about: it stays off a text message and off a subject line.
    `links`: format → an address of its own, so that each is counted apart; `link` for the others. `mention`: what
    whoever receives something for it writes on the post, else "".
    """

    language: str
    direction: str
    title: str
    text: str
    easy: str
    not_said: str
    speaker: str
    phone: str
    phone_hours: str
    link: str
    sources: tuple[tuple[str, str, str], ...]
    number: int
    published_on: dt.date
    until: dt.date
    is_named: bool
    is_fictional: bool
    links: Mapping[Format, str] = field(default_factory=dict)
    mention: str = ""
    pictogram: str = ""

    def through(self, wanted: Format) -> Voice:
        """The same, with the address of this format."""
        return replace(self, link=self.links.get(wanted, self.link))

    @property
    def shown_link(self) -> str:
        """As it is printed and typed: without what nobody types."""
        return self.link.partition("://")[2] or self.link

    @property
    def told(self) -> list[str]:
        """The text as whole sentences."""
        return sentences(self.text)

    @property
    def source_line(self) -> str:
        """Who says so, and when: « Assurance Maladie (2024), Sénat (2022) »."""
        return ", ".join(dict.fromkeys(f"{who} ({when})" if when else who for who, _, when in self.sources))

    @property
    def stamp(self) -> str:
        """On every page and every text of a kit."""
        words = gettext("Version %(number)s, published on %(day)s. To be used until %(until)s, not after.")
        told = {"number": self.number, "day": short_date(self.published_on), "until": short_date(self.until)}
        if self.is_fictional:
            return f"{gettext('Example of a demonstration: do not pass on.')} {words % told}"
        return words % told

    @property
    def licence(self) -> str:
        """How the words may be taken again."""
        return gettext("These words may be copied as they are, with their source and their date.")


def sms(one: Voice, *, stop: str = "", most: int = SMS_MOST, measure: Callable[[str], int] = septets) -> str:
    """One message of 160 signs at most, without the name of a care, with a way to stop (`stop`: another one).

    Raises:
        DoesNotFit
    """
    stop = stop or gettext("To stop: answer STOP")
    call = f"{gettext('Tel.')} {one.phone}" if one.phone else ""
    neutral = gettext("some news about prevention")
    tried = [(neutral, call), (neutral, "")] if one.is_named else [(one.title, call), (neutral, call), (neutral, "")]
    for said, phone in tried:
        try:
            found = gsm(" ".join(filter(None, (f"{one.speaker}: {said}", one.link, phone, stop))))
        except ValueError as error:
            words = gettext("This language cannot be written in a single text message: send the link by another way.")
            raise DoesNotFit(words) from error
        if measure(found) <= most:
            return found
    words = gettext("Even with the shortest words, it takes %(many)s signs out of %(most)s: shorten who speaks.")
    raise DoesNotFit(words % {"many": measure(found), "most": most})


def email_subject(one: Voice) -> str:
    """It says nothing of health."""
    return gettext("A message from %(who)s") % {"who": one.speaker}


def email_text(one: Voice, *, stop: str = "") -> str:
    """The whole message; nothing is left out. `stop`: how to stop, in other words."""
    ending = [one.link]
    if one.phone:
        ending.append(gettext("Would you rather talk? %(phone)s") % {"phone": _phone(one)})
    parts = [
        gettext("Good day,"),
        one.title,
        one.text,
        gettext("What this message does not say: %(words)s") % {"words": one.not_said} if one.not_said else "",
        *ending,
        f"{gettext('Sources:')} {one.source_line}",
        one.speaker,
        stop or gettext("To receive no more of them: answer STOP."),
        one.stamp,
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def email_html(one: Voice) -> str:
    """The same, with headings; no image, no colour, nothing that counts who opens it."""
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in one.text.splitlines() if line.strip())
    limits = gettext("What this message does not say: %(words)s") % {"words": one.not_said}
    call = gettext("Would you rather talk? %(phone)s") % {"phone": _phone(one)}
    return (
        f'<!doctype html><html lang="{one.language}" dir="{one.direction}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(email_subject(one))}</title></head><body>'
        f"<p>{gettext('Good day,')}</p><h1>{escape(one.title)}</h1>{paragraphs}"
        + (f"<p>{escape(limits)}</p>" if one.not_said else "")
        + f'<p><a href="{escape(one.link)}">{gettext("Read it on our site")}</a></p>'
        + (f"<p>{escape(call)}</p>" if one.phone else "")
        + f"<p>{gettext('Sources:')} {escape(one.source_line)}</p><p>{escape(one.speaker)}<br>"
        f"{gettext('To receive no more of them: answer STOP.')}<br><small>{escape(one.stamp)}</small></p>"
        "</body></html>\n"
    )


def radio(one: Voice) -> str:
    """To be read aloud in thirty seconds."""
    call = gettext("To talk about it: %(phone)s.") % {"phone": one.phone} if one.phone else ""
    ending = " ".join(filter(None, (call, gettext("A message from %(who)s.") % {"who": one.speaker})))
    return _whole(
        one,
        ending,
        RADIO_MOST,
        lambda text: len(readability.words(text)),
        gettext("It would take more than thirty seconds (%(most)s words): write a shorter title or first sentence."),
    )


def social(one: Voice) -> str:
    """The text of a post, with its source and its address; what must be said first comes first."""
    ending = f"{one.link}\n{gettext('Source:')} {one.source_line}. {one.speaker}."
    above = f"{one.mention}\n" if one.mention else ""
    refused = gettext("It would take more than %(most)s signs: shorten the first sentence.")
    return above + _whole(one, ending, SOCIAL_MOST - len(above), len, refused)


def social_alt(one: Voice) -> str:
    """What the image shows, for those who do not see it."""
    words = gettext("Image with these words: “%(title)s”. Below: %(who)s, %(host)s.")
    said = words % {"title": one.title, "who": one.speaker, "host": one.shown_link}
    return f"{one.mention}. {said}" if one.mention else said


def bulletin(one: Voice) -> Mapping[str, str]:
    """length → text, of the lengths in which it holds.

    Raises:
        DoesNotFit: in none of them.
    """
    call = gettext("To talk about it: %(phone)s.") % {"phone": _phone(one)} if one.phone else ""
    ending = " ".join(filter(None, (call, one.link, f"({one.source_line})")))
    refused = gettext("It would take more than %(most)s signs: shorten the first sentence.")
    found = {}
    for name, most in BULLETIN.items():
        try:
            found[name] = _whole(one, ending, most, len, refused)
        except DoesNotFit as why:
            if most == max(BULLETIN.values()):
                raise DoesNotFit(why.words) from why
    return found


def files(one: Voice, wanted: Format) -> dict[str, str]:
    """file → text. What the team must know comes first, above a line.

    Raises:
        DoesNotFit, KeyError: not a format of text.
    """
    with translation.override("en" if one.language == "en" else "fr"):
        above = f"{one.stamp}\n{one.speaker}. {gettext('Source:')} {one.source_line}.\n{one.licence}\n"
        made = _MAKERS[wanted](one)
        return {
            name: told if name.endswith(".html") else f"{above}{note}\n{CUT}\n{told.rstrip()}\n"
            for name, (note, told) in made.items()
        }


def _sms_files(one: Voice) -> dict[str, tuple[str, str]]:
    told = sms(one)
    words = gettext("%(many)s signs out of %(most)s (GSM-7).") % {"many": septets(told), "most": SMS_MOST}
    return {"sms.txt": (words, told)}


def _email_files(one: Voice) -> dict[str, tuple[str, str]]:
    subject = f"{gettext('Subject:')} {email_subject(one)}"
    return {"email.txt": (subject, email_text(one)), "email.html": (subject, email_html(one))}


def _radio_files(one: Voice) -> dict[str, tuple[str, str]]:
    told = radio(one)
    many = len(readability.words(told))
    words = gettext("%(many)s words: about %(seconds)s seconds.") % {"many": many, "seconds": round(many * 0.4)}
    return {"radio.txt": (words, told)}


def _social_files(one: Voice) -> dict[str, tuple[str, str]]:
    return {"social.txt": (gettext("The text of the post; its image and the text for it are beside."), social(one))}


def _bulletin_files(one: Voice) -> dict[str, tuple[str, str]]:
    words, found = gettext("%(many)s signs."), bulletin(one)
    missing = [str(most) for name, most in BULLETIN.items() if name not in found]
    if missing:
        words += " " + gettext("It does not hold in %(most)s signs.").replace("%(most)s", ", ".join(missing))
    return {f"bulletin-{name}.txt": (words % {"many": len(told)}, told) for name, told in found.items()}


_MAKERS: Mapping[Format, Callable[[Voice], dict[str, tuple[str, str]]]] = {
    Format.SMS: _sms_files,
    Format.EMAIL: _email_files,
    Format.RADIO: _radio_files,
    Format.SOCIAL: _social_files,
    Format.BULLETIN: _bulletin_files,
}


def _whole(one: Voice, ending: str, most: int, measure: Callable[[str], int], refused: str) -> str:
    """The title, as many whole sentences as hold, and the ending. At least one sentence.

    Raises:
        DoesNotFit
    """
    opening = one.title if one.title.endswith((".", "?", "!")) else f"{one.title}."
    many = 0
    while many < len(one.told) and measure(f"{opening}\n{' '.join(one.told[: many + 1])}\n{ending}") <= most:
        many += 1
    many = _answered(one.told, many)
    if not many:
        raise DoesNotFit(refused % {"most": most})
    return f"{opening}\n{' '.join(one.told[:many])}\n{ending}"


def _answered(told: list[str], many: int) -> int:
    """How many sentences to keep so that no question is left without what answers it."""
    while 0 < many < len(told) and told[many - 1].endswith("?"):
        many -= 1
    return many


def lead(one: Voice, most: int) -> list[str]:
    """The first whole sentences, for papers, line by line as they were written; one sentence at least."""
    kept = beginning(one.told, most)
    many = next((at for at in range(len(one.told) + 1) if " ".join(one.told[:at]) == kept), 0)
    many = _answered(one.told, many) or 1 + next((at for at, said in enumerate(one.told) if not said.endswith("?")), 0)
    found: list[str] = []
    for line in filter(None, one.text.splitlines()):
        told = sentences(line)[:many]
        found += [" ".join(told)] if told else []
        many -= len(told)
    return found


def _phone(one: Voice) -> str:
    return f"{one.phone} ({one.phone_hours})" if one.phone_hours else one.phone
