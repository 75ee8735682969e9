"""What a stranger may try at the door: other sites, other methods, folders, fields twice, errors that talk too much."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings

from prevenance.plans.forms import state as states
from prevenance.plans.forms.state import State

ON = dt.date(2026, 11, 23)
PATHS = ("/", "/ma-prevention/", "/urgence/", "/static/kit/style.css", "/healthz", "/nulle-part/")


def whole(response: Any) -> bytes:
    """What was sent; a file is read to its end, which closes it."""
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.parametrize("path", PATHS)
def test_no_other_site_is_let_in(visitor: Client, path: str) -> None:
    response = visitor.get(path, headers={"origin": "https://other.example", "sec-fetch-site": "cross-site"})
    assert not [name for name in response.headers if name.lower().startswith("access-control-")]
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    assert whole(response)


@pytest.mark.parametrize("path", ["/", "/ma-prevention/", "/ma-prevention/plan/", "/healthz", "/nulle-part/"])
def test_trace_is_refused(visitor: Client, path: str) -> None:
    response = visitor.trace(path, headers={"x-told": "secret"})
    assert response.status_code != 200
    assert b"secret" not in response.content


@pytest.mark.parametrize("path", ["/static/", "/static/kit/", "/static/../", "/static/kit/../../manage.py"])
def test_a_folder_is_never_listed(visitor: Client, path: str) -> None:
    response = visitor.get(path)
    assert response.status_code == 404
    assert b"style.css</" not in response.content


def test_debug_is_off_and_errors_tell_nothing_of_the_machine(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from prevenance.plans.views import questions

    def fails(*_: object, **__: object) -> None:
        raise ValueError("the inside of the machine")

    monkeypatch.setattr(questions, "_next", fails)
    visitor.raise_request_exception = False
    text = visitor.post("/ma-prevention/questions/", {"who": "me"}).content.decode()
    assert settings.DEBUG is False
    for told in ("Traceback", "ValueError", "inside of the machine", "questions.py", "Django", str(settings.PACKAGE)):
        assert told not in text


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/nulle-part/", "text/html; charset=utf-8"),
        ("/static/kit/style.css", 'text/css; charset="utf-8"'),
        ("/static/kit/page.js", 'text/javascript; charset="utf-8"'),
        ("/healthz", "application/json"),
    ],
)
def test_each_answer_says_what_it_is_and_in_which_letters(visitor: Client, path: str, kind: str) -> None:
    response = visitor.get(path)
    assert response["Content-Type"] == kind
    assert whole(response)


@pytest.mark.parametrize("page", ["questions", "plan", "emporter", "resume", "agenda", "sur-papier", "conseil"])
def test_pages_with_answers_are_not_given_to_a_plain_get(visitor: Client, claire: State, page: str) -> None:
    response = visitor.get(f"/ma-prevention/{page}/", {"state": claire.sealed(on=ON)})
    assert b"1961" not in response.content
    assert b'name="state" value="AQ' not in response.content


def test_a_field_sent_twice_counts_once(visitor: Client) -> None:
    typed = {"question": "birth_date", "go": "next", "birth_date-day": ["1", "9"], "birth_date-month": ["1", "4"]}
    sent = {"state": State().sealed(on=ON), **typed, "birth_date-year": ["1900", "1961"]}
    text = visitor.post("/ma-prevention/questions/", sent).content.decode()
    token = text.split('name="state" value="', 1)[1].split('"', 1)[0]
    assert states.opened(token, on=ON).answers == {"birth_date": "1961-04-09"}


@override_settings(SECURE_HSTS_SECONDS=365 * 24 * 3600, SECURE_HSTS_INCLUDE_SUBDOMAINS=True, SECURE_SSL_REDIRECT=True)
def test_over_https_browsers_are_told_to_stay_there_subdomains_included(visitor: Client) -> None:
    assert visitor.get("/").status_code == 301
    assert visitor.get("/", secure=True)["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
