"""Signing in: by a link that only a press uses up, by a password, with a second step; and signing out."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pyotp
import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from prevenance.kit import clock
from prevenance.people import operations, queries
from prevenance.people.models import Account, Attempt, Entry, OpenSession, SignInLink
from prevenance.people.operations import sessions
from tests import agents

pytestmark = pytest.mark.django_db
GOOD = "quatre petits chats gris"


@pytest.fixture
def cast() -> agents.Cast:
    return agents.play()


def link_of(message: Any) -> str:
    found = re.search(r"https?://localhost(/\S+)", message.body)
    assert found
    return found.group(1)


def ask(visitor: Client, email: str, capture: Any) -> Any:
    with capture(execute=True):
        return visitor.post(reverse("people:sign-in"), {"email": email, "go": "link"})


def test_a_link_opens_the_account_once(
    visitor: Client, cast: agents.Cast, django_capture_on_commit_callbacks: Any
) -> None:
    answer = ask(visitor, "Alice@Exemple.fr ", django_capture_on_commit_callbacks)
    assert answer.status_code == 302
    assert [one.to for one in mail.outbox] == [["alice@exemple.fr"]]
    address = link_of(mail.outbox[0])
    assert visitor.get(address).status_code == 200
    assert visitor.get(address).status_code == 200, "looking uses nothing up: mail scanners look too"
    assert not OpenSession.objects.exists()
    opened = visitor.post(address)
    assert opened.status_code == 302
    cookie = opened.cookies["team"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 12 * 3600)
    assert visitor.get(reverse("people:home")).status_code == 200
    assert Client(headers={"host": "localhost", "sec-fetch-site": "same-origin"}).post(address).status_code == 404


def test_neither_the_table_nor_the_journal_holds_the_secret_of_a_link_or_of_a_session(
    visitor: Client, cast: agents.Cast, django_capture_on_commit_callbacks: Any
) -> None:
    ask(visitor, "alice@exemple.fr", django_capture_on_commit_callbacks)
    secret = link_of(mail.outbox[0]).strip("/").rpartition("/")[2]
    assert SignInLink.objects.get().secret_digest != secret
    visitor.post(link_of(mail.outbox[0]))
    assert OpenSession.objects.get().secret_digest != visitor.cookies["team"].value
    assert "exemple" not in str(list(Entry.objects.values()))


def test_a_link_is_too_old_after_a_quarter_of_an_hour(
    visitor: Client, cast: agents.Cast, django_capture_on_commit_callbacks: Any
) -> None:
    ask(visitor, "alice@exemple.fr", django_capture_on_commit_callbacks)
    address = link_of(mail.outbox[0])
    with time_machine.travel(clock.now() + dt.timedelta(minutes=15), tick=False):
        assert visitor.get(address).status_code == 404
        assert visitor.post(address).status_code == 404


def test_nothing_tells_whether_an_email_has_an_account(
    visitor: Client, cast: agents.Cast, django_capture_on_commit_callbacks: Any
) -> None:
    known = ask(visitor, "alice@exemple.fr", django_capture_on_commit_callbacks)
    unknown = ask(visitor, "personne@exemple.fr", django_capture_on_commit_callbacks)
    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    assert len(mail.outbox) == 1
    pages = []
    for email in ("alice@exemple.fr", "personne@exemple.fr"):
        answers = [visitor.post(reverse("people:sign-in"), {"email": email, "password": "x" * 12}) for _ in range(7)]
        pages.append([one.content.decode().replace(email, "EMAIL") for one in answers])
    assert pages[0] == pages[1]
    assert "Trop d’essais" in pages[0][-1]


def test_no_more_than_five_links_wait_for_one_account(
    visitor: Client, cast: agents.Cast, django_capture_on_commit_callbacks: Any
) -> None:
    for _ in range(8):
        ask(visitor, "alice@exemple.fr", django_capture_on_commit_callbacks)
    assert len(mail.outbox) == 5


def test_a_password_opens_and_five_wrong_ones_ask_for_a_pause(visitor: Client, cast: agents.Cast) -> None:
    operations.change_password(account_id=cast.mediator.pk, password=GOOD, at=clock.now())
    where, mine = reverse("people:sign-in"), {"email": "alice@exemple.fr", "go": "in"}
    assert visitor.post(where, {**mine, "password": GOOD}).status_code == 302
    for _ in range(5):
        assert visitor.post(where, {**mine, "password": "wrong password"}).status_code == 422
    refused = visitor.post(where, {**mine, "password": GOOD})
    assert refused.status_code == 422
    assert "alice" not in str(list(Attempt.objects.values())), "no e-mail beside the failures"
    with time_machine.travel(clock.now() + dt.timedelta(minutes=16), tick=False):
        assert visitor.post(where, {**mine, "password": GOOD}).status_code == 302


def test_a_password_that_was_typed_never_comes_back_in_the_page(visitor: Client, cast: agents.Cast) -> None:
    answer = visitor.post(reverse("people:sign-in"), {"email": "alice@exemple.fr", "password": "hunter2hunter2"})
    assert "hunter2" not in answer.content.decode()
    assert "alice@exemple.fr" in answer.content.decode()


@pytest.mark.parametrize(
    "weak", ["court", "onze signes", "passwordpassword1alice", "aaaaaaaaaaaaaaaa", "qwertyuiop123", "é" * 200]
)
def test_a_weak_password_is_refused(cast: agents.Cast, weak: str) -> None:
    if weak == "qwertyuiop123":
        weak = "1qaz2wsx3edc"  # on the list of common ones, and long enough
    with pytest.raises(operations.PasswordRefused):
        operations.change_password(account_id=cast.mediator.pk, password=weak, at=clock.now())
    assert Account.objects.get(pk=cast.mediator.pk).password == ""


def with_application(who: Account) -> tuple[str, tuple[str, ...]]:
    secret = operations.begin_generator(account_id=who.pk)
    at = clock.now()
    codes = operations.confirm_generator(account_id=who.pk, code=pyotp.TOTP(secret).at(at), at=at, keep=None)
    return secret, codes


def half_open(visitor: Client, who: Account) -> None:
    opened = sessions.open_session(account=who, device="", at=clock.now())
    assert not opened.is_complete
    visitor.cookies["team"] = opened.secret


def test_a_second_step_is_asked_and_a_code_serves_once(visitor: Client, cast: agents.Cast) -> None:
    secret, _ = with_application(cast.mediator)
    half_open(visitor, cast.mediator)
    before = visitor.cookies["team"].value
    away = visitor.get(reverse("people:home"))
    assert (away.status_code, away.headers["Location"]) == (302, reverse("people:second-factor"))
    where = reverse("people:second-factor")
    used = pyotp.TOTP(secret).at(clock.now())
    assert visitor.post(where, {"code": used}).status_code == 422, "the code that set it up has served"
    with time_machine.travel(clock.now() + dt.timedelta(seconds=60), tick=False):
        code = pyotp.TOTP(secret).at(clock.now())
        assert visitor.post(where, {"code": f"{code[:3]} {code[3:]}"}).status_code == 302
        assert visitor.get(reverse("people:home")).status_code == 200
        assert visitor.cookies["team"].value != before, "a completed session has a secret of its own"
        half_open(visitor, cast.mediator)
        assert visitor.post(where, {"code": code}).status_code == 422


def test_a_generator_sealed_by_a_lost_key_opens_nothing_and_can_begin_again(cast: agents.Cast, settings: Any) -> None:
    first = operations.begin_generator(account_id=cast.mediator.pk)
    old = settings.SECRET_KEY
    settings.SECRET_KEY = "another key of the site"
    settings.SECRET_KEY_FALLBACKS = [old]
    assert operations.begin_generator(account_id=cast.mediator.pk) == first, "the earlier key still opens it"
    settings.SECRET_KEY_FALLBACKS = []
    assert operations.begin_generator(account_id=cast.mediator.pk) != first


def test_a_recovery_code_serves_once(visitor: Client, cast: agents.Cast) -> None:
    _, codes = with_application(cast.mediator)
    assert len(set(codes)) == 10
    where = reverse("people:second-factor")
    half_open(visitor, cast.mediator)
    assert visitor.post(where, {"code": codes[3].upper().replace("-", " ")}).status_code == 302
    half_open(visitor, cast.mediator)
    assert visitor.post(where, {"code": codes[3]}).status_code == 422
    assert queries.factors(cast.mediator.pk).recovery_codes_left == 9


def test_codes_cannot_be_tried_for_ever(visitor: Client, cast: agents.Cast) -> None:
    secret, _ = with_application(cast.mediator)
    half_open(visitor, cast.mediator)
    where = reverse("people:second-factor")
    with time_machine.travel(clock.now() + dt.timedelta(seconds=60), tick=False):
        for _ in range(5):
            visitor.post(where, {"code": "000000"})
        refused = visitor.post(where, {"code": pyotp.TOTP(secret).at(clock.now())})
    assert refused.status_code == 422
    assert "Trop d’essais" in refused.content.decode()


def test_a_half_open_session_does_not_wait_long(visitor: Client, cast: agents.Cast) -> None:
    with_application(cast.mediator)
    half_open(visitor, cast.mediator)
    with time_machine.travel(clock.now() + dt.timedelta(minutes=10), tick=False):
        assert visitor.get(reverse("people:second-factor")).headers["Location"] == reverse("people:sign-in")


def test_where_a_second_step_is_required_nothing_else_opens_before(
    visitor: Client, cast: agents.Cast, settings: Any
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    agents.sign_in(visitor, cast.mediator, at=clock.now())
    for name in ("home", "roles", "password", "leave"):
        assert visitor.get(reverse(f"people:{name}")).headers["Location"] == reverse("people:factors")
    page = visitor.get(reverse("people:generator"))
    assert page.status_code == 200
    secret = operations.begin_generator(account_id=cast.mediator.pk)
    code = pyotp.TOTP(secret).at(clock.now())
    shown = visitor.post(reverse("people:generator"), {"code": code}).content.decode()
    assert len(re.findall(r"\b[2-9a-z]{4}-[2-9a-z]{4}-[2-9a-z]{4}\b", shown)) == 10
    assert visitor.get(reverse("people:home")).status_code == 200


def test_a_session_ends_when_idle_and_in_any_case_after_twelve_hours(visitor: Client, cast: agents.Cast) -> None:
    start = clock.now()
    agents.sign_in(visitor, cast.mediator, at=start)
    for hours in (1, 2.9, 4.8, 6.7, 8.6, 10.5, 11.9):
        with time_machine.travel(start + dt.timedelta(hours=hours), tick=False):
            assert visitor.get(reverse("people:home")).status_code == 200, hours
    with time_machine.travel(start + dt.timedelta(hours=12), tick=False):
        assert visitor.get(reverse("people:home")).status_code == 302
    agents.sign_in(visitor, cast.mediator, at=start)
    with time_machine.travel(start + dt.timedelta(hours=2), tick=False):
        assert visitor.get(reverse("people:home")).status_code == 302


def test_signing_out_ends_the_session_itself_not_only_the_cookie(visitor: Client, cast: agents.Cast) -> None:
    secret = agents.sign_in(visitor, cast.mediator, at=clock.now()).secret
    visitor.post(reverse("people:sign-out"))
    visitor.cookies["team"] = secret
    assert visitor.get(reverse("people:home")).status_code == 302


def test_the_other_sessions_are_closed_from_one(visitor: Client, cast: agents.Cast) -> None:
    elsewhere = Client(headers={"host": "localhost", "sec-fetch-site": "same-origin"})
    agents.sign_in(elsewhere, cast.mediator, at=clock.now())
    agents.sign_in(visitor, cast.mediator, at=clock.now())
    assert "Fermer les autres" in visitor.get(reverse("people:account")).content.decode()
    visitor.post(reverse("people:close-others"))
    assert elsewhere.get(reverse("people:home")).status_code == 302
    assert visitor.get(reverse("people:home")).status_code == 200


def test_a_new_password_closes_the_other_sessions(visitor: Client, cast: agents.Cast) -> None:
    elsewhere = Client(headers={"host": "localhost", "sec-fetch-site": "same-origin"})
    agents.sign_in(elsewhere, cast.mediator, at=clock.now())
    agents.sign_in(visitor, cast.mediator, at=clock.now())
    assert visitor.post(reverse("people:password"), {"password": GOOD}).status_code == 302
    assert elsewhere.get(reverse("people:home")).status_code == 302
    assert visitor.get(reverse("people:home")).status_code == 200


def test_what_opens_an_account_changes_only_just_after_signing_in(visitor: Client, cast: agents.Cast) -> None:
    agents.sign_in(visitor, cast.mediator, at=clock.now() - dt.timedelta(minutes=31))
    for name in ("password", "generator", "recovery-codes", "leave"):
        assert visitor.get(reverse(f"people:{name}")).status_code == 403, name
        assert visitor.post(reverse(f"people:{name}"), {"password": GOOD}).status_code == 403, name
    assert Account.objects.get(pk=cast.mediator.pk).password == ""


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"origin": "https://ailleurs.example"},
        {"origin": "null"},
        {},
    ],
)
def test_a_form_of_another_site_changes_nothing(cast: agents.Cast, headers: dict[str, str]) -> None:
    forged = Client(headers={"host": "localhost", **headers})
    agents.sign_in(forged, cast.mediator, at=clock.now())
    assert forged.post(reverse("people:password"), {"password": GOOD}).status_code == 403
    assert Account.objects.get(pk=cast.mediator.pk).password == ""


def test_our_own_form_is_let_in_by_a_browser_that_says_its_origin_only(cast: agents.Cast) -> None:
    ours = Client(headers={"host": "localhost", "origin": "http://localhost"})
    agents.sign_in(ours, cast.mediator, at=clock.now())
    assert ours.post(reverse("people:password"), {"password": GOOD}).status_code == 302
    page = ours.get(reverse("people:account"))
    assert page["Referrer-Policy"] == "same-origin"
    assert page["Cache-Control"] == "no-store"


def test_pages_of_residents_neither_read_nor_set_the_cookie(visitor: Client, cast: agents.Cast) -> None:
    agents.sign_in(visitor, cast.host, at=clock.now())
    seen = OpenSession.objects.get().seen_at
    with time_machine.travel(clock.now() + dt.timedelta(minutes=30), tick=False):
        answer = visitor.get(reverse("home"))
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert OpenSession.objects.get().seen_at == seen
