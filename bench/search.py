"""One search among the places of a whole country, in process: understanding the sentence, filtering, the nearest.

    python bench/search.py [--places 700000] [--requests 2000] [--seed 1]

Places are invented and written straight into a database of their own (records are not: a search does not read them),
with opening hours for six in ten, drawn among 3,000 different weeks; one in three is known to be accessible. Requests
are drawn from words, communes and filters; a quarter ask for a day or an hour, a fifth for a wheelchair access. Parts:
`sentence` (understanding, the commune included), `filtered` (kinds, opening, access → ids and distances of the ten
nearest, from memory), `shown` (the same, with the details of eight places read from the database and their opening
told). A first pass builds the indexes and reads the hours; it is told apart. Each time is told twice: of processor,
which hardly depends on what else the machine does, and of the clock on the wall.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import statistics
import tempfile
import time
from collections import defaultdict
from typing import Any

WHAT = (
    "dentiste", "pharmacie", "médecin", "infirmière", "sage-femme", "laboratoire", "vaccin grippe", "test vih",
    "mammographie", "maison de santé", "ophtalmo", "dantiste", "farmacie", "kit colorectal", "france services",
)  # fmt: skip
WHEN = ("ouvert mercredi", "ouvert samedi matin", "ouvert après 18h", "ouvert dimanche")
Times = list[tuple[float, float]]  # milliseconds of processor, on the wall
ON = dt.date(2026, 11, 24)
AT = dt.datetime(2026, 11, 24, 9, 30, tzinfo=dt.UTC)


def weeks(draw: random.Random) -> list[str]:
    found = []
    for _ in range(3000):
        opens, closes = draw.choice((8, 8.5, 9, 9.5)), draw.choice((17, 18, 18.5, 19, 19.5))
        noon = draw.choice(("12:00-14:00", "12:15-14:00", "12:30-13:45"))
        first, second = noon.split("-")
        hours = f"{_clock(opens)}-{first},{second}-{_clock(closes)}"
        days = draw.choice(("Mo-Fr", "Mo-Sa", "Mo,Tu,Th,Fr", "Tu-Sa"))
        saturday = draw.choice(("", f"; Sa 09:{draw.randrange(0, 60, 5):02d}-12:{draw.randrange(0, 60, 5):02d}"))
        sunday = draw.choice(("", "", "", "; Su 09:00-12:00"))
        found.append(f"{days} {hours}{saturday}{sunday}; PH off")
    return found


def _clock(hours: float) -> str:
    return f"{int(hours):02d}:{int(hours % 1 * 60):02d}"


def fill(many: int, draw: random.Random) -> None:
    from django.db import connection, transaction

    from prevenance.offer.choices import PLACE_KINDS
    from prevenance.offer.models import Place, PlaceKind, Revision
    from prevenance.territories.queries.register import register

    known = register()
    kinds = [
        kind for kind in PLACE_KINDS for _ in range(5 if kind in ("pharmacy", "doctor", "nurse", "dentist") else 1)
    ]
    where = draw.choices(range(len(known.codes)), (known.population + 1.0) ** 0.5, k=many)
    hours = weeks(draw)
    with transaction.atomic(), connection.cursor():
        for start in range(0, many, 20_000):
            places, links = [], []
            for number in range(start, min(start + 20_000, many)):
                commune = where[number]
                kind = draw.choice(kinds)
                identifier = f"b{number:07d}"
                places.append(
                    Place(
                        id=identifier,
                        source="bench",
                        kind=kind,
                        name=f"Lieu {number}",
                        commune_code=known.codes[commune],
                        commune_name=known.names[commune],
                        latitude=float(known.latitude[commune]) + draw.gauss(0, 0.01),
                        longitude=float(known.longitude[commune]) + draw.gauss(0, 0.014),
                        opening_hours=draw.choice(hours) if draw.random() < 0.6 else "",
                        wheelchair=draw.choice(("yes", "no", "unknown")),
                    )
                )
                links.append(PlaceKind(place_id=identifier, kind=kind))
            Place.objects.bulk_create(places)
            PlaceKind.objects.bulk_create(links)
        Revision.objects.create(at=AT, cause="bench")


def requests_of(many: int, draw: random.Random) -> list[str]:
    from prevenance.territories.queries.register import register

    known = register()
    communes = draw.choices(known.names, (known.population + 1.0) ** 0.5, k=many)
    found = []
    for name in communes:
        when = draw.choice(WHEN) if draw.random() < 0.25 else ""
        access = "accessible en fauteuil" if draw.random() < 0.2 else ""
        found.append(" ".join(filter(None, (draw.choice(WHAT), when, access, f"à {name}"))))
    return found


def told(name: str, times: Times) -> str:
    processor, wall = (statistics.quantiles(part, n=100) for part in zip(*times, strict=True))
    shown = [f"p{p} {processor[p - 1]:6.2f} ({wall[p - 1]:6.2f})" for p in (50, 95, 99)]
    return f"{name:28} {len(times):5}  {'  '.join(shown)} ms of processor (wall)"


def measured(sentences: list[str]) -> dict[str, Times]:
    from prevenance import catalogue
    from prevenance.offer.queries import index, nearest, requests
    from prevenance.plans import queries

    book = catalogue.load()
    times: dict[str, Times] = defaultdict(list)

    def timed(name: str, do: Any) -> Any:
        processor, wall = time.thread_time(), time.perf_counter()
        result = do()
        times[name].append(((time.thread_time() - processor) * 1000, (time.perf_counter() - wall) * 1000))
        return result

    for sentence in sentences:
        request = timed("sentence", lambda said=sentence: requests.read(said, on=ON))
        here = request.where.commune
        if here is None or not (request.act or request.kinds):
            continue
        kinds = list(request.kinds) or [str(one.kind) for one in book.acts[request.act].done_at][:4]
        weeks = nearest.weeks_asked(request.when, None)

        def filtered(kinds: Any = kinds, here: Any = here, request: Any = request, weeks: Any = weeks) -> Any:
            return index.current().nearest(
                kinds,
                here.latitude,
                here.longitude,
                wanted=10,
                within_km=50,
                accessible=request.accessible,
                weeks=weeks,
            )

        group = "filtered" if request.when or request.accessible else "no filter"
        timed(f"{group}, one kind" if len(kinds) == 1 else f"{group}, several kinds", filtered)
        timed("shown", lambda r=request, h=here: queries.places_asked(book, r, here=h, at=AT, limit=8))
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--places", type=int, default=700_000)
    parser.add_argument("--requests", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    draw = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PREVENANCE_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "prevenance.site.settings"
        import django

        django.setup()
        from django.core.management import call_command

        from prevenance.territories import queries as territories

        call_command("migrate", verbosity=0, interactive=False)
        begun = time.perf_counter()
        fill(options.places, draw)
        print(f"{options.places} places written in {time.perf_counter() - begun:.0f} s; load {os.getloadavg()[0]:.1f}")
        territories.load()
        sentences = requests_of(options.requests, draw)
        begun = time.perf_counter()
        first = measured(sentences[: min(300, len(sentences) // 2)])
        print(f"first pass, indexes built and hours read on the way: {time.perf_counter() - begun:.1f} s")
        print(told("  its searches", first["shown"]))
        for name, found in sorted(measured(sentences).items()):
            print(told(name, found))
        django.db.connections.close_all()


if __name__ == "__main__":
    main()
