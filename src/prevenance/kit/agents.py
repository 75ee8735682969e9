"""Pages for those who help: who is there, what they may do, and the doors that each room opens on their home page.

The kit knows no account: the people's room signs up its gate, other rooms sign up their doors, each in its `apps.py`.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec, Protocol
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from prevenance.kit import clock, origin

P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, P], HttpResponse]
AgentPage = Callable[Concatenate[HttpRequest, Any, P], HttpResponse]


class Agent(Protocol):
    """What a page needs of who is there; `people.queries.Access` is one."""

    def may_somewhere(self, action: str) -> bool:
        """Whether a page of this action has anything to show."""


class Elsewhere(Exception):
    """Somebody must pass by another page first. `name`: of its address."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)


Gate = Callable[[HttpRequest, dt.datetime], Agent]
_gates: list[Gate] = []


@dataclass(frozen=True, slots=True)
class Door:
    """A line of the agents' home page. `action`: who sees it; `route`: its address's name; words may be lazy."""

    action: str
    route: str
    label: Any
    hint: Any = ""
    pictogram: str = "hands"
    order: int = 100


_doors: dict[str, Door] = {}


def sign_up(gate: Gate) -> None:
    """The gate says who is there, or raises `Elsewhere`. The last one signed up serves."""
    _gates[:] = [gate]


def add_door(door: Door) -> None:
    """Adds a line to the home page of those who may do `door.action`; once for each address."""
    _doors[door.route] = door


def doors(agent: Agent) -> tuple[Door, ...]:
    """The doors that this agent may push, in order."""
    return tuple(
        sorted(
            (door for door in _doors.values() if agent.may_somewhere(door.action)),
            key=lambda door: (door.order, door.route),
        )
    )


def private(view: Page[P]) -> Page[P]:
    """A page that holds a session or leads to one: never indexed, never kept, written to from our own pages only.

    The session's cookie is `SameSite=Lax` and the kit refuses foreign forms; here a form whose origin the browser does
    not say is refused too. That needs a referrer policy under which every browser says it.
    """

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method not in origin.SAFE_METHODS and not _is_ours(request):
            response = render(request, "kit/errors/403.html", status=403)
        else:
            response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response["Cache-Control"] = "no-store"
        return response

    return guarded  # type: ignore[return-value]  # mypy names the first argument of a wrapped view


def only(action: str | None = None) -> Callable[[AgentPage[P]], Page[P]]:
    """A page for agents who may do `action` somewhere (None: any agent), who becomes the view's second argument.

    The view still asks `may` for the organisation and the commune of what it shows, and answers 404 outside the scope.
    """

    def guard(view: AgentPage[P]) -> Page[P]:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            try:
                agent = _gates[0](request, clock.now())
            except Elsewhere as elsewhere:
                return redirect(elsewhere.name)
            if action is not None and not agent.may_somewhere(action):
                return render(request, "kit/errors/403.html", status=403)
            return view(request, agent, *args, **kwargs)

        return private(guarded)  # type: ignore[arg-type]

    return guard


def _is_ours(request: HttpRequest) -> bool:
    site, sender = request.headers.get("Sec-Fetch-Site", ""), request.headers.get("Origin", "")
    if site:
        return site == "same-origin"
    return bool(sender) and urlsplit(sender).netloc.lower() == request.get_host().lower()
