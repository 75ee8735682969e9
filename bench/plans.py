"""One plan of one person: what its parts take, alone and with the nearest of a hundred thousand places.

    python bench/plans.py [--people 20] [--places 120000] [--seed 1] [--on YYYY-MM-DD]

Residents are invented: an age and a sex, then the questions in our order, each answered as the catalogue's priors say
that such people answer, to the end. A plan is timed at every step. Places are invented too (named as fictional, in real
communes of the whole country, drawn by the root of the population; five times as many pharmacies, doctors, nurses and
dentists as of each other kind) and imported by the ordinary import into a database of their own, removed at the end.
"""

import argparse
import csv
import datetime as dt
import os
import random
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

LIMIT_MS = 100.0
HOURS = ("Mo-Fr 09:00-12:15,14:00-19:15; Sa 09:00-12:30; PH off", "We 13:30-17:30; Sa 09:00-12:00; PH off", "24/7", "")
AGES = (0, 1, 4, 10, 13, 17, 22, 30, 38, 46, 52, 58, 63, 67, 71, 76, 83, 91)
MOST_SCREENS = 80

Answers = dict[str, Any]
Times = dict[str, list[float]]


def as_answer(value: object) -> object:
    """A value of the rules as a JSON profile gives it."""
    from prevenance.rules.facts import History

    if isinstance(value, dt.date):
        return value.isoformat()
    if not isinstance(value, History):
        return value
    if value.is_never:
        return "never"
    return [day.isoformat() for day in value.dates] or "done"


def walk(draw: random.Random, on: dt.date) -> Iterator[Answers]:
    """The answers of one resident, from age and sex to the end of the questions."""
    from prevenance import catalogue
    from prevenance.plans import queries
    from prevenance.rules import priors, profiles
    from prevenance.rules.refusals import Refused

    book = catalogue.load()
    born = on - dt.timedelta(days=int((draw.choice(AGES) + draw.random()) * 365.2))
    answers: Answers = {"birth_date": born.isoformat(), "sex": draw.choice(("female", "male"))}
    for _ in range(MOST_SCREENS):
        yield dict(answers)
        plan = queries.plan(answers, on=on, book=book)
        if plan.next_question is None:
            return
        for name in plan.next_question.facts:
            options = priors.scenarios(book.facts[name], book.priors, plan.profile)
            values, weights = zip(*options, strict=True) if options else ((None,), (1,))
            typed = answers | {name: as_answer(draw.choices(values, weights)[0])}
            try:
                profiles.read(book.facts, typed, on=on)
            except Refused:  # two draws that do not go together: this one is not known
                typed[name] = None
            answers = typed


def made_places(path: Path, many: int, draw: random.Random) -> None:
    """The table of `many` fictional places, in the columns of the demonstration."""
    from prevenance.offer.choices import PLACE_KINDS
    from prevenance.territories.queries.register import register

    known = register()
    communes = [known.commune(i) for i in range(len(known.codes))]
    communes = [one for one in communes if one.postal_codes]
    chosen = draw.choices(communes, [one.population**0.5 for one in communes], k=many)
    kinds = sorted(str(kind) for kind in PLACE_KINDS)
    columns = (
        "id kind name address postal_code commune_code latitude longitude phone opening_hours wheelchair content_on"
    )
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(columns.split())
        for number, commune in enumerate(chosen):
            kind = draw.choices(
                kinds, [5 if one in ("pharmacy", "doctor", "nurse", "dentist") else 1 for one in kinds]
            )[0]
            north, east = draw.gauss(0, 0.01), draw.gauss(0, 0.014)
            row = (
                f"{kind}-{number}",
                kind,
                f"Lieu fictif {number % 9000}",
                "rue de l'Exemple",
                commune.postal_codes[0],
            )
            row += (commune.code, f"{commune.latitude + north:.5f}", f"{commune.longitude + east:.5f}", "")
            writer.writerow((*row, draw.choice(HOURS), draw.choice(("yes", "no", "unknown")), "2026-11-01"))


def import_places(folder: Path, many: int, draw: random.Random, at: dt.datetime) -> None:
    from django.core.management import call_command

    from prevenance.offer import operations, queries
    from prevenance.offer.choices import DEMO_SOURCE

    call_command("migrate", verbosity=0, interactive=False)
    made_places(folder / "places.csv", many, draw)
    report = operations.import_file(folder / "places.csv", at=at, source=DEMO_SOURCE)
    if queries.places_count() < many * 0.99:
        raise SystemExit(f"The import kept {report.kept} of {report.read} places: {report.refused} {report.problem}")
    print(f"{queries.places_count()} fictional places imported in {report.seconds:.1f} s")


def timed(times: list[float], do: Callable[[], Any]) -> Any:
    start = time.perf_counter()
    result = do()
    times.append((time.perf_counter() - start) * 1000)
    return result


def time_plan(times: Times, answers: Mapping[str, Any], on: dt.date, at: dt.datetime, near: Any) -> None:
    """Every part of one plan, then the whole."""
    from prevenance import catalogue
    from prevenance.plans import queries
    from prevenance.rules import evaluating, profiles

    book = catalogue.load()
    rules = list(book.rules(on))
    profile = timed(times["reading the profile"], lambda: profiles.read(book.facts, answers, on=on))
    verdicts = timed(times["judging every rule"], lambda: {r.id: evaluating.judge(r, profile) for r in rules})
    closed = {name for name, value in answers.items() if value is None}
    timed(times["next question"], lambda: queries.next_question(book, profile, verdicts, closed))
    plan = timed(times["plan, no question, no places"], lambda: queries.plan(answers, on=on, asking=False, book=book))
    acts = sorted({item.act for item in plan.items if item.status in queries.WITH_PLACES})

    def places() -> None:
        for act in acts:
            queries.places_for(book, act, profile, near=near, at=at, limit=queries.PLACES_EACH)

    timed(times["places of every act"], places)
    timed(times["plan and question"], lambda: queries.plan(answers, on=on, book=book))
    timed(times["plan and places"], lambda: queries.plan(answers, on=on, at=at, near=near, asking=False, book=book))
    timed(times["plan, question and places"], lambda: queries.plan(answers, on=on, at=at, near=near, book=book))


def told(name: str, times: list[float]) -> str:
    cuts = statistics.quantiles(times, n=100)
    shown = "  ".join(f"p{which} {cuts[which - 1]:7.2f}" for which in (50, 95, 99))
    return f"{name:30} {len(times):5}  {shown}  max {max(times):7.2f} ms   p95/limit {cuts[94] / LIMIT_MS:5.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--places", type=int, default=120_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--on", type=dt.date.fromisoformat, default=dt.date(2026, 11, 24))
    options = parser.parse_args()
    draw = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PREVENANCE_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "prevenance.site.settings"
        import django

        django.setup()
        from prevenance.plans import queries
        from prevenance.territories.queries.register import register

        at = dt.datetime.combine(options.on, dt.time(9, 30), tzinfo=dt.UTC)
        import_places(Path(folder), options.places, draw, at)
        known = register()
        people = [list(walk(draw, options.on)) for _ in range(options.people)]
        steps = [(answers, known.commune(draw.randrange(len(known.codes)))) for walked in people for answers in walked]
        print(f"{options.people} residents, {len(steps)} plans; load average {os.getloadavg()[0]:.1f}")
        times: Times = defaultdict(list)
        first: list[float] = []
        answers, commune = steps[0]
        near = queries.Near(commune.latitude, commune.longitude)
        timed(first, lambda: queries.plan(answers, on=options.on, at=at, near=near))
        for answers, commune in steps:
            time_plan(times, answers, options.on, at, queries.Near(commune.latitude, commune.longitude))
        for name, found in times.items():
            print(told(name, found))
        print(f"the very first plan with places, which builds the indexes in memory: {first[0]:.0f} ms, once a process")
        django.db.connections.close_all()


if __name__ == "__main__":
    main()
