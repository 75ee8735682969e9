"""What happens here when a person is copied, merged, put back or erased."""

from __future__ import annotations

from typing import Any

from prevenance.mediation.models import Note, Participation, Registration


def copy(reference: str) -> list[dict[str, Any]]:
    """Encounters and workshops of one person, in plain values. A free text is theirs when they were alone."""
    rows = Participation.objects.filter(person=reference).select_related("encounter", "encounter__note")
    found: list[dict[str, Any]] = []
    for one in rows.order_by("encounter__held_on", "pk"):
        held, note = one.encounter, getattr(one.encounter, "note", None)
        found.append(
            {
                "what": "encounter",
                "held_on": held.held_on.isoformat(),
                "minutes": held.minutes,
                "place": held.place_name or held.place_kind,
                "commune": held.commune_code,
                "themes": held.themes + held.admin_themes,
                "oriented_to": held.oriented_to,
                "next_step": held.next_step,
                "gender": one.gender,
                "age": one.age,
                "status": one.status,
                "commune_of_residence": one.commune_code,
                "note": note.text if note and held.kind == "individual" else "",
            }
        )
    for seat in Registration.objects.filter(person=reference).select_related("workshop").order_by("pk"):
        starts = seat.workshop.starts_at.isoformat()
        has_come = None if seat.came is None else seat.came > 0
        found.append({"what": "workshop", "title": seat.workshop.title, "starts_at": starts, "has_come": has_come})
    return found


def erase(reference: str) -> int:
    """The encounters stay, as anonymous as those noted without a person, so that no figure moves; free texts, tags and
    seats go. Gives how many rows.
    """
    mine = Participation.objects.filter(person=reference)
    held = list(mine.values_list("encounter_id", flat=True))
    Note.objects.filter(encounter_id__in=held).delete()
    for one in mine.filter(encounter__kind="individual").select_related("encounter"):
        one.encounter.tags, one.encounter.procedure = [], ""
        one.encounter.save(update_fields=["tags", "procedure"])
    seats, _ = Registration.objects.filter(person=reference).delete()
    return mine.update(person="") + seats


def move(origin: str, target: str) -> list[Any]:
    """Gives the ids moved. A seat stays where the target has one already."""
    moved = [("participation", pk) for pk in _ids(Participation, origin)]
    taken = Registration.objects.filter(person=target, withdrawn_at__isnull=True).values_list("workshop_id", flat=True)
    seats = Registration.objects.filter(person=origin).exclude(withdrawn_at__isnull=True, workshop_id__in=list(taken))
    moved += [("registration", pk) for pk in seats.order_by("pk").values_list("pk", flat=True)]
    _give(moved, origin, target)
    return [list(one) for one in moved]


def move_back(moved: list[Any], origin: str, target: str) -> None:
    """The contrary: what was erased or made anonymous since stays so."""
    _give([(what, pk) for what, pk in moved], target, origin)


def _ids(model: Any, person: str) -> list[int]:
    return list(model.objects.filter(person=person).order_by("pk").values_list("pk", flat=True))


def _give(rows: list[tuple[str, int]], origin: str, target: str) -> None:
    for what, model in (("participation", Participation), ("registration", Registration)):
        mine = [pk for kind, pk in rows if kind == what]
        model.objects.filter(pk__in=mine, person=origin).update(person=target)
