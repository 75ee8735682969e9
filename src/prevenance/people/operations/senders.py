"""Ways by which the site itself sends messages. None without the operator's settings: messages then wait on screen for
somebody of the team to send them by hand.

A sender says `NotSent` only when it is certain; whatever else goes wrong, nobody knows whether the message left.
"""

from __future__ import annotations

import datetime as dt
import http.client
import json
import logging
import smtplib
import socket
import ssl
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from typing import IO, Any, Protocol
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from prevenance.people.choices.messages import Channel, Trouble
from prevenance.people.operations import outbox

log = logging.getLogger(__name__)
SECONDS = 20.0
ANSWER_MOST = 64 * 1024
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class NotSent(Exception):
    """It certainly did not leave. `may_try_again`: the same message could leave later."""

    def __init__(self, trouble: Trouble, *, may_try_again: bool) -> None:
        self.trouble, self.may_try_again = trouble, may_try_again
        super().__init__(str(trouble))


class Misconfigured(Exception):
    """The operator's settings say nothing that can be followed; in words."""


class Sender(Protocol):
    """One way. Called once for each message, never twice for one that may have left."""

    channel: Channel

    def send(self, message: outbox.Leased) -> str:
        """Gives a receipt (the other side's number, or "").

        Raises:
            NotSent: certain. Any other exception: nobody knows.
        """


class Mail:
    """By the operator's mail server. `Message-ID` is stable: a server that sees it twice may drop the second."""

    channel = Channel.EMAIL

    def send(self, message: outbox.Leased) -> str:
        """As `Sender`."""
        words = message.content
        domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
        headers = {"Message-ID": f"<{message.id}@{domain}>", "Auto-Submitted": "auto-generated"}
        if words.stop:
            headers["List-Unsubscribe"] = f"<{words.stop}>"
        connection: BaseEmailBackend = get_connection()
        mail = EmailMessage(
            words.subject,
            words.text,
            settings.DEFAULT_FROM_EMAIL,
            [words.address],
            headers=headers,
            connection=connection,
        )
        try:
            connection.open()
        except (OSError, smtplib.SMTPException) as error:
            wrong = isinstance(error, smtplib.SMTPAuthenticationError)
            trouble = Trouble.MISCONFIGURED if wrong else Trouble.UNREACHABLE
            raise NotSent(trouble, may_try_again=True) from None
        try:
            mail.send()
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            raise NotSent(Trouble.REFUSED, may_try_again=all(400 <= code < 500 for code in codes)) from None
        except smtplib.SMTPSenderRefused as error:
            raise NotSent(Trouble.MISCONFIGURED, may_try_again=error.smtp_code < 500) from None
        except smtplib.SMTPDataError as error:  # the server's answer to the whole message: it has not taken it
            raise NotSent(Trouble.REFUSED, may_try_again=error.smtp_code < 500) from None
        finally:
            connection.close()
        return ""


class SmsGateway:
    """Any gateway that takes a POST of JSON. `{to}`, `{text}` and `{key}` (the same for a message sent again) are put
    into the body's texts; only `{key}` into the address: servers write addresses in their logs.
    """

    channel = Channel.SMS

    def __init__(self, url: str, body: str, headers: Mapping[str, str]) -> None:
        where = urlsplit(url)
        if where.scheme != "https" and not (where.scheme == "http" and where.hostname in LOOPBACK):
            raise Misconfigured("PREVENANCE_SMS_URL: it must begin with https://")
        if "{to}" in url or "{text}" in url:
            raise Misconfigured("PREVENANCE_SMS_URL: neither {to} nor {text}; they go in PREVENANCE_SMS_BODY")
        try:
            self.body: Any = json.loads(body)
        except ValueError:
            raise Misconfigured("PREVENANCE_SMS_BODY: it is not JSON") from None
        if "{to}" not in body or "{text}" not in body:
            raise Misconfigured("PREVENANCE_SMS_BODY: {to} and {text} must be in it")
        self.url, self.headers = url, dict(headers)

    def send(self, message: outbox.Leased) -> str:
        """As `Sender`."""
        key = str(message.id)
        values = {"{to}": message.content.address, "{text}": message.content.text, "{key}": key}
        request = urllib.request.Request(  # noqa: S310  # __init__ accepts https, and http to this machine
            self.url.replace("{key}", quote(key)),
            data=json.dumps(_filled(self.body, values)).encode(),
            headers={"Content-Type": "application/json", "Idempotency-Key": key, **self.headers},
            method="POST",
        )
        try:
            with _opener.open(request, timeout=SECONDS) as answer:
                return _number(answer)
        except urllib.error.HTTPError as error:
            code = error.code
            error.close()
            if code in (429, 503):
                raise NotSent(Trouble.UNREACHABLE, may_try_again=True) from None
            if code in (401, 403, 404, 405) or 300 <= code < 400:
                raise NotSent(Trouble.MISCONFIGURED, may_try_again=True) from None
            if 400 <= code < 500 and code != 408:
                raise NotSent(Trouble.REFUSED, may_try_again=False) from None
            raise  # an error of theirs may come after the message left
        except urllib.error.URLError as error:
            # Of what urllib wraps, these happen before a byte of the message is sent; a silence may come after.
            if isinstance(error.reason, ConnectionRefusedError | socket.gaierror):
                raise NotSent(Trouble.UNREACHABLE, may_try_again=True) from None
            if isinstance(error.reason, ssl.SSLCertVerificationError):
                raise NotSent(Trouble.MISCONFIGURED, may_try_again=True) from None
            raise


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A number never goes where the operator did not say."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> None:
        return None


_opener = urllib.request.build_opener(_NoRedirect)


def configured() -> dict[Channel, Sender]:
    """The ways that the operator opened.

    Raises:
        Misconfigured
    """
    found: dict[Channel, Sender] = {}
    if "smtp" in str(settings.EMAIL_BACKEND):
        found[Channel.EMAIL] = Mail()
    if settings.PREVENANCE_SMS_URL:
        found[Channel.SMS] = SmsGateway(
            settings.PREVENANCE_SMS_URL, settings.PREVENANCE_SMS_BODY, _headers(settings.PREVENANCE_SMS_HEADERS)
        )
    return found


def automatic() -> frozenset[Channel]:
    """The channels of `configured`, without their settings being read through."""
    found = {Channel.EMAIL} if "smtp" in str(settings.EMAIL_BACKEND) else set()
    return frozenset(found | ({Channel.SMS} if settings.PREVENANCE_SMS_URL else set()))


def drain(
    senders: Mapping[Channel, Sender],
    *,
    at: dt.datetime,
    most: int = 20,
    still: Callable[[], dt.datetime] | None = None,
) -> int:
    """Sends at most `most` messages whose time has come; gives how many were taken: call again until 0. `still`: gives
    the instant as messages leave one after the other (`at` for all without it).
    """
    taken = outbox.lease(at=at, most=most, channels=senders)
    for message in taken:
        moment = still() if still else at
        if not outbox.begin(message, at=moment):
            continue
        try:
            receipt = senders[message.channel].send(message)
        except NotSent as failure:
            outbox.mark_failed(message, at=moment, trouble=failure.trouble, may_try_again=failure.may_try_again)
        except Exception as error:
            log.warning("a message may have left or not (%s)", type(error).__name__)
            outbox.mark_unknown(message, at=moment)
        else:
            outbox.mark_sent(message, at=still() if still else at, receipt=receipt)
    return len(taken)


def _filled(given: Any, values: Mapping[str, str]) -> Any:
    if isinstance(given, dict):
        return {key: _filled(one, values) for key, one in given.items()}
    if isinstance(given, list):
        return [_filled(one, values) for one in given]
    if not isinstance(given, str):
        return given
    # In one pass: a `{key}` typed in the words stays as it was typed.
    parts, rest = [], given
    while rest:
        at, name = min(((rest.find(name), name) for name in values if name in rest), default=(-1, ""))
        if at < 0:
            break
        parts += [rest[:at], values[name]]
        rest = rest[at + len(name) :]
    return "".join(parts) + rest


def _number(answer: IO[bytes]) -> str:
    """The message's number at the gateway, when the answer has one. It said yes: nothing here makes that doubtful."""
    try:
        read = json.loads(answer.read(ANSWER_MOST))
    except (ValueError, http.client.HTTPException, OSError):
        return ""
    if not isinstance(read, dict):
        return ""
    found = next((read[name] for name in ("id", "message_id", "messageId") if name in read), "")
    return str(found)[:100] if isinstance(found, str | int) else ""


def _headers(text: str) -> dict[str, str]:
    """`Name: value`, one a line or separated by `|`."""
    pairs = (line.partition(":") for line in text.replace("|", "\n").splitlines() if line.strip())
    return {name.strip(): value.strip() for name, _, value in pairs}
