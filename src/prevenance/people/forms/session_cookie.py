"""The session's cookie, on agents' pages only: read, set, cleared; and the gate that says who is there."""

from __future__ import annotations

import datetime as dt
import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from prevenance.kit import agents, clock
from prevenance.people import operations, queries

LASTS = 12 * 3600  # seconds
# Where somebody who must still set a second factor up may go.
SETTING_UP = frozenset(("factors", "generator", "recovery-codes", "passkey-add", "sign-out", "account"))
BROWSERS = (
    ("Firefox", r"Firefox/|FxiOS/"),
    ("Edge", r"Edg(e|A|iOS)?/"),
    ("Opera", r"OPR/"),
    ("Chrome", r"Chrome/|CriOS/"),
    ("Safari", r"Safari/"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone|iPad"),
    ("Windows", "Windows"),
    ("Mac", "Macintosh"),
    ("Linux", "Linux"),
)


def name() -> str:
    """`__Host-`: no other site under our name can set it. Browsers accept that prefix over HTTPS only."""
    return "__Host-team" if settings.HTTPS else "team"


def secret(request: HttpRequest) -> str:
    """The session's secret, "" without a cookie."""
    return request.COOKIES.get(name(), "")[:100]


def put(response: HttpResponse, opened: operations.Opened) -> HttpResponse:
    """Sets the cookie of a session just opened or completed."""
    response.set_cookie(
        name(), opened.secret, max_age=LASTS, path="/", secure=settings.HTTPS, httponly=True, samesite="Lax"
    )
    return response


def clear(response: HttpResponse) -> HttpResponse:
    """Takes it away."""
    response.delete_cookie(name(), path="/", samesite="Lax")
    return response


def device(request: HttpRequest) -> str:
    """« Firefox, Android »: enough for its owner to know it again, too little to single anybody out."""
    told = request.headers.get("User-Agent", "")
    found = [next((label for label, pattern in table if re.search(pattern, told)), "") for table in (BROWSERS, SYSTEMS)]
    return ", ".join(one for one in found if one)


def gate(request: HttpRequest, at: dt.datetime) -> queries.Access:
    """Who is there.

    Raises:
        agents.Elsewhere: nobody is signed in, or a second factor must be given or set up first.
    """
    session = queries.session(secret(request), at=at)
    if session is None:
        raise agents.Elsewhere("people:sign-in")
    if not session.is_complete:
        raise agents.Elsewhere("people:second-factor")
    here = request.resolver_match.url_name if request.resolver_match else ""
    if (
        here not in SETTING_UP
        and queries.is_second_factor_required()
        and not queries.factors(session.account_id).has_second
    ):
        raise agents.Elsewhere("people:factors")
    operations.seen(session=session, at=at)
    on = at.astimezone(clock.PARIS).date()
    return queries.access(session.account_id, on=on, session_id=session.id)
