"""A download happens when it is asked for, from http(s) only, within bounds; what fails leaves nothing behind."""

import datetime as dt
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from prevenance.formats.refusals import FileRefused
from prevenance.offer import operations
from prevenance.offer.choices import words

AT = dt.datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/Paris"))
CSV = b"code_insee,commune,adresse,telephone,site,horaires,accessibilite,lat,lon\n02001,Abb,1 rue,,,[],NAC,49.6,3.18\n"


class _Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        page = self.path.split("?")[0].removeprefix("/")
        if page in ("mairies.csv", "cut.csv", "announced.csv"):
            announced = {"cut.csv": len(CSV) * 3, "announced.csv": 1 << 40}.get(page, len(CSV))
            self._begin(200, {"Content-Length": str(announced), "Last-Modified": "Sun, 01 Nov 2026 08:00:00 GMT"})
            self.wfile.write(CSV)
        elif page == "endless.csv.gz":
            self._begin(200, {})
            for _ in range(400):
                self.wfile.write(b"x" * 10_000)
        elif page == "drip.csv":
            self._begin(200, {})
            for _ in range(200):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.02)
        elif page == "moved":
            self._begin(302, {"Location": "/mairies.csv"})
        elif page == "trap":
            self._begin(302, {"Location": "file:///etc/hostname"})
        elif page == "other-trap":
            self._begin(302, {"Location": "ftp://127.0.0.1/mairies.csv"})
        elif page == "loop":
            self._begin(302, {"Location": "/loop"})
        else:
            self._begin(404, {})

    def _begin(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """The client hangs up on purpose in these tests."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    running: HTTPServer = _Server(("127.0.0.1", 0), _Pages)
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    running.server_close()
    thread.join()


@pytest.mark.parametrize("page", ["mairies.csv", "moved"])
def test_a_file_comes_whole_and_is_named_after_the_day_it_changed(server: str, tmp_path: Path, page: str) -> None:
    path = operations.download("town_halls", at=AT, folder=tmp_path / "new", url=f"{server}/{page}")
    assert path.name == "town_halls-20261101.csv"
    assert path.read_bytes() == CSV
    assert [one.name for one in path.parent.iterdir()] == [path.name]


@pytest.mark.django_db
def test_what_was_downloaded_can_be_imported(server: str, tmp_path: Path) -> None:
    path = operations.download("town_halls", at=AT, folder=tmp_path, url=f"{server}/mairies.csv")
    [report] = operations.import_folder(tmp_path, at=AT)
    assert (report.path, report.outcome, report.content_on) == (path, "done", dt.date(2026, 11, 1))


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("absent.csv", "download_failed"),
        ("cut.csv", "download_cut"),
        ("announced.csv", "download_too_large"),
        ("endless.csv.gz", "download_too_large"),
        ("drip.csv", "download_too_slow"),
        ("trap", "download_failed"),
        ("other-trap", "only_http"),
        ("loop", "download_failed"),
    ],
)
def test_what_goes_wrong_is_said_and_leaves_nothing(server: str, tmp_path: Path, page: str, reason: str) -> None:
    present = tmp_path / "town_halls-20260101.csv"
    present.write_bytes(CSV)
    with pytest.raises(FileRefused) as caught:
        operations.download(
            "town_halls", at=AT, folder=tmp_path, url=f"{server}/{page}", most_bytes=1 << 20, most_seconds=0.5
        )
    assert caught.value.reason == reason
    assert words.reason(reason, "fr", **caught.value.facts)
    assert list(tmp_path.iterdir()) == [present]


@pytest.mark.parametrize(
    ("source", "url", "reason"),
    [
        ("town_halls", "file:///etc/passwd", "only_http"),
        ("town_halls", "ftp://example.fr/a.csv", "only_http"),
        ("town_halls", "https://", "only_http"),
        ("town_halls", None, "no_address"),
        ("nobody", "https://example.fr", "unknown_source"),
        ("town_halls", "http://127.0.0.1:1/refused.csv", "download_failed"),
    ],
)
def test_an_address_that_cannot_be_right_is_refused(tmp_path: Path, source: str, url: str | None, reason: str) -> None:
    with pytest.raises(FileRefused) as caught:
        operations.download(source, at=AT, folder=tmp_path, url=url)
    assert caught.value.reason == reason


def test_the_operator_may_set_the_addresses(server: str, tmp_path: Path, settings: object) -> None:
    settings.PREVENANCE_SOURCE_URLS = {"town_halls": f"{server}/mairies.csv"}  # type: ignore[attr-defined]
    assert operations.download("town_halls", at=AT, folder=tmp_path).read_bytes() == CSV
