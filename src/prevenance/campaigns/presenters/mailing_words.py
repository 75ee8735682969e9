"""What a mailing says, in the formats of the kit, with each one's own link to stop; and letters to print."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from prevenance.campaigns.choices.channels import septets
from prevenance.campaigns.choices.mailings import SMS_MOST
from prevenance.campaigns.choices.messages import RIGHT_TO_LEFT
from prevenance.campaigns.choices.reminders import known
from prevenance.campaigns.operations.putting import Links, Said, Worded
from prevenance.campaigns.presenters import kit_texts, kits, mailing_letters
from prevenance.campaigns.presenters.kit_texts import DoesNotFit, Voice
from prevenance.campaigns.queries.mailings import MailingKept
from prevenance.people.choices.messages import Channel
from prevenance.people.operations.outbox import STOP
from prevenance.people.queries.messages import Content

Absolute = Callable[[str], str]  # a path → the whole address
_SECRET = "x" * 22  # as long as the secret of a message


def links(absolute: Absolute) -> Links:
    """For what puts a mailing. `absolute`: a path → the whole address."""
    return Links(stop=lambda secret, language: absolute(_stop_path(secret, language)), worded=worded(absolute))


def worded(absolute: Absolute) -> Worded:
    """(mailing, language, short address) → its words; None where they do not hold."""

    def made(one: MailingKept, language: str, short: str) -> Said | None:
        try:
            return said(one, language, short, absolute)
        except DoesNotFit:
            return None

    return made


def said(one: MailingKept, language: str, short: str, absolute: Absolute) -> Said:
    """The words; `{stop}` where the link to stop goes.

    Raises:
        DoesNotFit
    """
    voice = _voice(one, language, short, absolute)
    formulas = known(language)
    with translation.override(formulas):
        if one.channel is Channel.SMS:
            link = absolute(_stop_path(_SECRET, formulas))
            stop = gettext("Stop: %(link)s") % {"link": STOP}
            text = kit_texts.sms(
                voice, stop=stop, most=SMS_MOST, measure=lambda told: septets(told.replace(STOP, link))
            )
            return Said("", text, language)
        if one.channel is Channel.EMAIL:
            stop = gettext("To receive no more of them, one press here: %(link)s") % {"link": STOP}
        else:
            mailing_letters.check(voice)
            stop = gettext("To receive no more letters, call us, or go to this address: %(link)s") % {"link": STOP}
        return Said(kit_texts.email_subject(voice), kit_texts.email_text(voice, stop=stop), language)


def letters(one: MailingKept, contents: Sequence[Content], short: str, absolute: Absolute) -> bytes:
    """One PDF in the format of the kit's letter, a sheet each; the address where the window of an envelope is.

    Raises:
        DoesNotFit: no phone to print.
    """
    voices = {language: _voice(one, language, short, absolute) for language in {each.language for each in contents}}
    sheets = [
        mailing_letters.Sheet(tuple(each.address.splitlines()), voices[each.language], each.stop) for each in contents
    ]
    return mailing_letters.pdf(sheets)


def specimen(one: MailingKept, language: str, short: str, absolute: Absolute) -> bytes:
    """The letter as it will be, without an address.

    Raises:
        DoesNotFit
    """
    with translation.override(known(language)):
        lines = gettext("Name of the person\nStreet\nPostal code and commune")
    stop = absolute(_stop_path(_SECRET, language))
    return letters(one, [Content(lines, "", "", stop, language)], short, absolute)


def _voice(one: MailingKept, language: str, short: str, absolute: Absolute) -> Voice:
    assert one.told is not None
    voice = kits.voice(one.campaign, one.told, language=language, absolute=absolute)
    page = absolute(kits.short_path(short, known(language)))  # the pages speak two languages
    direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
    return replace(voice, link=page, direction=direction)


def _stop_path(secret: str, language: str) -> str:
    with translation.override(known(language)):
        return reverse("messages:stop", args=[secret])
