"""Names in capitals are shown in a case that is read with ease; nothing but case ever changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prevenance.offer.presenters.readable_names import readable

LETTERS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=60)
PIECES = (
    *("CENTRE", "HOSPITALIER", "DE", "LAON", "D'ANALYSES", "L’ESCALE", "CCAS", "MJC", "EHPAD", "CPTS", "II", "XIV"),
    *("(LE", "LA", "LES)", "SAINT-QUENTIN-EN-YVELINES", "ÎLE", "À", "ÉCOLE", "1ER", "59G08", "C.H.DE", "A", "&", "/"),
    *("-", ",", "DR", "AUJOURD'HUI", "ẞ", "İZMIR", "ŒUVRE", "ǅ", "№"),
)
CAPITALS = st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join)


@given(st.one_of(LETTERS, LETTERS.map(str.upper), CAPITALS))
def test_only_case_changes_and_a_second_reading_changes_nothing(name: str) -> None:
    said = readable(name)
    assert len(said) == len(name)
    assert all(was == now or was == now.upper() for was, now in zip(name, said, strict=True))
    assert readable(said) == said


@given(LETTERS)
def test_a_name_with_a_small_letter_stays_as_its_source_writes_it(name: str) -> None:
    assert readable(name + "x") == name + "x"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("CENTRE HOSPITALIER DE LAON", "Centre Hospitalier de Laon"),
        ("CCAS DE LA FÈRE", "CCAS de la Fère"),
        ("EHPAD LES TILLEULS", "EHPAD Les Tilleuls"),
        ("LES TILLEULS", "Les Tilleuls"),
        ("MJC", "MJC"),
        ("CPTS DU SUD DE L'AISNE", "CPTS du Sud de l'Aisne"),
        ("L’ESCALE", "L’Escale"),
        ("LABORATOIRE D'ANALYSES", "Laboratoire d'Analyses"),
        ("LYCÉE JEAN XXIII", "Lycée Jean XXIII"),
        ("CLINIQUE FRANÇOIS IER", "Clinique François Ier"),
        ("PHARMACIE DU 8 MAI", "Pharmacie du 8 Mai"),
        ("MAISON DU 1ER MAI", "Maison du 1er Mai"),
        ("CH SAINT-QUENTIN-EN-YVELINES", "CH Saint-Quentin-en-Yvelines"),
        ("CENTRE DE SANTÉ - LE NOUVION", "Centre de Santé - Le Nouvion"),
        ("LABORATOIRE A", "Laboratoire A"),
        ("C.H.DE VALENCIENNES", "C.H.de Valenciennes"),
        ("CENTRE EPSMD02", "Centre EPSMD02"),
        ("DR MARTIN", "Dr Martin"),
        ("PLACE DE L'ÉGLISE D'AUJOURD'HUI", "Place de l'Église d'Aujourd'hui"),
        ('POLYCLINIQUE DE LA "CLARENCE"', 'Polyclinique de la "Clarence"'),
        ("", ""),
        ("1234", "1234"),
        ("Maison de santé", "Maison de santé"),
        ("CH de Laon", "CH de Laon"),
    ],
)
def test_a_name_is_read(written: str, shown: str) -> None:
    assert readable(written) == shown
