"""Ways by which the site sends: what the other side answers is believed only when it is certain."""

from __future__ import annotations

import socketserver
import threading
import urllib.error
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from prevenance.people.choices.messages import Channel, Trouble
from prevenance.people.operations import outbox, senders
from prevenance.people.queries.messages import Content
from tests.gateway import Gateway
from tests.gateway import gateway as opened

BODY = '{"messages": [{"to": "{to}", "content": "{text}", "flags": [1, true]}], "ref": "{key}"}'
WORDS = 'Rappel « demain » : {to} "guillemets", {key}'


def message(channel: Channel = Channel.SMS, address: str = "+33639980001") -> outbox.Leased:
    content = Content(address, "Votre rendez-vous", WORDS, "https://exemple.test/arreter/x/")
    return outbox.Leased(uuid.uuid4(), uuid.uuid4(), channel, content)


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with opened() as one:
        yield one


def sender(url: str) -> senders.SmsGateway:
    return senders.SmsGateway(url, BODY, {"Authorization": "Bearer x"})


def test_the_body_is_filled_as_json_whatever_the_words_hold(gateway: Gateway) -> None:
    one = message()
    assert sender(gateway.url).send(one) == "r-1"
    (taken,) = gateway.taken
    assert taken["messages"] == [{"to": "+33639980001", "content": WORDS, "flags": [1, True]}]
    assert taken["ref"] == taken["key"] == str(one.id)


@pytest.mark.parametrize(
    ("status", "trouble", "again"),
    [
        (400, Trouble.REFUSED, False),
        (422, Trouble.REFUSED, False),
        (429, Trouble.UNREACHABLE, True),
        (503, Trouble.UNREACHABLE, True),
        (401, Trouble.MISCONFIGURED, True),
        (302, Trouble.MISCONFIGURED, True),
    ],
)
def test_a_refusal_is_certain(gateway: Gateway, status: int, trouble: Trouble, again: bool) -> None:
    gateway.status = status
    with pytest.raises(senders.NotSent) as raised:
        sender(gateway.url).send(message())
    assert (raised.value.trouble, raised.value.may_try_again) == (trouble, again)


@pytest.mark.parametrize("status", [500, 502, 408])
def test_an_error_of_theirs_leaves_a_doubt(gateway: Gateway, status: int) -> None:
    gateway.status = status
    with pytest.raises(urllib.error.HTTPError):
        sender(gateway.url).send(message())


def test_silence_leaves_a_doubt_and_a_closed_door_does_not(gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(senders, "SECONDS", 0.3)
    gateway.stuck_after = 0
    with pytest.raises(TimeoutError):
        sender(gateway.url).send(message())
    gateway.server.server_close()
    gateway.server.shutdown()
    with pytest.raises(senders.NotSent) as raised:
        sender(gateway.url).send(message())
    assert raised.value.trouble == Trouble.UNREACHABLE


@pytest.mark.parametrize(
    ("url", "body"),
    [
        ("http://passerelle.exemple.test/sms", BODY),
        ("file:///etc/passwd", BODY),
        ("https://passerelle.exemple.test/{to}", BODY),
        ("https://passerelle.exemple.test/", "not json {to} {text}"),
        ("https://passerelle.exemple.test/", '{"to": "{to}"}'),
    ],
)
def test_settings_that_cannot_be_followed_are_told(url: str, body: str) -> None:
    with pytest.raises(senders.Misconfigured, match="PREVENANCE_SMS_"):
        senders.SmsGateway(url, body, {})


def test_no_way_is_open_without_settings(settings: object) -> None:
    assert senders.configured() == {} and senders.automatic() == frozenset()
    settings.PREVENANCE_SMS_URL = "https://passerelle.exemple.test/"  # type: ignore[attr-defined]
    settings.PREVENANCE_SMS_BODY = BODY  # type: ignore[attr-defined]
    settings.PREVENANCE_SMS_HEADERS = "Authorization: Bearer a:b | X-One: 1"  # type: ignore[attr-defined]
    (way,) = senders.configured().values()
    assert isinstance(way, senders.SmsGateway)
    assert way.headers == {"Authorization": "Bearer a:b", "X-One": "1"}
    assert senders.automatic() == {Channel.SMS}


@dataclass
class Post:
    """A mail server of three verbs. `answers`: by verb, instead of yes; `vanishes`: closes after the last dot."""

    port: int = 0
    answers: dict[str, str] = field(default_factory=dict)
    vanishes: bool = False
    taken: list[str] = field(default_factory=list)


@pytest.fixture
def post(settings: object) -> Iterator[Post]:
    one = Post()

    class Handler(socketserver.StreamRequestHandler):
        def say(self, words: str) -> None:
            self.wfile.write(words.encode() + b"\r\n")

        def handle(self) -> None:
            self.say("220 here")
            while line := self.rfile.readline():
                verb = line.split()[0].decode().upper().rstrip(":")
                if verb == "DATA" and "DATA" not in one.answers:
                    self.say("354 go on")
                    lines = list(iter(self.rfile.readline, b".\r\n"))
                    one.taken.append(b"".join(lines).decode())
                    if one.vanishes:
                        return None
                    self.say(one.answers.get("DOT", "250 taken"))
                elif verb == "QUIT":
                    return self.say("221 bye")
                else:
                    self.say(one.answers.get(verb, "250 yes"))
            return None

    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
    one.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", one.port, False  # type: ignore[attr-defined]
    settings.DEFAULT_FROM_EMAIL = "Prévenance <bonjour@exemple.fr>"  # type: ignore[attr-defined]
    yield one
    server.shutdown()
    server.server_close()
    thread.join()


def mail() -> outbox.Leased:
    return message(Channel.EMAIL, "sam@exemple.fr")


def test_a_mail_leaves_with_a_stable_number_and_a_way_to_stop(post: Post) -> None:
    one = mail()
    (way,) = senders.configured().values()
    way.send(one)
    (taken,) = post.taken
    assert f"Message-ID: <{one.id}@exemple.fr>" in taken
    assert "List-Unsubscribe: <https://exemple.test/arreter/x/>" in taken
    assert "Subject: Votre rendez-vous" in taken


@pytest.mark.parametrize(
    ("answers", "trouble", "again"),
    [
        ({"RCPT": "550 unknown"}, Trouble.REFUSED, False),
        ({"RCPT": "451 later"}, Trouble.REFUSED, True),
        ({"MAIL": "550 not you"}, Trouble.MISCONFIGURED, False),
        ({"DOT": "554 no"}, Trouble.REFUSED, False),
        ({"DOT": "451 later"}, Trouble.REFUSED, True),
    ],
)
def test_what_the_mail_server_refuses_has_not_left(
    post: Post, answers: dict[str, str], trouble: Trouble, again: bool
) -> None:
    post.answers = answers
    with pytest.raises(senders.NotSent) as raised:
        senders.Mail().send(mail())
    assert (raised.value.trouble, raised.value.may_try_again) == (trouble, again)


def test_a_mail_server_that_vanishes_after_the_last_word_leaves_a_doubt(post: Post) -> None:
    post.vanishes = True
    with pytest.raises(Exception) as raised:  # whatever it is, but not a certainty
        senders.Mail().send(mail())
    assert not isinstance(raised.value, senders.NotSent) and len(post.taken) == 1


def test_a_mail_server_that_is_away_is_tried_later(settings: object, post: Post) -> None:
    settings.EMAIL_PORT = 1  # type: ignore[attr-defined]
    with pytest.raises(senders.NotSent) as raised:
        senders.Mail().send(mail())
    assert (raised.value.trouble, raised.value.may_try_again) == (Trouble.UNREACHABLE, True)
