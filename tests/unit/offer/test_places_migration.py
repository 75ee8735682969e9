"""An inventory of the first version keeps its places, under the same addresses, both ways."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import connection

from prevenance.offer.models import Place, PlaceKind, Record

AT = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)
FIRST_RUN = """
INSERT INTO offer_importrun (id, source, outcome, started_at, ended_at, file_name, file_digest, rows_read, rows_kept,
  refused, mended, problem, problem_facts) VALUES (1, 'town_halls', 'done', %s, %s, '', '', 1, 1, '{}', '{}', '', '{}')
"""
FIRST_PLACE = """
INSERT INTO offer_place (id, source, source_id, import_run_id, kind, name, address, postal_code, commune_code,
  commune_name, latitude, longitude, is_position_approximate, phone, website, booking, opening_hours, opening_words,
  wheelchair, finess, is_fictional)
VALUES ('abc', 'town_halls', '1', 1, 'town_hall', 'Mairie', '', '02100', '02691', 'Saint-Quentin', 49.8, 3.3, %s,
  '', '', '', 'Mo 09:00-12:00', '', 'unknown', '', %s)
"""


@pytest.mark.django_db(transaction=True)
def test_places_of_the_first_version_become_places_of_one_record_and_back() -> None:
    call_command("migrate", "offer", "0001", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(FIRST_RUN, [AT, AT])
        cursor.execute(FIRST_PLACE, [False, False])
        cursor.execute("INSERT INTO offer_service (place_id, label) VALUES ('abc', 'État civil')")
    call_command("migrate", "offer", verbosity=0)
    [place], [record] = Place.objects.all(), Record.objects.all()
    assert (place.id, place.name, place.opening_hours) == ("abc", "Mairie", "Mo 09:00-12:00")
    assert (record.place_id, record.source_id) == ("abc", "1")
    assert list(PlaceKind.objects.values_list("place_id", "kind")) == [("abc", "town_hall")]
    assert [service.label for service in record.services.all()] == ["État civil"]
    call_command("migrate", "offer", "0001", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name FROM offer_place")
        assert cursor.fetchall() == [("abc", "Mairie")]
    call_command("migrate", "offer", verbosity=0)
