"""Search of communes: how often the one meant is among the first answers, how fast, against two named peers.

    python bench/territories.py [--queries 4000] [--seed 1]

Queries are generated: half the communes are drawn by population, half evenly; each is typed in one of the ways of WAYS,
with errors of the keyboard (AZERTY neighbours) and of the ear. In the same run, peers get the same text without
accents: rapidfuzz `process.extract` over all names (ties by population), and SQLite FTS5 with its trigram tokenizer
(OR of the trigrams, bm25, then population).
"""

import argparse
import random
import resource
import sqlite3
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Sequence

from rapidfuzz import fuzz, process

from prevenance.territories import queries
from prevenance.territories.queries import spelling
from prevenance.territories.queries.register import Commune, register

KEYBOARD = ("azertyuiop", "qsdfghjklm", "wxcvbn")
HEARD_AS = (
    "ph>f qu>k c>k ss>s ll>l nn>n tt>t mm>m rr>r eau>o au>o ai>e en>an an>en ain>in in>ain y>i h> ce>se ci>si x>ks z>s "
    "th>t ge>je gu>g l>ll n>nn"
)
HEARD = [(written, heard) for pair in HEARD_AS.split() for written, _, heard in [pair.partition(">")]]

Peer = Callable[[str], Sequence[str]]  # what is typed -> INSEE codes, best first


def neighbour_key(letter: str, draw: random.Random) -> str:
    for row in KEYBOARD:
        if letter in row:
            place = row.index(letter)
            return draw.choice([row[i] for i in (place - 1, place + 1) if 0 <= i < len(row)])
    return draw.choice("aeinrst")


def slip(text: str, draw: random.Random) -> str:
    """One error of the fingers, on a letter."""
    places = [i for i, letter in enumerate(text) if letter.isalpha()]
    i = draw.choice(places)
    kind = draw.choice(["drop", "double", "swap", "neighbour", "extra"])
    if kind == "drop":
        return text[:i] + text[i + 1 :]
    if kind == "double":
        return text[:i] + text[i] + text[i:]
    if kind == "swap" and i + 1 < len(text):
        return text[:i] + text[i + 1] + text[i] + text[i + 2 :]
    if kind == "extra":
        return text[:i] + neighbour_key(text[i], draw) + text[i:]
    return text[:i] + neighbour_key(text[i], draw) + text[i + 1 :]


def misheard(text: str, draw: random.Random) -> str:
    """One group of letters written as it is heard; a slip when there is none."""
    possible = [(written, heard) for written, heard in HEARD if written in text]
    if not possible:
        return slip(text, draw)
    written, heard = draw.choice(possible)
    return text.replace(written, heard, 1)


def plain(commune: Commune) -> str:
    return spelling.plain(commune.name)


def abbreviated(commune: Commune) -> str:
    words = [{"saint": "st", "sainte": "ste", "sur": "s/"}.get(word, word) for word in plain(commune).split()]
    return " ".join(words).replace("s/ ", "s/")


def postal_code(commune: Commune, draw: random.Random) -> str:
    return draw.choice(commune.postal_codes) if commune.postal_codes else ""


WAYS: dict[str, Callable[[Commune, random.Random], str]] = {
    "as written": lambda c, d: c.name,
    "without accents or hyphens": lambda c, d: plain(c),
    "abbreviated, in capitals": lambda c, d: abbreviated(c).upper(),
    "words run together": lambda c, d: plain(c).replace(" ", ""),
    "begun (two thirds)": lambda c, d: plain(c)[: max(4, len(plain(c)) * 2 // 3)],
    "with its postal code": lambda c, d: f"{postal_code(c, d)} {plain(c)}",
    "with its department": lambda c, d: f"{plain(c)} {d.choice([c.department, c.department_name])}",
    "its main words": lambda c, d: " ".join(spelling.main_words(plain(c))),
    "its last main word": lambda c, d: spelling.main_words(plain(c))[-1],
    "one slip": lambda c, d: slip(plain(c), d),
    "two slips": lambda c, d: slip(slip(plain(c), d), d),
    "misheard": lambda c, d: misheard(plain(c), d),
    "misheard and a slip": lambda c, d: slip(misheard(plain(c), d), d),
    "a slip, with its postal code": lambda c, d: f"{slip(plain(c), d)} {postal_code(c, d)}",
    "postal code only": lambda c, d: postal_code(c, d),
}
LONG_ENOUGH = {
    "one slip": 5,
    "misheard": 5,
    "a slip, with its postal code": 5,
    "two slips": 8,
    "misheard and a slip": 8,
}


def generated(number: int, draw: random.Random) -> list[tuple[str, str, str]]:
    """(way, text, code of the commune meant)"""
    everyone = register()
    weights = everyone.population.tolist()
    cases: list[tuple[str, str, str]] = []
    while len(cases) < number:
        way = list(WAYS)[len(cases) % len(WAYS)]
        place = draw.choices(range(len(weights)), weights)[0] if draw.random() < 0.5 else draw.randrange(len(weights))
        commune = everyone.commune(place)
        text = WAYS[way](commune, draw) if len(plain(commune)) >= LONG_ENOUGH.get(way, 0) else ""
        if text.strip():
            cases.append((way, text, commune.code))
    return cases


def ours(text: str) -> Sequence[str]:
    return [match.commune.code for match in queries.communes_matching(text)[:5]]


def rapidfuzz_peer() -> Peer:
    everyone = register()
    order = sorted(range(len(everyone.codes)), key=lambda i: -everyone.population[i])
    names = [spelling.plain(everyone.names[i]) for i in order]

    def ask(text: str) -> Sequence[str]:
        found = process.extract(spelling.plain(text), names, scorer=fuzz.ratio, limit=5)
        return [everyone.codes[order[place]] for _, _, place in found]

    return ask


def sqlite_peer() -> Peer:
    everyone = register()
    base = sqlite3.connect(":memory:")
    base.execute(
        "create virtual table names using fts5(name, code unindexed, population unindexed, tokenize='trigram')"
    )
    rows = [
        (spelling.plain(n), c, int(p))
        for n, c, p in zip(everyone.names, everyone.codes, everyone.population, strict=True)
    ]
    base.executemany("insert into names values (?, ?, ?)", rows)

    def ask(text: str) -> Sequence[str]:
        asked = spelling.plain(text)
        trigrams = sorted({asked[i : i + 3] for i in range(len(asked) - 2)})
        if not trigrams:
            return []
        wanted = " OR ".join(f'"{trigram}"' for trigram in trigrams)
        sql = "select code from names where names match ? order by bm25(names), population desc limit 5"
        return [code for (code,) in base.execute(sql, [wanted])]

    return ask


def run(cases: list[tuple[str, str, str]], ask: Peer) -> tuple[list[float], dict[str, list[int]]]:
    """Milliseconds of each query, and for each way the rank of the commune meant (0: first; -1: not among five)."""
    times, ranks = [], defaultdict(list)
    for way, text, code in cases:
        start = time.perf_counter()
        found = list(ask(text))
        times.append((time.perf_counter() - start) * 1000)
        ranks[way].append(found.index(code) if code in found else -1)
    return times, ranks


def told(name: str, times: list[float]) -> str:
    cuts = statistics.quantiles(times, n=100)
    return f"{name:42} p50 {cuts[49]:6.2f}  p95 {cuts[94]:6.2f}  p99 {cuts[98]:6.2f}  max {max(times):6.2f} ms"


def share(ranks: Sequence[int], within: int) -> float:
    return 100 * sum(0 <= rank < within for rank in ranks) / len(ranks)


def memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--queries", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()

    before, start = memory(), time.perf_counter()
    register()
    read = time.perf_counter() - start
    queries.load()
    loaded = time.perf_counter() - start
    print(f"register read in {read:.3f} s, all indexes in {loaded:.3f} s, {memory() - before:.0f} MB at most")

    cases = generated(options.queries, random.Random(options.seed))
    peers = {"prevenance": ours, "rapidfuzz process.extract": rapidfuzz_peer(), "SQLite FTS5 trigram": sqlite_peer()}
    results = {name: run(cases, ask) for name, ask in peers.items()}
    for name, (times, _) in results.items():
        print(told(name, times))
    mine = statistics.median(results["prevenance"][0])
    for name in list(peers)[1:]:
        print(f"median of {name}: {statistics.median(results[name][0]) / mine:.1f} times ours")
    print(f"\n{'% found: first / among five':30}" + "".join(f"{name:>30}" for name in peers))
    everything = {name: [rank for found in ranks.values() for rank in found] for name, (_, ranks) in results.items()}
    for way in [*WAYS, "all"]:
        shown = (everything[name] if way == "all" else ranks[way] for name, (_, ranks) in results.items())
        print(f"{way:30}" + "".join(f"{share(r, 1):>22.1f} /{share(r, 5):6.1f}" for r in shown))


if __name__ == "__main__":
    main()
