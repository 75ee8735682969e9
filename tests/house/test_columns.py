"""Every column of every table has its place in columns.yaml: a new one without a line fails."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.apps import apps
from django.db import models

from prevenance.kit import personal_data

CLASSES = ("sealed", "digest", "clear", "linked", "agent", "none")
OF_PERSONS = CLASSES[:4]
TABLES: dict[str, dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("columns.yaml").read_text("utf-8"))
MODELS = sorted(apps.get_models(include_auto_created=True), key=lambda one: one._meta.db_table)


def test_the_table_knows_every_table_and_no_other() -> None:
    every = {one._meta.db_table for one in MODELS}
    assert every - TABLES.keys() == set(), "add a line to tests/house/columns.yaml: what does it say of a person?"
    assert TABLES.keys() - every == set(), "this table is no more"


@pytest.mark.parametrize("model", MODELS, ids=lambda one: one._meta.db_table)
def test_each_column_has_one_place(model: type[models.Model]) -> None:
    line = TABLES[model._meta.db_table]
    listed = [column for key in CLASSES for column in line.get(key, ())]
    assert sorted(listed) == sorted(set(listed)), "a column is listed twice"
    columns = {field.column for field in model._meta.local_concrete_fields}
    assert columns - set(listed) == set(), "add this column to tests/house/columns.yaml"
    assert set(listed) - columns == set(), "this column is no more"
    assert set(line) <= {*CLASSES, "holder", "ends"}


@pytest.mark.parametrize("model", MODELS, ids=lambda one: one._meta.db_table)
def test_what_is_said_of_a_person_is_sealed_and_ends(model: type[models.Model]) -> None:
    line = TABLES[model._meta.db_table]
    types = {field.column: field for field in model._meta.local_concrete_fields}
    for column in line.get("sealed", ()):
        assert isinstance(types[column], models.BinaryField), f"{column} is not enciphered"
    if any(line.get(key) for key in OF_PERSONS):
        holders = {"record", *(one.key for one in personal_data.holders())}
        assert line.get("holder") in holders or line.get("ends"), "who copies and erases it? how does it go?"
    if line.get("clear"):
        assert line.get("ends"), "say how a text in clear goes"
