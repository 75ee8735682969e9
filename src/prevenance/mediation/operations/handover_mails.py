"""The link of a hand-over by e-mail: neutral words, nothing of the person."""

from __future__ import annotations

from django.utils.translation import gettext

from prevenance.people.operations import mail


def send_link(*, to: str, link: str) -> bool:
    """False on a site without a mail server: there the host reads the messages, and a link would open for them."""
    if mail.is_kept_on_site():
        return False
    words = gettext(
        "Hello,\n\nA team asks whether you can take over for somebody. One page says what it is about, and takes your "
        "answer; no account is needed:\n\n%(link)s\n\nThis link is for you alone, and opens for 8 days. "
        "You do not know why you receive it? Do nothing."
    )
    mail.send(to=to, subject=gettext("A hand-over waits for your answer"), body=words % {"link": link})
    return True
