"""How well people are told from machines on an invented log: ours, against filters that read the agent's name alone.

    python -m bench.visits [--seed 11]

Peers, in the same run: what Shlink does (HEAD is not counted; a robot is one that CrawlerDetect names), and the
patterns of crawler-user-agents alone, HEAD not counted either. Prints the tables of docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from random import Random

from bench import visit_log
from bench.effects import between
from crawlerdetect import CrawlerDetect

from prevenance.counting import visit_rules, visits
from prevenance.counting.visit_rules import is_listed_crawler
from prevenance.counting.visits import Label, Visit

DETECT = CrawlerDetect()


@cache
def is_shlinks_robot(agent: str) -> bool:
    return bool(DETECT.isCrawler(agent)) if agent else False


def counted_by(told: list[visit_log.Truth]) -> Mapping[str, set[int]]:
    """Places in the log of the requests that each filter counts as a person."""
    requests = [(place, one.event) for place, one in enumerate(told) if isinstance(one.event, Visit)]
    began = time.perf_counter()
    places = defaultdict(list)
    for place, event in requests:
        places[event].append(place)
    own = {places[one.visit].pop() for one in visits.decide(one.event for one in told) if one.label is Label.PERSON}
    print(f"{len(requests)} requests, {1e6 * (time.perf_counter() - began) / len(requests):.0f} µs each\n")
    got = [(place, event) for place, event in requests if event.method == "GET"]
    return {
        "ours": own,
        "Shlink's (CrawlerDetect)": {place for place, event in got if not is_shlinks_robot(event.agent)},
        "crawler-user-agents": {place for place, event in got if not is_listed_crawler(event.agent)},
    }


def overall(told: list[visit_log.Truth], counted: Mapping[str, set[int]]) -> None:
    people = {place for place, one in enumerate(told) if one.label is Label.PERSON}
    print("| filter | counted | of whom people (precision) | people counted (recall) | counted for 100 people |")
    print("|---|---|---|---|---|")
    for name, found in counted.items():
        right = len(found & people)
        ratio = 100 * len(found) / len(people)
        print(f"| {name} | {len(found)} | {between(right, len(found))} | {between(right, len(people))} | {ratio:.0f} |")
    print()


def by_behaviour(told: list[visit_log.Truth], counted: Mapping[str, set[int]]) -> None:
    kinds: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, one in enumerate(told):
        if one.label is not None:
            kinds[one.behaviour, one.label.value].append(place)
    print("| behaviour | really | requests | " + " | ".join(f"counted by {name}" for name in counted) + " |")
    print("|---|---|---|" + "---|" * len(counted))
    order = [one.__name__ for one in visit_log.MIX]
    for (behaviour, label), places in sorted(kinds.items(), key=lambda item: order.index(item[0][0])):
        shares = (f"{100 * len(found & set(places)) / len(places):.1f} %" for found in counted.values())
        print(f"| {behaviour.replace('_', ' ')} | {label} | {len(places)} | " + " | ".join(shares) + " |")
    print()


def labels(told: list[visit_log.Truth]) -> None:
    """Which label ours gives to each real one (rows: the truth)."""
    truth: dict[Visit, list[Label]] = defaultdict(list)
    for one in told:
        if isinstance(one.event, Visit) and one.label is not None:
            truth[one.event].append(one.label)
    table = Counter((truth[one.visit].pop(), one.label) for one in visits.decide(one.event for one in told))
    print("| really | " + " | ".join(label.value for label in Label) + " |")
    print("|---|" + "---|" * len(Label))
    for really in Label:
        if any(table[really, label] for label in Label):
            print(f"| {really.value} | " + " | ".join(str(table[really, label]) for label in Label) + " |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=11)
    told = visit_log.draw(parser.parse_args().seed)
    counted = counted_by(told)
    overall(told, counted)
    by_behaviour(told, counted)
    labels(told)
    windows(told)
    spread(told)


def windows(told: list[visit_log.Truth]) -> None:
    """The one number that is a choice between two errors: how long the same device counts once."""
    print("\n| same device counts once in | repeats counted as people | people of one network counted |")
    print("|---|---|---|")
    truth = {one.event: one for one in told}
    again = [one for one in told if one.label is Label.REPEAT]
    town_hall = [one for one in told if one.behaviour == "workshop_on_one_network" and one.label is Label.PERSON]
    for minutes in (0.5, 5, 30, 60):
        rules = visit_rules.shipped()
        changed = tuple(replace(one, seconds=60 * minutes) if one.kind == "repeat" else one for one in rules.rules)
        decided = visits.decide((one.event for one in told), replace(rules, rules=changed))
        found = [truth[one.visit] for one in decided if one.label is Label.PERSON]
        wrong = sum(one.label is Label.REPEAT for one in found)
        kept = sum(one.behaviour == "workshop_on_one_network" for one in found)
        print(f"| {minutes:g} min | {between(wrong, len(again))} | {between(kept, len(town_hall))} |")


def spread(told: list[visit_log.Truth], seed: int = 5) -> None:
    """The same log when each process of a server filters alone what comes to it, drawn at random, gestures too."""
    print("\n| processes that filter alone | counted | of whom people (precision) | people counted (recall) |")
    print("|---|---|---|---|")
    truth: dict[Visit, list[Label]] = defaultdict(list)
    for one in told:
        if isinstance(one.event, Visit) and one.label is not None:
            truth[one.event].append(one.label)
    people = sum(one.label is Label.PERSON for one in told)
    for processes in (1, 2, 4):
        draws, left = Random(seed), {visit: list(labels) for visit, labels in truth.items()}
        streams = [visits.Stream() for _ in range(processes)]
        decided = [each for one in told for each in draws.choice(streams).push(one.event)]
        decided += [each for stream in streams for each in stream.close()]
        found = [left[one.visit].pop() for one in decided if one.label is Label.PERSON]
        right = sum(label is Label.PERSON for label in found)
        print(f"| {processes} | {len(found)} | {between(right, len(found))} | {between(right, people)} |")


if __name__ == "__main__":
    main()
