"""Rows by column name; what is wrong with a row is said, what is wrong with the file stops it."""

from pathlib import Path

import pytest

from prevenance.formats import files, objects, tables
from prevenance.formats.refusals import FileRefused, RowRefused


def read(tmp_path: Path, text: str, *required: str) -> list[tables.Row | RowRefused]:
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8", newline="")
    return list(tables.rows(files.checked(path), required=frozenset(required)))


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_in_the_header(tmp_path: Path, mark: str) -> None:
    found = read(tmp_path, f"Code INSEE{mark}Nom (coord. Structure)\n02001{mark}Abbécourt\n")
    assert found == [tables.Row(2, {"code_insee": "02001", "nom_coord_structure": "Abbécourt"})]


def test_rows_of_another_width_are_refused_alone(tmp_path: Path) -> None:
    found = read(tmp_path, "a,b\n1,2\n1\n1,2,3\n\n3,4\n")
    assert [row.reason if isinstance(row, RowRefused) else row.text("a") for row in found] == [
        "1",
        "wrong_number_of_cells",
        "wrong_number_of_cells",
        "3",
    ]


def test_a_row_whose_quoting_makes_no_sense_is_refused_alone(tmp_path: Path) -> None:
    found = read(tmp_path, 'a,b\n"x"y,2\n3,4\n')
    assert found[0] == RowRefused(2, "malformed_row")
    assert found[1:] == [tables.Row(3, {"a": "3", "b": "4"})]


def test_each_line_that_an_open_quote_swallows_is_told(tmp_path: Path) -> None:
    found = read(tmp_path, 'a,b\n1,2\n3,"open\n4,5\n6,7\n8,"open too\n9,10\n')
    assert [(one.number, one.reason) for one in found if isinstance(one, RowRefused)] == [
        (number, "malformed_row") for number in (3, 4, 5, 6)
    ]
    assert [(one.number, one.values["b"]) for one in found if isinstance(one, tables.Row)] == [(2, "2"), (7, "10")]
    with pytest.raises(FileRefused) as caught:
        read(tmp_path, 'a,b\n1,2\n3,"open\n4,5\n')
    assert caught.value.facts == {"line": 3}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a,b\n1,2\n3", "truncated"),
        ('a,b\n1,"never closed\n', "quote_never_closed"),
        ("just words\n", "no_header"),
        ("a,b,a\n1,2,3\n", "column_twice"),
        (",".join(f"c{i}" for i in range(401)) + "\n", "too_many_columns"),
        ("a,b\n" + "1," * 500 + "\n", "too_many_columns"),
        ("a,b\n1," + "x" * 100_001 + "\n", "value_too_long"),
        ("a,b\n1,2\n", "missing_columns"),
    ],
)
def test_a_file_that_is_cut_or_is_another_one_is_refused_whole(tmp_path: Path, text: str, reason: str) -> None:
    required = ("nom",) if reason == "missing_columns" else ()
    with pytest.raises(FileRefused) as caught:
        read(tmp_path, text, *required)
    assert caught.value.reason == reason


def objects_of(tmp_path: Path, text: str, prefix: str = "item") -> list[object]:
    path = tmp_path / "file.json"
    path.write_text(text, encoding="utf-8")
    return list(objects.objects(files.checked(path), prefix))


def test_objects_come_one_by_one_with_their_rank(tmp_path: Path) -> None:
    assert objects_of(tmp_path, '{"x": [{"a": 1.5}, 3, {"b": [{"c": null}]}]}', "x.item") == [
        (1, {"a": 1.5}),
        RowRefused(2, "not_an_object"),
        (3, {"b": [{"c": None}]}),
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('[{"a": 1}, {"a"', "broken_json"),
        ('[{"a": 1}, oops]', "broken_json"),
        ('[{"a": ' + "[" * 100 + "]" * 100 + "}]", "nested_too_deep"),
        ('[{"a": ' + "9" * 5000 + "}]", "broken_json"),
        ('[{"a": ["' + '","' * 500_001 + '"]}]', "object_too_large"),
    ],
)
def test_json_that_is_cut_broken_or_made_to_hurt_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(FileRefused) as caught:
        objects_of(tmp_path, text)
    assert caught.value.reason == reason
