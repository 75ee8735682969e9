"""A country's inventory imported: time, memory, against the floor of reading the file and writing bare rows.

    python -m bench.import_places --rows 700000

Invented places, spread over the real communes by population; the file has the columns of the digital mediation schema.
The import runs in a process of its own, on a new database, and its peak memory is that of this process.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from prevenance.territories.queries import register

COLUMNS = (
    *("id", "nom", "commune", "code_postal", "code_insee", "adresse", "latitude", "longitude", "telephone"),
    *("site_web", "horaires", "date_maj", "services"),
)
HOURS = ("Mo-Fr 09:00-12:00,14:00-17:00; PH off", "Tu,Th 10:00-18:00", "", "", "Mo-Sa 09:00-19:00")
STREETS = ("rue Jean Jaurès", "avenue de la Gare", "place de la Mairie", "rue des Écoles", "boulevard Pasteur")


def written(path: Path, rows: int, seed: int = 1) -> None:
    """The invented file. One telephone in ten is not understood, one position in fifty is missing."""
    drawn = random.Random(seed)
    book = register.register()
    communes = [book.commune(index) for index in range(len(book.codes))]
    weights = [commune.population + 200 for commune in communes]
    with path.open("w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file)
        lines.writerow(COLUMNS)
        for number, commune in enumerate(drawn.choices(communes, weights, k=rows)):
            latitude, longitude = commune.latitude + drawn.gauss(0, 0.01), commune.longitude + drawn.gauss(0, 0.01)
            is_placed = drawn.random() > 0.02
            phone = f"03 {drawn.randrange(10**8):08d}" if drawn.random() > 0.1 else "voir le site"
            lines.writerow(
                (
                    f"fictif-{number}",
                    f"Lieu fictif {number} de {commune.name}",
                    commune.name,
                    next(iter(commune.postal_codes), ""),
                    commune.code,
                    f"{drawn.randrange(1, 200)} {drawn.choice(STREETS)}",
                    f"{latitude:.5f}" if is_placed else "",
                    f"{longitude:.5f}" if is_placed else "",
                    phone,
                    "",
                    drawn.choice(HOURS),
                    f"202{drawn.randrange(4, 7)}-0{drawn.randrange(1, 10)}-1{drawn.randrange(10)}",
                    "Aide aux démarches administratives|Accès internet et matériel informatique",
                )
            )


def floor(path: Path, folder: Path) -> float:
    """Seconds of CPU to read the file with `csv` and write its cells in one table."""
    started = time.process_time()
    with sqlite3.connect(folder / "floor.sqlite3") as database, path.open(newline="", encoding="utf-8") as file:
        database.execute(f"CREATE TABLE place ({', '.join(COLUMNS)})")
        rows = csv.reader(file)
        next(rows)
        database.executemany(f"INSERT INTO place VALUES ({', '.join('?' * len(COLUMNS))})", rows)
    database.close()
    return time.process_time() - started


def imported(path: Path) -> dict[str, float]:
    """In the process that measures itself."""
    import datetime as dt

    import django

    django.setup()
    from django.core.management import call_command

    from prevenance.offer import operations

    call_command("migrate", verbosity=0)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    started, cpu = time.perf_counter(), time.process_time()
    report = operations.import_file(path, at=dt.datetime.now(dt.UTC), source="digital_mediation")
    used = {"seconds": time.perf_counter() - started, "cpu": time.process_time() - cpu}
    return {
        **used,
        "kept": report.kept,
        "base_mb": before,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=700_000)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.file:
        print(json.dumps(imported(arguments.file)))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "lieux.csv"
        written(path, arguments.rows)
        print(f"{arguments.rows} rows, {path.stat().st_size >> 20} MB")
        least = floor(path, folder)
        print(f"floor, csv to bare rows: {least:.1f} s of CPU")
        (folder / "data").mkdir()
        environment = {
            **os.environ,
            "PREVENANCE_DATA": str(folder / "data"),
            "DJANGO_SETTINGS_MODULE": "prevenance.site.settings",
        }
        run = [sys.executable, "-m", "bench.import_places", "--file", str(path)]
        told = json.loads(subprocess.run(run, env=environment, check=True, capture_output=True, text=True).stdout)
        size = (folder / "data/prevenance.sqlite3").stat().st_size >> 20
        print(
            f"import: {told['kept']} places in {told['seconds']:.0f} s ({told['cpu']:.0f} s of CPU,"
            f" {told['cpu'] / least:.0f} times the floor), {told['base_mb']:.0f} MB at the start,"
            f" {told['peak_mb']:.0f} MB at most, database of {size} MB"
        )


if __name__ == "__main__":
    main()
