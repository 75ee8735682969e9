"""The outbox under kills: 100,000 messages queued and sent, its programs killed for good at moments drawn at random.

    python -m bench.outbox [--many 100000] [--kills 6] [--peers 3000] [--seed 24]

Real processes: one that puts, `prevenance people tick` that sends to a mail server and to a gateway of text messages on
this machine, one by which people withdraw all the while. Then the audit, message by message, against what both servers
wrote down. In the same run: the same servers fed by smtplib and urllib alone, which is the limit; and django-mailer and
django-post-office, under the same kills. With PREVENANCE_DATABASE (an empty one), the site's tables are there.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
POLL = 0.02
PATIENCE = 3 * 3600.0
IN_FLIGHT = 1.0  # seconds between a message's beginning and its arrival here, at most
PEERS = ("django-mailer", "django-post-office")


@dataclass
class Told:
    """What happened. `seconds`: of programs that were not killed meanwhile count those of the starts, too."""

    seconds: dict[str, float] = field(default_factory=dict)
    kills: Counter[str] = field(default_factory=Counter)
    memory: dict[str, int] = field(default_factory=dict)  # largest, MB
    outcome: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Site:
    """A folder and the servers around it."""

    folder: Path
    environment: dict[str, str]

    @property
    def received(self) -> Path:
        return self.folder / "received.tsv"

    @property
    def withdrawn(self) -> Path:
        return self.folder / "withdrawn.tsv"

    def start(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", *words], cwd=ROOT, env=self.environment, text=True, stdout=subprocess.DEVNULL
        )

    def run(self, *words: str) -> str:
        return subprocess.run(
            [sys.executable, "-m", *words],
            cwd=ROOT,
            env=self.environment,
            text=True,
            stdout=subprocess.PIPE,
            check=True,
        ).stdout


def awake_zone() -> str:
    """A zone where it is about noon now: the outbox wakes nobody."""
    ahead = (12 - time.gmtime().tm_hour + 12) % 24 - 12
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"


@contextlib.contextmanager
def opened(folder: Path) -> Iterator[Site]:
    """A site with both servers beside it."""
    receiver = subprocess.Popen(
        [sys.executable, "-m", "bench.outbox_receiver", str(folder / "received.tsv")],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert receiver.stdout is not None
    smtp, http = receiver.stdout.readline().split()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "prevenance.site.settings",
        "PREVENANCE_DATA": str(folder / "data"),
        "PREVENANCE_SMTP_HOST": "127.0.0.1",
        "PREVENANCE_SMTP_PORT": smtp,
        "PREVENANCE_SMTP_TLS": "0",
        "PREVENANCE_SMS_URL": f"http://127.0.0.1:{http}/{{key}}",
        "PREVENANCE_SMS_BODY": '{"to": "{to}", "text": "{text}"}',
    }
    try:
        yield Site(folder, environment)
    finally:
        receiver.kill()
        receiver.communicate()


def lines(file: Path) -> int:
    return file.read_bytes().count(b"\n") if file.exists() else 0


def counted(file: Path) -> Callable[[], int]:
    """How many lines so far, reading only what is new."""
    where, seen = 0, 0

    def count() -> int:
        nonlocal where, seen
        if file.exists():
            with file.open("rb") as read:
                read.seek(where)
                new = read.read()
            where, seen = where + len(new), seen + new.count(b"\n")
        return seen

    return count


def under_kills(
    what: str,
    start: Callable[[], subprocess.Popen[str]],
    progress: Callable[[], int],
    many: int,
    kills: int,
    drawn: random.Random,
    told: Told,
    between: Callable[[], object] = lambda: None,
) -> None:
    """Starts the program again and again until it ends by itself; it is killed when `progress` passes places drawn at
    random among `many`, a moment drawn at random later.
    """
    places = sorted(drawn.sample(range(many // 50, many), kills))
    began, ended = time.monotonic(), False
    while not ended:
        process = start()
        while process.poll() is None:
            told.memory[what] = max(told.memory.get(what, 0), memory(process.pid))
            if places and progress() >= places[0]:
                places.pop(0)
                time.sleep(drawn.random() * 0.05)
                process.send_signal(signal.SIGKILL)
                process.wait()
            else:
                time.sleep(POLL)
            if time.monotonic() - began > PATIENCE:
                process.kill()
                raise TimeoutError(what)
        ended = process.returncode == 0
        if not ended:
            assert process.returncode == -signal.SIGKILL, f"{what} ended with {process.returncode}"
            told.kills[what] += 1
            between()
    told.seconds[what] = time.monotonic() - began


def memory(pid: int) -> int:
    """Largest resident memory so far, MB; 0 when it is over."""
    try:
        text = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in text.splitlines() if line.startswith("VmHWM")), 0)


def ours(folder: Path, many: int, kills: int, drawn: random.Random) -> Told:
    """Everything, then the audit."""
    told = Told()
    with opened(folder) as site:
        site.run("prevenance.site.commands", "prepare")
        leaving = site.start("bench.outbox_programs", "withdraw", str(many), str(site.withdrawn))
        try:
            put_so_far = folder / "put.tsv"
            under_kills(
                "put",
                lambda: site.start("bench.outbox_programs", "put", str(many), awake_zone(), str(put_so_far)),
                counted(put_so_far),
                many,
                kills,
                drawn,
                told,
            )
            under_kills(
                "send",
                lambda: site.start("prevenance.site.commands", "people", "tick"),
                counted(site.received),
                int(many * 0.65),  # of those who withdraw, nothing comes
                kills,
                drawn,
                told,
                between=lambda: site.run("bench.outbox_programs", "age"),
            )
        finally:
            leaving.kill()
            leaving.wait()
        audit(site, many, told)
    return told


def audit(site: Site, many: int, told: Told) -> None:
    """Each message is sent once and was received once; or withdrawn and was not; or said to be unknown."""
    received: Counter[str] = Counter()
    begun: dict[str, float] = {}
    for line in site.received.read_text().splitlines():
        number, address, at = line.split("\t")
        received[number] += 1
        begun[address] = float(at)
    rows = [line.split("\t") for line in site.run("bench.outbox_programs", "states").splitlines()]
    keys = Counter(row[0] for row in rows)
    told.faults += [f"message {n}: {keys[name]} rows" for n in range(many) if keys[name := f"bench:{n:06d}"] != 1]
    for key, number, state, way in rows:
        many_times = received[number]
        told.outcome[state] += 1
        allowed = {"sent": (1,), "unknown": (0, 1), "withdrawn": (0,)}.get(state, ())
        if many_times not in allowed:
            told.faults.append(f"{key} is {state}, received {many_times} times")
        if state == "unknown":
            told.outcome["unknown, and received"] += many_times
        told.outcome[f"by {way}"] += many_times
    if told.outcome["unknown"] > told.kills["send"]:
        told.faults.append(f"{told.outcome['unknown']} unknown for {told.kills['send']} kills")
    if strangers := set(received) - {row[1] for row in rows}:
        told.faults.append(f"{len(strangers)} received that are in no row")
    for line in site.withdrawn.read_text().splitlines():
        number, at = line.split("\t")
        address = f"n{int(number):06d}@exemple.test" if int(number) % 2 else f"+33639{int(number):06d}"
        told.outcome["people who withdrew"] += 1
        if address in begun:
            told.outcome["of whom one message was leaving at that instant"] += 1
            if begun[address] > float(at) + IN_FLIGHT:
                told.faults.append(f"{number} was written to {begun[address] - float(at):.1f} s after withdrawing")


def peer(name: str, folder: Path, many: int, kills: int, drawn: random.Random) -> Told:
    """The same for another queue: mails only, and nobody withdraws, since it has no way to."""
    told = Told()
    with opened(folder) as site:
        environment = site.environment | {"PEER": name, "PEER_FOLDER": str(folder)}
        site = Site(folder, environment)
        began = time.monotonic()
        site.run("bench.outbox_peers", "put", str(many))
        told.seconds["put"] = time.monotonic() - began
        under_kills(
            "send",
            lambda: site.start("bench.outbox_peers", "send"),
            counted(site.received),
            int(many * 0.9),
            kills,
            drawn,
            told,
            between=lambda: site.run("bench.outbox_peers", "unlock"),
        )
        taken = Counter(line.split("\t")[1] for line in site.received.read_text().splitlines())
        told.outcome["lost"] = sum(not taken[f"n{n}@exemple.test"] for n in range(many))
        told.outcome["doubled"] = sum(count > 1 for count in taken.values())
        told.outcome["received too many times"] = sum(count - 1 for count in taken.values())
    return told


def bare(folder: Path, many: int) -> float:
    """Messages a second by smtplib and urllib alone, in one process, one after the other."""
    with opened(folder) as site:
        began = time.monotonic()
        site.run("bench.outbox_peers", "bare", str(many))
        took = time.monotonic() - began
        assert lines(site.received) == many
    return many / took


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--many", type=int, default=100_000)
    options.add_argument("--kills", type=int, default=6)
    options.add_argument("--peers", type=int, default=3_000)
    options.add_argument("--seed", type=int, default=24)
    given = options.parse_args()
    drawn = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for one in ("ours", "bare", *PEERS):
            (folder / one).mkdir()
        told = ours(folder / "ours", given.many, given.kills, drawn)
        limit = bare(folder / "bare", min(given.many, 10_000))
        show(given.many, told, limit)
        for one in PEERS if given.peers else ():
            show_peer(one, given.peers, peer(one, folder / one, given.peers, given.kills, drawn))
    return 1 if told.faults else 0


def show(many: int, told: Told, limit: float) -> None:
    sent = told.outcome["sent"]
    print(f"{many} messages; killed while putting: {told.kills['put']}, while sending: {told.kills['send']}")
    for what in sorted(told.outcome):
        print(f"  {what}: {told.outcome[what]}")
    print(f"  put: {told.seconds['put']:.0f} s, {many / told.seconds['put']:.0f} a second, {told.memory['put']} MB")
    rate = sent / told.seconds["send"]
    print(f"  sent: {told.seconds['send']:.0f} s, {rate:.0f} a second, {told.memory['send']} MB")
    print(f"  smtplib and urllib alone: {limit:.0f} a second; ours: {rate / limit:.0%} of it")
    print(f"  load of the machine at the end: {os.getloadavg()[0]:.1f}")
    print(
        f"FAULTS: {len(told.faults)}" if told.faults else "no fault: none lost, none doubled, none after a withdrawal"
    )
    for fault in told.faults[:20]:
        print("  ", fault)


def show_peer(name: str, many: int, told: Told) -> None:
    rate = many / told.seconds["send"]
    print(f"{name}, {many} mails, killed while sending: {told.kills['send']}")
    print(f"  put {many / told.seconds['put']:.0f} a second; sent {rate:.0f} a second, {told.memory['send']} MB")
    print("  " + ", ".join(f"{what}: {count}" for what, count in told.outcome.items()))


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.exit(main())
