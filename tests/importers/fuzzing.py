"""Valid files spoilt in ways that real files are, and some that only an enemy thinks of. A seed gives the same files.

`READERS_SAMPLES` has one line for each source that is put to the test: register a reader here.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from pathlib import Path

from prevenance.formats import files
from prevenance.formats.refusals import FileRefused
from prevenance.offer.choices import sources
from prevenance.offer.importers import READERS
from prevenance.offer.operations.placing import Placing
from tests.importers import samples, social_samples

TODAY = dt.date(2026, 11, 24)

# Source → one small valid file, or several forms of it.
READERS_SAMPLES: dict[str, tuple[bytes, ...]] = {
    "aidants_connect": (social_samples.AIDANTS_CONNECT,),
    "annuaire_practices": (samples.ANNUAIRE,),
    "conseillers_numeriques": (social_samples.MEDIATION,),
    "digital_mediation": (social_samples.MEDIATION,),
    "fhir_places": (
        samples.FHIR,
        b"\n".join(samples.FHIR for _ in range(2)),
    ),
    "finess_activities": (samples.FINESS_ACTIVITIES,),
    "finess_extract": (samples.FINESS_EXTRACT,),
    "finess_structures": (samples.FINESS_STRUCTURES,),
    "france_services": (social_samples.FRANCE_SERVICES,),
    "hsds_places": (samples.HSDS, samples.package(samples.HSDS_TABLES)),
    "inclusion_structures": social_samples.STRUCTURES,
    "prevenance_places": (social_samples.PUBLISHED,),
}

# Pieces that readers trip over: signs of every notation, numbers out of bounds, text that is not UTF-8, depth, nothing.
TOKENS: tuple[bytes, ...] = (
    *(b"\x00", b'"', b'""', b"'", b"{", b"}", b"[", b"]", b";", b"|", b",", b"\n", b"\r", b"\r\n", b"\\", b"\\u0000"),
    *(b"null", b"true", b"[]", b"{}", b'""', b"-1", b"0", b"1e999", b"-1e999", b"NaN", b"9" * 400, b"9" * 5000, b"1.5"),
    *(b"\xff\xfe", b"\xc3", b"\xe9", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xe2\x80\xae", b"\\ud800", "é".encode() * 50),
    *(b"[" * 80, b'{"a":' * 80, b"A" * 3000, b"=cmd|'/c'!A0", b"<script>alert(1)</script>", b"../../etc/passwd"),
    *(b"2026-13-45", b"0001-01-01", b"99999-01-01", b"PK\x03\x04", b"\x1f\x8b", b"urn:uuid:", b"24:61:00", b"UTM_N99"),
)


def spoilt(sample: bytes, chance: random.Random) -> bytes:
    """The sample after one to six accidents."""
    content = bytearray(sample)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(content) + 1)
        end = min(len(content), at + int(chance.expovariate(1 / 20)))
        accident = chance.randrange(7)
        if accident == 0:
            content[at:at] = chance.choice(TOKENS)
        elif accident == 1:
            content[at:end] = chance.choice(TOKENS)
        elif accident == 2:
            del content[at:end]
        elif accident == 3 and at < len(content):
            content[at] ^= 1 << chance.randrange(8)
        elif accident == 4:
            content[at:at] = content[at:end] * chance.randint(1, 30)
        elif accident == 5 and chance.random() < 0.3:
            del content[at:]
        else:
            other = chance.randrange(len(content) + 1)
            content[other:other] = content[at:end]
    return bytes(content)


def outcome(source: str, content: bytes, path: Path) -> str:
    """`read`, or the reason why the file is refused. Any other error is a fault of the reader, and is raised.

    Every row is placed as an import does; a draft that is kept has an id, a name and a position.
    """
    path.write_bytes(content)
    placing = Placing(source, today=TODAY)
    try:
        for draft in READERS[sources.sources()[source].reader](files.checked(path)):
            row = placing.settled(draft)
            assert row is None or (row["id"] and row["name"] and -90 <= row["latitude"] <= 90)
    except FileRefused as refused:
        return refused.reason
    return "read"


def outcomes(source: str, count: int, path: Path, *, seed: int) -> Counter[str]:
    """What became of `count` spoilt files."""
    chance = random.Random(f"{source} {seed}")
    forms = READERS_SAMPLES[source]
    return Counter(outcome(source, spoilt(chance.choice(forms), chance), path) for _ in range(count))
