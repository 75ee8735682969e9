"""How many screens settle a plan, and what is found on the way: our order of questions against others.

    python bench/questions.py [--people 10000] [--seed 1] [--on YYYY-MM-DD] [--unknown 0.05] [--wrong 1] [--processes 2]

Residents are invented: ages like those of France in broad bands, every other fact drawn from the catalogue's priors
(each alone: no link between two facts but what the rules of the facts imply), dates spread around the priors'. A share
`unknown` of the facts is answered by “I do not know”. With `wrong` above 1 the residents are drawn from other priors:
the odds of each share are multiplied by a number between 1/wrong and wrong, so that our order is tried on people it
does not expect. Age and sex are known beforehand and not counted; the pages ask them first, on two screens.

Orders, on the same screens and people: ours; fixed (that of the files); publicodes' score (how many open acts miss a
fact); a greedy reader of minds, who knows the answers and takes the screen that finds most (a ceiling, not a rival).
“Everything” shows each screen that concerns the person, without looking at what is already settled.
"""

import argparse
import dataclasses
import datetime as dt
import multiprocessing
import random
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from prevenance import catalogue
from prevenance.catalogue import Catalogue
from prevenance.rules import asking, evaluating, facts, nodes, priors, profiles
from prevenance.rules.facts import History, Kind, Profile, Value
from prevenance.rules.statuses import Status
from prevenance.rules.verdicts import Verdict

AGES = {(0, 1): 2, (2, 10): 10, (11, 17): 9, (18, 24): 8, (25, 44): 24, (45, 64): 26, (65, 74): 11, (75, 97): 10}
FIRST = ("birth_date", "sex")
ORDERS = ("ours", "fixed", "publicodes", "mind reader")
CHECKPOINTS = (1, 2, 3, 5, 8)
MOST_SCREENS = 80

Open = asking.Screen
Verdicts = Mapping[str, Verdict]
Choose = Callable[[Profile, Verdicts, set[str], Sequence[Open]], Open]


@dataclasses.dataclass(frozen=True)
class Resident:
    """`truth`: what is true of them; `unknown`: the facts they do not know."""

    truth: Profile
    unknown: frozenset[str]

    def start(self, book: Catalogue) -> Profile:
        return self.learn(book, Profile({}, self.truth.on), FIRST)

    def learn(self, book: Catalogue, profile: Profile, names: Sequence[str]) -> Profile:
        told = {n: self.truth.values[n] for n in names if n not in self.unknown and n in self.truth.values}
        return profiles.complete(book.facts, Profile({**profile.values, **told}, profile.on))


@dataclasses.dataclass
class Walk:
    """One resident, one order. `found`: due acts found after each screen, of `due`; `settled`: acts settled."""

    due: int
    acts: int
    found: list[int] = dataclasses.field(default_factory=list)
    settled: list[int] = dataclasses.field(default_factory=list)
    asked: int = 0
    changed: tuple[str, ...] = ()
    milliseconds: list[float] = dataclasses.field(default_factory=list)
    screens: list[str] = dataclasses.field(default_factory=list)
    age: int = 0


def resident(book: Catalogue, shares: priors.Priors, dice: random.Random, on: dt.date, unknown: float) -> Resident:
    (low, high) = dice.choices(list(AGES), list(AGES.values()))[0]
    born = on - dt.timedelta(days=round(dice.uniform(low, high + 1) * 365.25))
    values: dict[str, Value] = {"birth_date": born}
    for name, fact in book.facts.items():
        profile = profiles.complete(book.facts, Profile(values, on))
        values = dict(profile.values)
        if name in values or (fact.only_if is not None and evaluating.truth(fact.only_if, profile) is not True):
            continue
        answers = priors.scenarios(fact, shares, profile)
        value = dice.choices([v for v, _ in answers], [weight for _, weight in answers])[0]
        values[name] = _spread(value, fact, born, on, dice)
    profile = profiles.complete(book.facts, Profile(values, on))
    skipped = {name for name in profile.values if name not in FIRST and dice.random() < unknown}
    for name, fact in book.facts.items():  # who does not know whether they are pregnant does not know since when
        if fact.only_if is not None and not nodes.facts_read(fact.only_if).isdisjoint(skipped):
            skipped.add(name)
    return Resident(profile, frozenset(skipped))


def _spread(value: Value, fact: facts.Fact, born: dt.date, on: dt.date, dice: random.Random) -> Value:
    """Around the middle that the prior gives: dates by a third of the time since, numbers by a tenth."""
    if isinstance(value, History) and value.dates:
        days = (on - value.dates[-1]).days * dice.uniform(2 / 3, 4 / 3)
        return dataclasses.replace(value, dates=(max(born, on - dt.timedelta(days=round(days))),))
    if fact.kind is Kind.NUMBER and isinstance(value, int | float) and value:
        near = round(value * dice.uniform(0.9, 1.1), fact.decimals)
        return min(max(near, fact.minimum or 0), fact.maximum or near)
    if fact.kind is Kind.WEEKS and isinstance(value, dt.date):
        return value - dt.timedelta(days=dice.randrange(-20, 21))
    return value


def disturbed(shares: priors.Priors, wrong: float, seed: int) -> priors.Priors:
    """Other priors: each share with its odds multiplied by a number between 1/wrong and wrong."""
    dice = random.Random(seed)

    def other(share: float) -> float:
        odds = share / max(1 - share, 1e-9) * wrong ** dice.uniform(-1, 1)
        return odds / (1 + odds)

    def one(share: priors.Share) -> priors.Share:
        within, total = {}, 0.0
        never = other(share.never) if share.never else 0.0
        for months, cumulated in sorted(share.within.items()):
            total = max(total, min(other(cumulated), 1 - never))
            within[months] = total
        complete = None if share.complete is None else min(other(share.complete), 1 - never)
        values = {key: other(value) if value <= 1 else value for key, value in share.values.items()}
        return dataclasses.replace(share, never=never, within=within, complete=complete, values=values)

    return {name: tuple(one(share) for share in group) for name, group in shares.items()}


class Judge:
    """The judge with a memory: the statuses that a rule may have, by the facts that it reads."""

    def __init__(self, rules: Sequence[nodes.Rule]) -> None:
        self.reads = {rule.id: sorted(nodes.facts_read(rule)) for rule in rules}
        self.rules = {rule.id: rule for rule in rules}
        self.seen: dict[tuple[object, ...], frozenset[Status]] = {}
        self.judged: dict[tuple[object, ...], Verdict] = {}

    def _key(self, identity: str, profile: Profile) -> tuple[object, ...]:
        return (identity, *map(profile.values.get, self.reads[identity]))

    def possible(self, rule: nodes.Rule, profile: Profile) -> frozenset[Status]:
        key = self._key(rule.id, profile)
        if key not in self.seen:
            self.seen[key] = evaluating.possible_statuses(rule, profile)
        return self.seen[key]

    def verdicts(self, profile: Profile) -> dict[str, Verdict]:
        found = {}
        for identity, rule in self.rules.items():
            key = self._key(identity, profile)
            if key not in self.judged:
                self.judged[key] = evaluating.judge(rule, profile)
            found[identity] = self.judged[key]
        return found

    def forget(self) -> None:
        self.seen.clear()
        self.judged.clear()


class Bench:
    """The orders, on one day."""

    def __init__(self, on: dt.date) -> None:
        self.on, self.book = on, catalogue.load()
        self.judge = Judge(list(self.book.rules(on)))
        self.plain = self.book.asking(on)
        self.asking = dataclasses.replace(self.plain, possible=self.judge.possible)

    def walk(self, who: Resident, order: str, timed: bool = False) -> Walk:
        answered = [name for name in self.book.facts if name not in FIRST]
        full = self.judge.verdicts(who.learn(self.book, who.start(self.book), answered))
        due = {identity for identity, verdict in full.items() if verdict.status is Status.DUE}
        born = who.truth.values["birth_date"]
        assert isinstance(born, dt.date)
        walk = Walk(len(due), len(full), age=(self.on - born).days * 100 // 36525)
        profile, closed = who.start(self.book), set[str]()
        for _ in range(MOST_SCREENS):
            verdicts = self.judge.verdicts(profile)
            walk.found.append(sum(1 for identity in due if verdicts[identity].status is Status.DUE))
            walk.settled.append(sum(1 for verdict in verdicts.values() if verdict.status is not Status.UNKNOWN))
            begun = time.process_time()
            chosen = self._next(order, who, profile, verdicts, closed, due)
            walk.milliseconds.append((time.process_time() - begun) * 1000)
            if timed:
                begun = time.process_time()
                self.plain.next(profile, verdicts, closed)
                walk.milliseconds[-1] = (time.process_time() - begun) * 1000
            if chosen is None:
                break
            walk.screens.append(chosen[0])
            walk.asked += len(chosen[1])
            profile = who.learn(self.book, profile, chosen[1])
            closed |= set(chosen[1])
        walk.changed = tuple(
            i for i, verdict in self.judge.verdicts(profile).items() if verdict.status != full[i].status
        )
        return walk

    def _next(
        self, order: str, who: Resident, profile: Profile, verdicts: Verdicts, closed: set[str], due: set[str]
    ) -> tuple[str, tuple[str, ...]] | None:
        if order == "ours":
            choice = self.asking.next(profile, verdicts, closed)
            return None if choice is None else (choice.question, choice.facts)
        screens = self.asking.open_screens(profile, verdicts, closed)
        if not screens:
            return None
        if order == "fixed":
            best = screens[0]
        elif order == "publicodes":
            missing = Counter(name for verdict in verdicts.values() for name in verdict.missing)
            best = max(screens, key=lambda one: sum(missing[name] for name in one[1]))
        else:
            best = max(screens, key=lambda one: self._gain(who, profile, one[1], due))
        return best[0].id, best[1]

    def _gain(self, who: Resident, profile: Profile, names: Sequence[str], due: set[str]) -> tuple[int, int]:
        after = self.judge.verdicts(who.learn(self.book, profile, names))
        settled = sum(1 for verdict in after.values() if verdict.status is not Status.UNKNOWN)
        return sum(1 for identity in due if after[identity].status is Status.DUE), settled

    def everything(self, who: Resident) -> tuple[int, int]:
        """Screens and facts when each screen that concerns the person is shown, whatever is settled."""
        profile, screens, asked = who.start(self.book), 0, 0
        for question in self.book.questions.values():
            if question.asked_when is not None and evaluating.truth(question.asked_when, profile) is False:
                continue
            names = [n for n in question.facts if n not in profile.values and self._concerns(n, profile)]
            screens += bool(names)
            asked += len(names)
            profile = who.learn(self.book, profile, names)
        return screens, asked

    def _concerns(self, name: str, profile: Profile) -> bool:
        only_if = self.book.facts[name].only_if
        return only_if is None or evaluating.truth(only_if, profile) is True


def work(job: tuple[int, int, argparse.Namespace]) -> dict[str, list[Walk] | list[tuple[int, int]]]:
    """The residents `first` to `last`."""
    first, last, options = job
    bench = Bench(options.on)
    shares = disturbed(bench.book.priors, options.wrong, options.seed) if options.wrong > 1 else bench.book.priors
    found: dict[str, list] = {order: [] for order in options.orders} | {"everything": []}
    for number in range(first, last):
        who = resident(
            bench.book, shares, random.Random(options.seed * 1_000_003 + number), options.on, options.unknown
        )
        for order in options.orders:
            found[order].append(bench.walk(who, order, timed=order == "ours" and number % 50 == 0))
        found["everything"].append(bench.everything(who))
        bench.judge.forget()
    return found


def report(walks: Sequence[Walk], order: str) -> str:
    screens = sorted(len(walk.screens) for walk in walks)
    asked = sorted(walk.asked for walk in walks)
    due = sum(walk.due for walk in walks)
    found = [sum(walk.found[min(k, len(walk.found) - 1)] for walk in walks) / due for k in CHECKPOINTS]
    settled = [statistics.mean(w.settled[min(k, len(w.settled) - 1)] / w.acts for w in walks) for k in (0, 3, 5)]
    p90 = len(walks) * 9 // 10
    return (
        f"{order:12} screens {statistics.mean(screens):5.2f} p90 {screens[p90]:2} worst {screens[-1]:2}"
        f" | facts {statistics.mean(asked):5.1f} p90 {asked[p90]:3} worst {asked[-1]:3}"
        f" | due found after {'/'.join(map(str, CHECKPOINTS))}: {' '.join(f'{f:.3f}' for f in found)}"
        f" | settled after 0/3/5: {' '.join(f'{s:.3f}' for s in settled)}"
    )


def bands(walks: Sequence[Walk]) -> Iterator[str]:
    for low, high in AGES:
        group = [walk for walk in walks if low <= walk.age <= high]
        if group:
            yield f"  {low:2}-{high:2} n={len(group):4} due {statistics.mean(w.due for w in group):4.1f} " + report(
                group, "ours"
            )
            for k in range(3):
                chosen = Counter(w.screens[k] for w in group if len(w.screens) > k).most_common(4)
                yield "        " + ", ".join(f"{name} {count / len(group):.0%}" for name, count in chosen)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--on", type=dt.date.fromisoformat, default=dt.date(2026, 11, 3))
    parser.add_argument("--unknown", type=float, default=0.05)
    parser.add_argument("--wrong", type=float, default=1.0)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--orders", nargs="+", default=list(ORDERS), choices=ORDERS)
    parser.add_argument("--bands", action="store_true", help="by age, with the first three screens")
    options = parser.parse_args()
    size = max(1, options.people // (options.processes * 4))
    jobs = [(first, min(first + size, options.people), options) for first in range(0, options.people, size)]
    with multiprocessing.Pool(options.processes) as pool:
        parts = pool.map(work, jobs, chunksize=1)
    everything = [pair for part in parts for pair in part["everything"]]
    for position, what in enumerate(("screens", "facts")):
        counts = sorted(pair[position] for pair in everything)
        p90 = counts[len(counts) * 9 // 10]
        print(f"everything   {what}: mean {statistics.mean(counts):.1f} p90 {p90} worst {counts[-1]}")
    for order in options.orders:
        walks = [walk for part in parts for walk in part[order]]
        print(report(walks, order))
        changed = Counter(identity for walk in walks for identity in walk.changed)
        if changed:
            print(f"  ends with another plan: {sum(bool(w.changed) for w in walks)} people, {dict(changed)}")
        if order == "ours":
            times = sorted(ms for number, walk in enumerate(walks) if number % 50 == 0 for ms in walk.milliseconds)
            p50, p95 = times[len(times) // 2], times[len(times) * 95 // 100]
            print(f"  choosing, with the judge: p50 {p50:.1f} p95 {p95:.1f} ms of processor")
            if options.bands:
                print("\n".join(bands(walks)))


if __name__ == "__main__":
    main()
