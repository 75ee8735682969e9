"""Ways by which the site itself sends messages. None without the operator's settings: messages then wait on screen for
somebody of the team to send them by hand.

A sender says `NotSent` only when it is certain; whatever else goes wrong, nobody knows whether the message left.
"""

from __future__ import annotations

import contextlib
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
from typing import IO, Any, Protocol, Self
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from prevenance.people.choices.messages import Channel, Trouble
from prevenance.people.operations import outbox

log = logging.getLogger(__name__)
SECONDS = 20.0
BATCH = 50  # messages in one process's hands
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
    """By the operator's mail server. `Message-ID` is stable: a server that sees it twice may drop the second. As a
    context: one connection for many messages.
    """

    channel = Channel.EMAIL

    def __init__(self) -> None:
        self._is_kept = False
        self._kept: BaseEmailBackend | None = None

    def __enter__(self) -> Self:
        self._is_kept = True
        return self

    def __exit__(self, *error: object) -> None:
        self._is_kept = False
        self._close()

    def send(self, message: outbox.Leased) -> str:
        """As `Sender`."""
        words = message.content
        domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
        headers = {"Message-ID": f"<{message.id}@{domain}>", "Auto-Submitted": "auto-generated"}
        if words.stop:
            headers["List-Unsubscribe"] = f"<{words.stop}>"
        is_good = False
        try:
            mail = EmailMessage(
                words.subject,
                words.text,
                settings.DEFAULT_FROM_EMAIL,
                [words.address],
                headers=headers,
                connection=self._opened(),
            )
            mail.send()
            is_good = True
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            raise NotSent(Trouble.REFUSED, may_try_again=all(400 <= code < 500 for code in codes)) from None
        except smtplib.SMTPSenderRefused as error:
            raise NotSent(Trouble.MISCONFIGURED, may_try_again=error.smtp_code < 500) from None
        except smtplib.SMTPDataError as error:  # the server's answer to the whole message: it has not taken it
            raise NotSent(Trouble.REFUSED, may_try_again=error.smtp_code < 500) from None
        finally:
            if not (is_good and self._is_kept):
                self._close()
        return ""

    def _opened(self) -> BaseEmailBackend:
        """The connection kept, if the server still answers there; else a new one."""
        if self._kept is not None and not _answers(self._kept):
            self._close()
        if self._kept is None:
            self._kept = get_connection()
            try:
                self._kept.open()
            except (OSError, smtplib.SMTPException) as error:
                wrong = isinstance(error, smtplib.SMTPAuthenticationError)
                trouble = Trouble.MISCONFIGURED if wrong else Trouble.UNREACHABLE
                raise NotSent(trouble, may_try_again=True) from None
        return self._kept

    def _close(self) -> None:
        kept, self._kept = self._kept, None
        if kept is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):  # it has said what it had to
                kept.close()


def _answers(kept: BaseEmailBackend) -> bool:
    line = getattr(kept, "connection", None)  # smtplib's
    try:
        return line is not None and line.noop()[0] == 250
    except (OSError, smtplib.SMTPException):
        return False


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
    most: int = BATCH,
    still: Callable[[], dt.datetime] | None = None,
    may_go_on: Callable[[], bool] = lambda: True,
) -> int:
    """Sends at most `most` messages whose time has come; gives how many were taken: call again until 0. `still`: gives
    the instant as messages leave one after the other (`at` for all without it). `may_go_on`: asked before each; those
    that were not begun are given back.
    """
    taken = outbox.lease(at=at, most=most, channels=senders)
    settle: Callable[[], object] = _nothing
    with contextlib.ExitStack() as kept_open:
        for way in senders.values():
            if isinstance(way, contextlib.AbstractContextManager):
                kept_open.enter_context(way)
        for number, message in enumerate(taken):
            if not may_go_on():
                outbox.give_back(taken[number:])
                break
            moment = still() if still else at
            # One writing to the disk for the end of the last one and the beginning of this one: it bounds the speed.
            with transaction.atomic():
                settle()
                settle = _nothing
                is_begun = outbox.begin(message, at=moment)
            if is_begun:
                settle = _send(senders[message.channel], message, moment, still)
        settle()
    return len(taken)


def _nothing() -> None:
    pass


def _send(
    way: Sender, message: outbox.Leased, moment: dt.datetime, still: Callable[[], dt.datetime] | None
) -> Callable[[], object]:
    """Sends it, and gives what writes how it ended."""
    try:
        receipt = way.send(message)
    except NotSent as failure:
        trouble, again = failure.trouble, failure.may_try_again
        return lambda: outbox.mark_failed(message, at=moment, trouble=trouble, may_try_again=again)
    except Exception as error:
        log.warning("a message may have left or not (%s)", type(error).__name__)
        return lambda: outbox.mark_unknown(message, at=moment)
    ended = still() if still else moment
    return lambda: outbox.mark_sent(message, at=ended, receipt=receipt)


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
