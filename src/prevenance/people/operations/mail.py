"""Messages to agents: by the operator's mail server, or kept on the site for its host to read when there is none.

Without a mail server the host could open the accounts of others with the links read there: docs/operating.md says so,
the page says so, and each reading is journaled.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from prevenance.kit import clock
from prevenance.people.choices.kept import SITE_MESSAGES
from prevenance.people.models import OutgoingMail

KEPT = dt.timedelta(days=SITE_MESSAGES.usual)
KEPT_ON_SITE = "prevenance.people.operations.mail.Outbox"
log = logging.getLogger(__name__)


class Outbox(BaseEmailBackend):
    """Django's mail backend of a site without a mail server: a table, emptied after a week."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        # Django gives a backend no instant: like a command, it is at the edge and reads the clock.
        at = clock.now()
        OutgoingMail.objects.filter(made_at__lt=at - KEPT).delete()
        for message in email_messages:
            for recipient in message.recipients():
                OutgoingMail.objects.create(
                    recipient=recipient, subject=str(message.subject), body=str(message.body), made_at=at
                )
        return len(email_messages)


def is_kept_on_site() -> bool:
    """Whether messages stay here, to be read by the host."""
    return str(settings.EMAIL_BACKEND) == KEPT_ON_SITE


def send(*, to: str, subject: str, body: str) -> None:
    """Sends once the transaction is over. A real server is spoken to aside: its slowness must not tell who has an
    account here.
    """
    message = EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [to])
    if "smtp" in str(settings.EMAIL_BACKEND):
        transaction.on_commit(threading.Thread(target=_deliver, args=(message,)).start)
    else:
        transaction.on_commit(lambda: _deliver(message))


def _deliver(message: EmailMessage) -> None:
    try:
        message.send()
    except OSError:  # smtplib's errors are of this kind
        log.exception("a message could not be sent")  # the formatter writes neither its words nor its recipient


def forget_old(*, at: dt.datetime) -> int:
    """Erases what is older than a week."""
    return OutgoingMail.objects.filter(made_at__lt=at - KEPT).delete()[0]
