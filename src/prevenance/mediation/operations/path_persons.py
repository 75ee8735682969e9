"""What happens to paths towards Mon espace santé when a person is copied, merged, put back or erased."""

from __future__ import annotations

from typing import Any

from prevenance.mediation.choices.path_steps import endings, found, reasons, steps
from prevenance.mediation.models import Path


def copy(reference: str) -> list[dict[str, Any]]:
    """The steps of one person, with their days, in words."""
    rows = Path.objects.filter(person=reference).prefetch_related("steps").order_by("begun_on", "pk")
    return [
        {
            "what": "mon_espace_sante",
            "begun_on": row.begun_on.isoformat(),
            "commune": row.commune_code,
            "steps": [
                {"step": str(steps()[one.key].name), "on": one.on.isoformat(), "is_reached": one.is_reached}
                for one in row.steps.order_by("on", "pk")
            ],
            "ending": str(endings()[row.ending]) if row.ending else "",
            "found": str(found()[row.found]) if row.found else "",
            "why": str(reasons()[row.why]) if row.why else "",
        }
        for row in rows
    ]


def lines(reference: str) -> list[tuple[str, str]]:
    """Under which names the journal writes of these paths."""
    return [("path", str(number)) for number in Path.objects.filter(person=reference).values_list("pk", flat=True)]


def erase(reference: str) -> int:
    """The paths stay, as those of somebody anonymous, and ask nothing any more; gives how many."""
    mine = Path.objects.filter(person=reference)
    return mine.update(person="", label="", forget_on=None)


def move(origin: str, target: str) -> list[Any]:
    """Gives the ids moved."""
    moved = list(Path.objects.filter(person=origin).order_by("pk").values_list("pk", flat=True))
    Path.objects.filter(pk__in=moved).update(person=target)
    return moved


def move_back(moved: list[Any], origin: str, target: str) -> None:
    """The contrary, of those which are still the target's."""
    Path.objects.filter(pk__in=moved, person=target).update(person=origin)
