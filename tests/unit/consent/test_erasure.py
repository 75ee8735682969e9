"""Erasure is real, column by column and byte by byte: a whole story in every room, then nothing left of the person."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from prevenance.kit import personal_data

ROOT = Path(__file__).resolve().parents[3]
COLUMNS = yaml.safe_load((ROOT / "tests" / "house" / "columns.yaml").read_text("utf-8"))
TITLES = (
    "clear:",
    "in files before:",
    "by the old key:",
    "erased:",
    "words left:",
    "references left:",
    "in files after:",
)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What the story said, title by title."""
    folder = tmp_path_factory.mktemp("story")
    environment = os.environ | {"PREVENANCE_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "prevenance.site.settings"}
    command = [sys.executable, "-m", "tests.unit.consent.erasing_story", str(folder)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, list[str]] = {"holders": []}
    title = ""
    for line in done.stdout.splitlines():
        if line.startswith("holder "):
            found["holders"].append(line)
        elif start := next((one for one in TITLES if line.startswith(one)), ""):
            title = start
            found[title] = [line.removeprefix(start).strip()] if line != start else []
        else:
            found[title].append(line)
    return found


def test_before_the_erasure_only_the_columns_said_to_be_in_clear_are(told: dict[str, list[str]]) -> None:
    columns = {line.partition(":")[0] for line in told["clear:"]}
    allowed = {f"{table}.{column}" for table, line in COLUMNS.items() for column in line.get("clear", ())}
    assert columns and columns <= allowed
    assert int(told["in files before:"][0]) > 0, "the story writes nothing: this test could not fail"


def test_the_story_passes_through_every_room_and_every_key_has_words(told: dict[str, list[str]]) -> None:
    keys = {line.split()[1].rstrip(":") for line in told["holders"]}
    assert keys == {one.key for one in personal_data.holders()}
    for line in told["holders"]:
        assert ": 0 rows" not in line, f"{line}: add a step to erasing_story.py"
        assert line.endswith("unworded []"), f"{line}: give these keys their words (kit/personal_data.py)"


def test_a_new_key_of_the_site_reaches_every_enciphered_column(told: dict[str, list[str]]) -> None:
    assert told["by the old key:"] == [], "add this column to what `prevenance people rotate` writes again"
    assert int(told["in files before:"][1].removeprefix("enciphered again: ")) >= 10  # what the command said


def test_after_the_erasure_no_column_holds_a_word_of_the_person(told: dict[str, list[str]]) -> None:
    assert told["erased:"] == ["True"]
    assert told["words left:"] == []
    assert told["references left:"] == ["people_entry.object_id"]


def test_after_the_erasure_no_file_of_the_database_holds_a_word_of_the_person(told: dict[str, list[str]]) -> None:
    assert told["in files after:"] == []
