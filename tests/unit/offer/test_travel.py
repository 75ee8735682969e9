"""Travel times from a server that speaks OSRM's or Valhalla's language: off by default, silent when it fails."""

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
bodies: list[Any] = []  # what was posted to it


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
    bodies.clear()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.do_GET()

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


@pytest.fixture
def valhalla(server: Any, settings: Any) -> Any:
    settings.PREVENANCE_VALHALLA_URL, settings.PREVENANCE_OSRM_URL = settings.PREVENANCE_OSRM_URL, ""
    return server


def matrix(*times: object, concise: bool = False) -> Answer:
    """What Valhalla answers of one source and several targets, in its usual form or in its concise one."""
    if concise:
        table: Any = {"durations": [list(times)], "distances": [[1.0] * len(times)]}
    else:
        row = [{"distance": 1.2, "time": time, "to_index": rank, "from_index": 0} for rank, time in enumerate(times)]
        table = [row]
    body = json.dumps({"sources_to_targets": table, "units": "kilometers"}).encode()
    return lambda _: (200, body)


@pytest.mark.parametrize("concise", [False, True])
def test_a_valhalla_server_is_asked_for_its_matrix(valhalla: Any, concise: bool) -> None:
    asked, says = valhalla
    says["table"] = matrix(481.3, None, 12, concise=concise)
    assert minutes() == [8, None, 1]
    assert asked == ["/sources_to_targets"]
    assert HIRSON is not None
    [body] = bodies
    assert body["sources"] == [{"lat": round(HIRSON.latitude, 5), "lon": round(HIRSON.longitude, 5)}]
    assert body["targets"] == [{"lat": latitude, "lon": longitude} for latitude, longitude in PLACES]
    assert body["costing"] == "auto"


def test_the_times_of_a_matrix_are_told_by_their_index(valhalla: Any) -> None:
    _, says = valhalla
    row = [{"time": 60 * rank, "to_index": rank - 1, "from_index": 0} for rank in (3, 1, 2)]
    says["table"] = lambda _: (200, json.dumps({"sources_to_targets": [row]}).encode())
    assert minutes() == [1, 2, 3]


@pytest.mark.parametrize(
    "answer",
    [
        lambda _: (500, b""),
        lambda _: (200, b"<html>"),
        lambda _: (200, b"[]"),
        lambda _: (200, b'{"sources_to_targets": null}'),
        lambda _: (200, b'{"sources_to_targets": []}'),
        lambda _: (200, b'{"sources_to_targets": [[1]]}'),
        lambda _: (200, b'{"sources_to_targets": {"durations": [[1, 2]]}}'),
    ],
)
def test_a_wrong_matrix_leaves_the_distances_and_nobody_waits_again(valhalla: Any, answer: Answer) -> None:
    asked, says = valhalla
    says["table"] = answer
    assert minutes() == [None, None, None]
    assert minutes() == [None, None, None]
    assert len(asked) == 1


def test_a_place_far_from_any_road_does_not_put_the_server_to_rest(valhalla: Any) -> None:
    asked, says = valhalla
    says["table"] = lambda _: (400, b'{"error_code":171,"error":"No suitable edges near location"}')
    assert minutes() == [None, None, None]
    says["table"] = matrix(60, 60, 60)
    assert minutes() == [1, 1, 1] and len(asked) == 2


def test_osrm_is_asked_when_both_are_named(server: Any, settings: Any) -> None:
    asked, says = server
    settings.PREVENANCE_VALHALLA_URL = settings.PREVENANCE_OSRM_URL
    says["table"] = table(60, 60, 60)
    assert minutes() == [1, 1, 1] and asked[0].startswith("/table/v1/")
