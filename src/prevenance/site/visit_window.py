"""One process judges the visits that all the processes of a server see: who opens two links is then seen twice.

The first that gets the lock of the data folder listens on a socket there; the others send what they saw, from memory to
memory: nothing is written on the way. When it ends, the next one that sees something takes its place. Where that
cannot be (no such sockets, a path too long), each judges alone, which counts more machines (docs/benchmarks.md).
"""

from __future__ import annotations

import atexit
import contextlib
import datetime as dt
import multiprocessing.util
import os
import socket
import threading
from pathlib import Path

from django.db import DatabaseError, connection

from prevenance.campaigns.operations import visits
from prevenance.kit import clock

PATH_MOST = 100  # bytes of the name of a socket, as systems allow
EVENT_MOST = 65_536  # bytes
SETTLED_EVERY = 5.0  # seconds
SWEPT_EVERY = dt.timedelta(hours=1)


class Window:
    """Of one data folder. `hand` gives an event to whoever judges; False: this process judges alone."""

    def __init__(self, folder: Path) -> None:
        self.path, self.lock_path = folder / "visits.socket", folder / "visits.lock"
        self._sender: socket.socket | None = None
        self._starting = threading.Lock()
        self._is_judge = False
        self._held: object = None  # the lock, as long as this process lives

    def hand(self, told: bytes) -> bool:
        """Sends it, or becomes the one who judges when nobody listens any more."""
        if self._is_judge:
            return False
        if len(told) <= EVENT_MOST and self._send(told):
            return True
        with self._starting:
            if not self._is_judge and self._take_place():
                threading.Thread(target=self._listen, name="visits", daemon=True).start()
        return not self._is_judge and len(told) <= EVENT_MOST and self._send(told)

    def _send(self, told: bytes) -> bool:
        try:
            if self._sender is None:
                self._sender = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
                self._sender.settimeout(0.2)
            self._sender.sendto(told, str(self.path))
        except OSError:
            return False
        return True

    def _take_place(self) -> bool:
        import fcntl

        # Of this user only: who can open it could hold it for ever.
        held = os.fdopen(os.open(self.lock_path, os.O_RDWR | os.O_CREAT, 0o600), "w")
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self.path.unlink(missing_ok=True)
            self._receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            self._receiver.settimeout(SETTLED_EVERY)
            before = os.umask(0o177)  # nobody else may write there
            try:
                self._receiver.bind(str(self.path))
            finally:
                os.umask(before)
        except OSError:
            held.close()
            return False
        self._held, self._is_judge = held, True
        return True

    def _listen(self) -> None:
        swept = clock.now() - SWEPT_EVERY
        while True:
            told = b""
            with contextlib.suppress(TimeoutError):
                told = self._receiver.recv(EVENT_MOST)
            # A database busy or away for an instant: what was not written goes on waiting, then is told unknown. What
            # is no event (a process of another version, a message cut) must not end the listening.
            with contextlib.suppress(DatabaseError, ValueError, TypeError, KeyError, AttributeError):
                if told:
                    visits.receive(told)
                    continue
                visits.settle(at=clock.now())
                if clock.now() - swept >= SWEPT_EVERY:
                    visits.sweep(at=clock.now())
                    swept = clock.now()
            connection.close()


def open_in(folder: Path) -> None:
    """From now on this process shares its window, and judges what it holds when it ends normally."""
    # A process that another one made ends without `atexit`, but hears the finalizers of multiprocessing.
    if multiprocessing.parent_process() is None:
        atexit.register(visits.close)
    else:
        multiprocessing.util.Finalize(None, visits.close, exitpriority=10)
    if hasattr(socket, "AF_UNIX") and len(os.fsencode(folder)) <= PATH_MOST - len("/visits.socket"):
        visits.hand_to(Window(folder).hand)
