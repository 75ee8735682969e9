"""What sources file as a hospital: the wards which nobody walks into are not shown for a test."""

import datetime as dt

import pytest

from prevenance.offer.choices import health_kinds
from prevenance.offer.operations import PlaceDraft
from prevenance.offer.operations.placing import Placing


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("CH DE LAON", "hospital"),
        ("CENTRE HOSPITALIER DE SAINT QUENTIN", "hospital"),
        ("Polyclinique de Picardie", "hospital"),
        ("Hôpital privé La Louvière", "hospital"),
        ("CHRU Lille, hôpital Huriez", "hospital"),
        ("Centre hospitalier de Hadol", "hospital"),
        ("Clinique de la Réole", "hospital"),
        ("HAD CH ALBERT", ""),
        ("SSR CH LAON", ""),
        ("Centre de rééducation et de réadaptation fonctionnelles", ""),
        ("UHSA psychiatrie générale", ""),
        ("Hôpital de jour CH Boulogne", ""),
        ("HÉMODIALYSE SITE CH CALAIS", ""),
        ("HJ PSY ADULTES CH SOMAIN", "mental_health_centre"),
        ("Service pédo psychiatrie CH Péronne", "mental_health_centre"),
        ("Institut ophtalmique", "ophthalmologist"),
        ("Centre de soins dentaires du CHU", "dentist"),
    ],
)
def test_the_name_of_a_ward_says_its_kind(name: str, kind: str) -> None:
    assert health_kinds.within_hospital(name) == kind


def placed(name: str, kind: str) -> tuple[str | None, dict[str, int]]:
    placing = Placing("sae_establishments", today=dt.date(2026, 11, 24))
    draft = PlaceDraft(
        number=1,
        source_id="020000089",
        kind=kind,
        name=name,
        postal_code="02000",
        commune_code="02408",
        commune_name="Laon",
    )
    settled = placing.settled(draft)
    return settled["kind"] if settled else None, dict(placing.refused)


def test_a_ward_is_counted_or_filed_where_it_belongs() -> None:
    assert placed("HAD CH LAON", "hospital") == (None, {"kind_not_used": 1})
    assert placed("HJ PSY ADULTES CH LAON", "hospital") == ("mental_health_centre", {})
    assert placed("CH LAON", "hospital") == ("hospital", {})
    assert placed("Pharmacie de l'hôpital de jour", "pharmacy") == ("pharmacy", {})
