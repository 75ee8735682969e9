"""How old what we know is, source by source: the age of the content, not of the import."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Count, Max

from prevenance.offer import models
from prevenance.offer.choices import Outcome, sources
from prevenance.offer.choices.sources import Source


@dataclass(frozen=True, slots=True)
class SourceFreshness:
    """`content_on` is the newest date of the content; unknown (None) counts as stale. `places` is 0 when nothing
    is imported.

    `last_problem` is the key of the refusal when the last import was refused, `interrupted` when the process
    died.
    """

    source: Source
    places: int
    content_on: dt.date | None
    age_in_days: int | None
    is_stale: bool
    imported_at: dt.datetime | None
    last_problem: str = ""
    last_problem_facts: dict[str, str | int] = field(default_factory=dict)


def freshness(on: dt.date) -> list[SourceFreshness]:
    """Every source of the register, in its order, imported or not."""
    counts = dict(models.Record.objects.values_list("source").annotate(many=Count("id")))
    ended = models.ImportRun.objects.exclude(outcome=Outcome.RUNNING).values("source")
    last_ids = ended.annotate(last=Max("id")).values_list("last", flat=True)
    last = {run.source: run for run in models.ImportRun.objects.filter(id__in=list(last_ids))}
    done_ids = ended.filter(outcome=Outcome.DONE).annotate(last=Max("id")).values_list("last", flat=True)
    done = {run.source: run for run in models.ImportRun.objects.filter(id__in=list(done_ids))}
    return [
        _freshness(source, counts.get(key, 0), done.get(key), last.get(key), on)
        for key, source in sources.sources().items()
    ]


def _freshness(
    source: Source, places: int, done: models.ImportRun | None, last: models.ImportRun | None, on: dt.date
) -> SourceFreshness:
    content_on = done.content_on if done and places else None
    age = (on - content_on).days if content_on else None
    problem, facts = "", {}
    if last and last.outcome == Outcome.REFUSED:
        problem, facts = last.problem, dict(last.problem_facts)
    elif last and last.outcome == Outcome.INTERRUPTED:
        problem = Outcome.INTERRUPTED.value
    return SourceFreshness(
        source=source,
        places=places,
        content_on=content_on,
        age_in_days=age,
        is_stale=places > 0 and (age is None or age > source.stale_after_days),
        imported_at=done.ended_at if done and places else None,
        last_problem=problem,
        last_problem_facts=facts,
    )
