"""Travel times from a server that speaks OSRM's table format: off by default, silent when it fails, discreet."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from prevenance.offer.queries import travel
from prevenance.territories import queries as territories

HIRSON = territories.commune("02381")
assert HIRSON is not None
PLACES = [(49.92, 4.08), (49.85, 3.29), (50.0, 3.9)]
Answer = Callable[[str], tuple[int, bytes]]


@pytest.fixture(autouse=True)
def _awake() -> Iterator[None]:
    travel.forget()
    yield
    travel.forget()


@pytest.fixture
def server(settings: Any) -> Iterator[tuple[list[str], dict[str, Answer]]]:
    """A server of this machine: the paths it was asked, and what it answers."""
    asked: list[str] = []
    says: dict[str, Answer] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            status, body = says["table"](self.path)
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "/elsewhere")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    listening = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    settings.PREVENANCE_OSRM_URL = f"http://127.0.0.1:{listening.server_port}/"
    yield asked, says
    listening.shutdown()
    thread.join()
    listening.server_close()


def table(*seconds: object) -> Answer:
    body = json.dumps({"code": "Ok", "durations": [[0, *seconds]]}).encode()
    return lambda _: (200, body)


def minutes() -> list[int | None]:
    assert HIRSON is not None
    return travel.minutes_by_car(HIRSON, PLACES)


def test_without_a_server_nothing_is_asked() -> None:
    assert minutes() == [None, None, None]


def test_minutes_are_whole_and_a_place_that_no_road_reaches_has_none(server: Any) -> None:
    asked, says = server
    says["table"] = table(481.3, None, 12)
    assert minutes() == [8, None, 1]
    [path] = asked
    assert HIRSON is not None
    assert path.startswith(f"/table/v1/driving/{HIRSON.longitude:.5f},{HIRSON.latitude:.5f};4.08000,49.92000;")
    assert path.endswith("?sources=0&annotations=duration")


@pytest.mark.parametrize(
    "answer",
    [
        lambda _: (500, b""),
        lambda _: (302, b""),
        lambda _: (200, b"<html>"),
        lambda _: (200, b'{"code": "NoTable"}'),
        lambda _: (200, b'{"code": "Ok", "durations": [[0, 1]]}'),
        lambda _: (200, b"[]"),
    ],
)
def test_a_wrong_answer_leaves_the_distances_and_nobody_waits_again(server: Any, answer: Answer) -> None:
    asked, says = server
    says["table"] = answer
    assert minutes() == [None, None, None]
    assert minutes() == [None, None, None]
    assert len(asked) == 1, "no second question right after a failure, and no redirection followed"


def test_nonsense_is_no_time(server: Any) -> None:
    _, says = server
    says["table"] = table(-5, True, 1e12)
    assert minutes() == [None, None, None]


def test_only_a_web_address_is_asked(settings: Any) -> None:
    settings.PREVENANCE_OSRM_URL = "file:///etc"
    assert minutes() == [None, None, None]
