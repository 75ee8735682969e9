"""The worked example of docs/writing-a-recommendation.md works as it is written: checked, asked, and in a plan."""

import datetime as dt
import re
import shutil
from pathlib import Path

import pytest

from prevenance.catalogue import book, checking
from prevenance.plans import queries
from prevenance.rules.statuses import Status

ON = dt.date(2026, 11, 23)
PAGE = Path(__file__).parents[2] / "docs" / "writing-a-recommendation.md"
BLOCK = re.compile(r"```yaml\n# (?P<path>\S+)\n(?P<text>.*?)```", re.DOTALL)


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our catalogue, with the files of the page added."""
    folder = shutil.copytree(
        book.FOLDER, tmp_path_factory.mktemp("example") / "catalogue", ignore=shutil.ignore_patterns("*.py", "__*")
    )
    for block in BLOCK.finditer(PAGE.read_text("utf-8")):
        file = folder / block["path"]
        assert not file.exists(), f"the example would overwrite {block['path']}"
        file.parent.mkdir(exist_ok=True)
        file.write_text(block["text"], "utf-8")
    return folder


def test_the_page_writes_every_file_that_a_recommendation_needs() -> None:
    names = {Path(block["path"]).name for block in BLOCK.finditer(PAGE.read_text("utf-8"))}
    assert {"rule.yaml", "words.yaml", "cases.yaml"} <= names


def test_the_check_has_nothing_to_say_about_the_example(catalogue: Path) -> None:
    assert [f"{f.file.name}:{f.line}: {f.cause}" for f in checking.check(catalogue, ON)] == []


@pytest.mark.parametrize(
    ("on", "done", "status", "due_on"),
    [
        (ON, "never", Status.DUE, dt.date(2020, 5, 10)),
        (ON, "2024-06-01", Status.COMING, dt.date(2027, 6, 1)),
        (dt.date(2027, 1, 1), "2024-06-01", Status.DUE, dt.date(2026, 6, 1)),
    ],
)
def test_the_example_is_in_the_plan_of_somebody(
    catalogue: Path, on: dt.date, done: str, status: Status, due_on: dt.date
) -> None:
    answers = {"birth_date": "1950-05-10", "uses_walking_frame": False, "balance_walk": done}
    plan = queries.plan(answers, on=on, book=book.read(catalogue), asking=False)
    item = plan.item("balance-walk")
    assert item is not None
    assert (item.status, item.due_on) == (status, due_on)
    assert len(plan.items) == len(book.load().recommendations) + 1


def test_the_example_is_asked_on_its_own_screen(catalogue: Path) -> None:
    questions = book.read(catalogue).questions
    assert questions["balance"].facts == ("balance_walk", "uses_walking_frame")
    assert questions["balance"].title["fr"] == "Votre équilibre"


def test_somebody_with_a_frame_is_told_whom_to_ask(catalogue: Path) -> None:
    answers = {"birth_date": "1950-05-10", "uses_walking_frame": True, "balance_walk": "never"}
    example = book.read(catalogue)
    plan = queries.plan(answers, on=ON, book=example, asking=False)
    item = plan.item("balance-walk")
    assert item is not None
    assert item.notes
    assert set(item.notes) <= set(example.recommendations["balance-walk"].words.notes)
