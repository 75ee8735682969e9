"""A coverage-guided fuzzer (Atheris) on one reader: python -m scripts.fuzz_readers SOURCE -runs=10000

Looks for any error other than a refusal. Needs the `fuzz` extra (Linux). The samples of the tests are its first corpus;
`-max_total_time=60`, `-rss_limit_mb=700` and the other options are those of libFuzzer. Readers that ask the database
what an earlier import said find nothing there: those are better tried by the `long` tests.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import atheris

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "prevenance.site.settings")

with atheris.instrument_imports(include=["prevenance.formats", "prevenance.offer.importers"]):
    import django

    django.setup()
    from prevenance.formats import fhir, hsds  # noqa: F401
    from prevenance.offer import importers  # noqa: F401

from tests.importers import fuzzing


def main() -> None:
    source, *options = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus"
        corpus.mkdir()
        for rank, sample in enumerate(fuzzing.READERS_SAMPLES[source]):
            (corpus / str(rank)).write_bytes(sample)
        path = Path(folder) / "file"

        def one_input(content: bytes) -> None:
            fuzzing.outcome(source, content, path)

        atheris.Setup([sys.argv[0], *options, str(corpus)], one_input)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
