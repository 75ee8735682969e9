"""How long the way takes by car, from an OSRM or a Valhalla server that the operator chose. Off by default.

Only the centre of the person's commune and the positions of places are sent: never where someone is. Anything that goes
wrong leaves the distances as the crow flies, silently for the person.
"""

from __future__ import annotations

import http.client
import json
import math
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from django.conf import settings

from prevenance.territories.queries import Commune

MOST_PLACES = 25
TIMEOUT_SECONDS = 1.5
REST_SECONDS = 60.0  # after a failure, nobody waits again for that long
_MOST_BYTES = 200_000
_LONGEST_MINUTES = 24 * 60

Position = tuple[float, float]  # latitude, longitude


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """The operator named this server, and no other."""

    def redirect_request(self, *_: object) -> None:
        return None


_opener = urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler({}))
_resting_until = 0.0


def forget() -> None:
    """Ask again at once, after a failure."""
    global _resting_until
    _resting_until = 0.0


def minutes_by_car(here: Commune, places: Sequence[Position]) -> list[int | None]:
    """Whole minutes from the centre of the commune to each position, at least 1; None when it is not computed."""
    global _resting_until
    server, engine = _chosen()
    asked = list(places)[:MOST_PLACES]
    nothing: list[int | None] = [None] * len(places)
    if not server or not asked or time.monotonic() < _resting_until:
        return nothing
    try:
        if urlsplit(server).scheme not in ("http", "https"):
            raise ValueError(server)
        seconds = engine(server, (here.latitude, here.longitude), asked)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code != 400:  # a place that no road comes near: the server itself is well
            _resting_until = time.monotonic() + REST_SECONDS
        return nothing
    except (OSError, ValueError, http.client.HTTPException):
        _resting_until = time.monotonic() + REST_SECONDS
        return nothing
    return [_whole(one) for one in seconds] + nothing[len(asked) :]


Engine = Callable[[str, Position, Sequence[Position]], list[object]]  # seconds to each place, None where no road goes


def _chosen() -> tuple[str, Engine]:
    """The server and what speaks to it; OSRM when both are named."""
    named = [(str(getattr(settings, key, "") or "").rstrip("/"), engine) for key, engine in ENGINES]
    return next((one for one in named if one[0]), ("", _osrm))


def _osrm(server: str, here: Position, places: Sequence[Position]) -> list[object]:
    """Seconds, as OSRM's table service gives them. Raises ValueError for an answer of another form."""
    positions = ";".join(f"{longitude:.5f},{latitude:.5f}" for latitude, longitude in (here, *places))
    address = f"{server}/table/v1/driving/{positions}?sources=0&annotations=duration"
    told = _answer(urllib.request.Request(address))  # noqa: S310  the scheme was looked at
    durations = told.get("durations") if isinstance(told, dict) and told.get("code") == "Ok" else None
    if not isinstance(durations, list) or not durations or not isinstance(durations[0], list):
        raise ValueError("not a table of durations")
    if len(durations[0]) != len(places) + 1:
        raise ValueError("another number of places")
    return durations[0][1:]


def _valhalla(server: str, here: Position, places: Sequence[Position]) -> list[object]:
    """Seconds, as Valhalla's matrix service gives them: rows of objects, or a table of durations in its concise form.

    Raises ValueError for an answer of another form.
    """
    asked = {"sources": [_location(here)], "targets": [_location(one) for one in places], "costing": "auto"}
    address, body = f"{server}/sources_to_targets", json.dumps(asked).encode()
    headers = {"Content-Type": "application/json"}
    told = _answer(urllib.request.Request(address, data=body, headers=headers))  # noqa: S310  the scheme was looked at
    table = told.get("sources_to_targets") if isinstance(told, dict) else None
    rows = table.get("durations") if isinstance(table, dict) else table
    if not isinstance(rows, list) or len(rows) != 1 or not isinstance(rows[0], list) or len(rows[0]) != len(places):
        raise ValueError("not a row of times")
    if isinstance(table, dict):
        return rows[0]
    times: dict[object, object] = {one.get("to_index"): one.get("time") for one in rows[0] if isinstance(one, dict)}
    return [times.get(rank) for rank in range(len(places))]


def _location(position: Position) -> dict[str, float]:
    return {"lat": round(position[0], 5), "lon": round(position[1], 5)}


def _answer(request: urllib.request.Request) -> object:
    with _opener.open(request, timeout=TIMEOUT_SECONDS) as answer:
        return json.loads(answer.read(_MOST_BYTES))


ENGINES: tuple[tuple[str, Engine], ...] = (("PREVENANCE_OSRM_URL", _osrm), ("PREVENANCE_VALHALLA_URL", _valhalla))


def _whole(seconds: object) -> int | None:
    """Minutes; None for a place that no road reaches, or a nonsense."""
    if not isinstance(seconds, int | float) or isinstance(seconds, bool) or not math.isfinite(seconds) or seconds < 0:
        return None
    minutes = max(1, round(seconds / 60))
    return minutes if minutes <= _LONGEST_MINUTES else None
