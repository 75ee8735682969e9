"""What leaves by e-mail to a receiver: the link, and one reminder. Neutral words, nothing of the person."""

from __future__ import annotations

import datetime as dt

from django.utils import formats, translation
from django.utils.translation import gettext

from prevenance.kit.clock import PARIS
from prevenance.mediation.choices import handover_words as words
from prevenance.mediation.choices.handover_states import REMINDED_AFTER
from prevenance.mediation.models import Handover
from prevenance.people import queries as people
from prevenance.people.choices.messages import Channel
from prevenance.people.operations import mail, outbox


def send_link(*, to: str, link: str) -> bool:
    """False on a site without a mail server: there the host reads the messages, and a link would open for them."""
    if mail.is_kept_on_site():
        return False
    told = gettext(
        "Hello,\n\nA team asks whether you can take over for somebody. One page says what it is about, and takes your "
        "answer; no account is needed:\n\n%(link)s\n\nThis link is for you alone, and opens for 8 days. "
        "You do not know why you receive it? Do nothing."
    )
    mail.send(to=to, subject=gettext("A hand-over waits for your answer"), body=told % {"link": link})
    return True


def put_reminder(row: Handover, *, email: str, language: str, at: dt.datetime) -> dt.datetime | None:
    """Leaves it in the outbox, once for each hand-over, for three days later; gives that instant. No link in it: a
    secret is kept nowhere, and whoever reads the outbox could open it.
    """
    due, organisation = at + REMINDED_AFTER, people.employers([row.organisation_id])[row.organisation_id][0]
    with translation.override(language):
        subject, text = (str(one) for one in words.reminder())
        told = {"made": _day(row.made_at), "until": _day(row.expires_at), "organisation": organisation}
    draft = outbox.Draft(
        key=f"{prefix(row.pk)}reminder",
        organisation=row.organisation_id,
        purpose="handover",
        agreed_at=at,
        channel=Channel.EMAIL,
        address=email,
        subject=subject,
        text=text.format(**told),
        due_at=due,
        not_after=row.expires_at,
        language=language,
        commune=row.commune_code,
    )
    return due if outbox.put(draft, at=at, link=lambda secret, language: "") else None


def no_reminder(number: object, *, at: dt.datetime) -> None:
    """It was answered, withdrawn, is over, or was said by other means: takes back what has not left."""
    outbox.withdraw(prefix(number), at=at)


def prefix(number: object) -> str:
    """Of the keys of one hand-over's messages."""
    return f"handover:{number}:"


def _day(moment: dt.datetime) -> str:
    return formats.date_format(moment.astimezone(PARIS).date(), "j F Y")
