"""What happens here when a person is copied, merged, put back or erased."""

from __future__ import annotations

from typing import Any

from prevenance.mediation.choices import Field, value
from prevenance.mediation.models import Note, Participation, Tag


def copy(reference: str) -> list[dict[str, Any]]:
    """Encounters of one person, in plain values. A free text is theirs when they were alone."""
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
                "prevention": [
                    {"spoken_of": str(value(Field.SIGNPOSTS, said.key)), "is_done": said.is_done}
                    for said in held.signposts.order_by("pk")
                ]
                if held.kind == "individual"
                else [],
                "note": note.text if note and held.kind == "individual" else "",
            }
        )
    return found


def lines(reference: str) -> list[tuple[str, str]]:
    """Under which names the journal writes of these encounters."""
    held = Participation.objects.filter(person=reference).values_list("encounter_id", flat=True)
    return [("encounter", str(number)) for number in held]


def erase(reference: str) -> int:
    """The encounters stay, as anonymous as those noted without a person, so that no figure moves; free texts and
    tags that somebody typed go. Gives how many rows.
    """
    mine = Participation.objects.filter(person=reference)
    held = list(mine.values_list("encounter_id", flat=True))
    Note.objects.filter(encounter_id__in=held).delete()
    for one in mine.filter(encounter__kind="individual").select_related("encounter"):
        shared = set(Tag.objects.filter(organisation=one.encounter.organisation_id).values_list("name", flat=True))
        one.encounter.tags = [tag for tag in one.encounter.tags if tag in shared]
        one.encounter.procedure = ""
        one.encounter.save(update_fields=["tags", "procedure"])
    return mine.update(person="")


def move(origin: str, target: str) -> list[Any]:
    """Gives the ids moved."""
    rows = Participation.objects.filter(person=origin)
    moved = [["participation", pk] for pk in rows.order_by("pk").values_list("pk", flat=True)]
    rows.update(person=target)
    return moved


def move_back(moved: list[Any], origin: str, target: str) -> None:
    """The contrary: what was erased or made anonymous since stays so."""
    mine = [pk for _, pk in moved]
    Participation.objects.filter(pk__in=mine, person=target).update(person=origin)
