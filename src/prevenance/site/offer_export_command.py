"""`prevenance offer export`: the inventory as files that others can use again."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import django

from prevenance.kit import clock, territory

if TYPE_CHECKING:
    from prevenance.offer.presenters import exports


def export(arguments: argparse.Namespace) -> int:
    """Every file is whole or absent: written aside, moved when all of it is there. Exit code 1: run it again."""
    django.setup()
    from prevenance.site import serve_command

    serve_command.migrate_database()
    from prevenance.offer.choices import PLACE_KINDS
    from prevenance.offer.presenters import exports
    from prevenance.offer.queries import published

    if unknown := [kind for kind in arguments.kind if kind not in PLACE_KINDS]:
        print(f"{unknown[0]}: no such kind. The kinds are {', '.join(PLACE_KINDS)}.", file=sys.stderr)
        return 2
    wanted = published.Wanted(
        kinds=arguments.kind,
        communes=arguments.commune,
        departments=arguments.department,
        with_demo=arguments.demo,
        with_unclear_licences=arguments.with_unclear_licences,
    )
    identity = territory.identity()
    about = exports.About(at=clock.now(), publisher=identity.publisher or identity.name)
    arguments.to.mkdir(parents=True, exist_ok=True)
    before = published.revision()
    with tempfile.TemporaryDirectory(dir=arguments.to, prefix=".unfinished-") as aside:
        files: list[Path] = []
        for name in arguments.format or exports.FORMATS:
            started = time.perf_counter()
            try:
                written = exports.FORMATS[name](published.published(wanted), Path(aside), about)
            except exports.NotInstalled as missing:
                print(f"{name}: left out. {missing}", file=sys.stderr)
                if arguments.format:
                    return 2
                continue
            files += written.files
            _told(name, written, time.perf_counter() - started)
        if published.revision() != before:
            print("The places changed while they were being written: nothing was kept. Run it again.", file=sys.stderr)
            return 1
        for path in files:
            path.replace(arguments.to / path.name)
    print(f"In {arguments.to}: {', '.join(path.name for path in files)}")
    return 0


def _told(name: str, written: exports.Written, seconds: float) -> None:
    left_out = ", ".join(f"{many} left out ({reason})" for reason, many in sorted(written.left_out.items()))
    print(f"{name}: {written.kept} places in {seconds:.1f} s" + (f"; {left_out}" if left_out else ""), file=sys.stderr)
