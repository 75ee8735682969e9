"""Pages of the real server under load: response times, errors, memory, and what the first page weighs.

    python bench/pages.py [--rate 20] [--seconds 30] [--workers 2] [--seed 1] [--visitors 12] [--each 40] [--steady]

Starts `prevenance demo` on a free port of 127.0.0.1 with a data folder of its own, lets a few invented visitors go
through the questions in order to have real forms (each with its sealed answers), then sends these forms again at
`rate` requests a second whatever the server does: arrivals are drawn at random (Poisson; `--steady`: evenly spaced),
each on a new connection, and a response time counts from the moment when the request was due. The server is stopped
at the end. Client and server share the machine.

The limits of requests a visitor are left as they are: the server is told that one trusted proxy stands before it
(PREVENANCE_PROXIES=1) and every request says that it comes from another address.
"""

import argparse
import concurrent.futures
import contextlib
import gzip
import html.parser
import http.client
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

P95_MS, FIRST_PAGE_BYTES = 100.0, 100_000
HOST = "127.0.0.1"
# What is asked, in how many requests out of a hundred; places cost more than words, so do questions than plans.
MIX = {
    "home": 12,
    "start": 8,
    "first question": 8,
    "question": 44,
    "plan": 12,
    "one recommendation": 7,
    "near me": 6,
    "commune search": 3,
}
QUESTIONS, PLAN, ADVICE, NEAR = (
    f"/ma-prevention/{one}" for one in ("questions/", "plan/", "conseil/", "pres-de-chez-moi/")
)
COMMUNES = ("02691", "59350", "60057", "62041", "80021")
TYPED = ("saint quentin", "amien", "02100", "compiegne", "Boulogne sur mer")
MOST_SCREENS = 80


@dataclass(frozen=True)
class Request:
    page: str
    path: str
    body: str | None = None


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    content: bytes  # as on the wire
    head: int  # bytes of the status line and headers
    milliseconds: float

    @property
    def text(self) -> str:
        return (
            gzip.decompress(self.content) if self.headers.get("content-encoding") == "gzip" else self.content
        ).decode()


class Form(html.parser.HTMLParser):
    """The inputs of a page of the questions, and what `answered` sends back."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.inputs: list[dict[str, str]] = []
        self.actions: list[tuple[str, str, str]] = []  # formaction, name, value
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "input" and given.get("name"):
            self.inputs.append(given)
        if tag == "button" and given.get("name"):
            self.actions.append((given.get("formaction", ""), given["name"], given.get("value", "")))

    def hidden(self, name: str) -> str:
        return next((one.get("value", "") for one in self.inputs if one["name"] == name), "")

    def values(self, name: str) -> list[str]:
        return [value for _, one, value in self.actions if one == name]

    def answered(self, birth: dict[str, str], draw: random.Random) -> dict[str, str]:
        sent = {one["name"]: one.get("value", "") for one in self.inputs if one.get("type") == "hidden"}
        groups: dict[str, list[str]] = defaultdict(list)
        for one in self.inputs:
            if one.get("type") in ("radio", "checkbox") and one["name"] != "larger":
                groups[one["name"]].append(one.get("value", ""))
            elif one["name"] in birth:
                sent[one["name"]] = birth[one["name"]]
        if "none_of_these" in groups:
            return sent | {"none_of_these": groups["none_of_these"][0], "go": "next"}
        sent |= {name: draw.choice([v for v in values if v != "date"] or values) for name, values in groups.items()}
        return sent | {"go": "next" if groups or birth.keys() & sent.keys() else "unknown"}


class Site:
    """A client of 127.0.0.1:`port` that never follows a link elsewhere. Each request comes from a new address."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.visits = 0

    def ask(self, path: str, body: str | None = None, *, accept: str = "gzip") -> Answer:
        self.visits += 1
        headers = {"Accept-Encoding": accept, "X-Forwarded-For": f"2001:db8::{self.visits:x}", "Accept-Language": "fr"}
        if body is not None:
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Origin": f"http://{HOST}:{self.port}",
                "Sec-Fetch-Site": "same-origin",
            }
        start = time.perf_counter()
        with contextlib.closing(http.client.HTTPConnection(HOST, self.port, timeout=20)) as connection:
            connection.request("GET" if body is None else "POST", path, body, headers)
            response = connection.getresponse()
            content = response.read()
        took = (time.perf_counter() - start) * 1000
        head = sum(len(name) + len(value) + 4 for name, value in response.getheaders()) + 19
        given = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, given, content, head, took)


@dataclass
class Server:
    """`prevenance demo` in a folder of its own."""

    folder: Path
    workers: int
    port: int = field(init=False)
    process: subprocess.Popen[bytes] = field(init=False)
    ready_after: float = field(init=False)

    def __enter__(self) -> "Server":
        with socket.socket() as one:
            one.bind((HOST, 0))
            self.port = one.getsockname()[1]
        command = [sys.executable, "-m", "prevenance.site.commands", "demo", "--port", str(self.port)]
        environment = {**os.environ, "PREVENANCE_DATA": str(self.folder / "data"), "PREVENANCE_PROXIES": "1"}
        start = time.perf_counter()
        with (self.folder / "server.log").open("wb") as log:
            self.process = subprocess.Popen(
                [*command, "--workers", str(self.workers)], env=environment, stdout=log, stderr=log
            )
        while time.perf_counter() - start < 120:
            try:
                if Site(self.port).ask("/readyz").status == 200:
                    self.ready_after = time.perf_counter() - start
                    return self
            except OSError:
                time.sleep(0.1)
            if self.process.poll() is not None:
                break
        self.__exit__()
        raise SystemExit((self.folder / "server.log").read_text(errors="replace"))

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(20)

    def _family(self) -> list[int]:
        parents = {}
        for status in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                parents[int(status.parent.name)] = int(status.read_text().rpartition(")")[2].split()[1])
        known = [self.process.pid]
        for pid in known:
            known += [child for child, parent in parents.items() if parent == pid]
        return known

    def cpu_seconds(self) -> float:
        """Processor time used so far: unlike response times, it does not depend on what else the machine does."""
        ticks = 0
        for pid in self._family():
            with contextlib.suppress(OSError):
                ticks += sum(map(int, Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]))
        return ticks / os.sysconf("SC_CLK_TCK")

    def megabytes(self) -> float:
        """Memory of the server and its workers, what they share counted once (PSS)."""
        total = 0
        for pid in self._family():
            with contextlib.suppress(OSError):
                found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)
                total += int(found[1]) if found else 0
        return total / 1024


def visit(site: Site, draw: random.Random) -> Iterator[Request]:
    """One invented visitor goes through: their requests, with the answers sealed so far."""
    encode = urllib.parse.urlencode
    birth = {"birth_date-day": "3", "birth_date-month": "5", "birth_date-year": str(draw.randint(1932, 2024))}
    body = encode({"who": draw.choice(("me", "me", "other"))})
    yield Request("first question", QUESTIONS, body)
    form = Form(site.ask(QUESTIONS, body).text)
    for _ in range(MOST_SCREENS):
        if not form.hidden("question"):
            break
        sent = form.answered(birth, draw)
        yield Request("plan", PLAN, encode(sent | {"go": "plan"}))
        following = Form(site.ask(QUESTIONS, encode(sent)).text)
        if following.hidden("question") == form.hidden("question"):  # could not be read: as someone who does not know
            sent |= {"go": "unknown"}
            following = Form(site.ask(QUESTIONS, encode(sent)).text)
        yield Request("question", QUESTIONS, encode(sent))
        form = following
    state = form.hidden("state")
    for advice in dict.fromkeys(form.values("advice")):
        chosen = {"state": state, "advice": advice}
        yield Request("one recommendation", ADVICE, encode(chosen))
        yield Request("near me", NEAR, encode(chosen | {"code": draw.choice(COMMUNES)}))
        yield Request("commune search", NEAR, encode(chosen | {"commune": draw.choice(TYPED)}))


def gathered(site: Site, visitors: int, draw: random.Random) -> dict[str, list[Request]]:
    found: dict[str, list[Request]] = {"home": [Request("home", "/")], "start": [Request("start", "/ma-prevention/")]}
    for _ in range(visitors):
        for one in visit(site, draw):
            found.setdefault(one.page, []).append(one)
    missing = MIX.keys() - found.keys()
    if missing:
        raise SystemExit(f"No request could be made for: {', '.join(sorted(missing))}.")
    return found


@dataclass
class Tally:
    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: Counter[str] = field(default_factory=Counter)
    late_ms: float = 0.0


def load(site: Site, requests: dict[str, list[Request]], options: argparse.Namespace, draw: random.Random) -> Tally:
    """Sends requests at the rate asked, from at most 64 threads; a time counts from when the request was due."""
    tally, due, plan = Tally(), 0.0, []
    while due < options.seconds:
        page = draw.choices(list(MIX), list(MIX.values()))[0]
        plan.append((due, draw.choice(requests[page])))
        due += 1 / options.rate if options.steady else draw.expovariate(options.rate)
    begin = time.perf_counter() + 0.2

    def send(due: float, one: Request) -> None:
        waited = (time.perf_counter() - begin - due) * 1000
        try:
            answer = site.ask(one.path, one.body)
        except OSError as problem:
            tally.errors[f"{one.page}: {type(problem).__name__}"] += 1
            return
        tally.times[one.page].append(waited + answer.milliseconds)
        tally.late_ms = max(tally.late_ms, waited)
        if answer.status != 200:
            tally.errors[f"{one.page}: {answer.status}"] += 1

    with concurrent.futures.ThreadPoolExecutor(64) as pool:
        for due, one in plan:
            time.sleep(max(0.0, begin + due - time.perf_counter()))
            pool.submit(send, due, one)
    return tally


def machine_seconds() -> float:
    """Processor time used by everybody on this machine."""
    user, nice, system, _, _, irq, soft, *_ = map(int, Path("/proc/stat").read_text().split("\n")[0].split()[1:])
    return (user + nice + system + irq + soft) / os.sysconf("SC_CLK_TCK")


def alone(
    site: Site, server: Server, requests: dict[str, list[Request]], each: int, draw: random.Random
) -> dict[str, tuple[list[float], float]]:
    """For each page: times of `each` requests sent one after the other, and processor milliseconds of the server."""
    found = {}
    for page in MIX:
        before = server.cpu_seconds()
        answers = [site.ask(one.path, one.body) for one in draw.choices(requests[page], k=each)]
        found[page] = ([a.milliseconds for a in answers], (server.cpu_seconds() - before) / each * 1000)
    return found


def first_page(site: Site) -> list[tuple[str, int, str]]:
    """(path, bytes on the wire with headers, encoding) of the home page and of all that it asks for, once each."""
    waiting, seen, found = ["/"], {"/"}, []
    while waiting:
        path = waiting.pop(0)
        answer = site.ask(path, accept="gzip, br")
        encoding = answer.headers.get("content-encoding", "-")
        found.append((path, len(answer.content) + answer.head, encoding))
        plain = site.ask(path).text if "text" in answer.headers.get("content-type", "") else ""
        links = re.findall(r"""(?:<link[^>]+href|<script[^>]+src|<img[^>]+src|<use[^>]+href)=["']([^"'#]+)""", plain)
        if path != "/":
            links = re.findall(r"""url\(["']?([^"')#]+)|import\s+["']([^"']+)|from\s+["']([^"']+)""", plain)
            links = [next(filter(None, one)) for one in links]
        for link in links:
            absolute = urllib.parse.urljoin(path, link)
            if absolute.startswith("/") and absolute not in seen:
                seen.add(absolute)
                waiting.append(absolute)
    return found


def told(name: str, times: list[float]) -> str:
    cuts = statistics.quantiles(times, n=100) if len(times) > 1 else times * 99
    shown = "  ".join(
        f"{label} {value:7.1f}" for label, value in (("p50", cuts[49]), ("p95", cuts[94]), ("p99", cuts[98]))
    )
    return f"{name:20} {len(times):5}  {shown}  max {max(times):7.1f} ms   p95/limit {cuts[94] / P95_MS:5.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rate", type=float, default=20.0)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--visitors", type=int, default=12)
    parser.add_argument("--each", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steady", action="store_true")
    options = parser.parse_args()
    options.seconds, options.rate = min(options.seconds, 300.0), min(options.rate, 500.0)
    draw = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder, Server(Path(folder), options.workers) as server:
        site = Site(server.port)
        print(
            f"ready after {server.ready_after:.1f} s (database and fictional places made); {server.megabytes():.0f} MB"
        )
        requests = gathered(site, options.visitors, draw)
        print(
            f"{options.visitors} visitors, {sum(map(len, requests.values()))} requests to draw from; "
            f"{len(requests['question']) / options.visitors:.1f} questions a visitor"
        )
        print(f"\none request at a time, {options.each} of each:")
        for page, (times, cpu) in alone(site, server, requests, options.each, draw).items():
            print(told(page, times), f" processor {cpu:5.1f} ms")
        before, busy, own = server.cpu_seconds(), machine_seconds(), time.process_time()
        begun = time.perf_counter()
        tally = load(site, requests, options, draw)
        print(
            f"\n{options.rate:g} requests/s for {options.seconds:g} s, {options.workers} workers, "
            f"load average {os.getloadavg()[0]:.1f}, latest start {tally.late_ms:.0f} ms"
        )
        used = server.cpu_seconds() - before
        own, whole = time.process_time() - own, (time.perf_counter() - begun) * (os.cpu_count() or 1)
        others = max(0.0, machine_seconds() - busy - used - own)
        print(f"processor: server {used / whole:.0%}, this client {own / whole:.0%}, others {others / whole:.0%}")
        for page in MIX:
            if tally.times[page]:
                print(told(page, tally.times[page]))
        everything = [one for times in tally.times.values() for one in times]
        cpu = used / len(everything) * 1000
        print(told("all", everything), f" processor {cpu:5.1f} ms: {1000 / cpu:.0f} requests/s a core")
        print(f"errors: {dict(tally.errors) or 'none'}; memory after: {server.megabytes():.0f} MB\n")
        weights = first_page(site)
        for path, size, encoding in weights:
            print(f"  {size:7} bytes  {encoding:4} {path}")
        total = sum(size for _, size, _ in weights)
        print(f"first page: {total / 1000:.1f} kB on the wire, total/limit {total / FIRST_PAGE_BYTES:.2f}")


if __name__ == "__main__":
    main()
