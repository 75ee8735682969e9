"""What `catalogue check` tells authors: a small catalogue, one mistake at a time; nothing about the one we ship."""

import datetime as dt
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from prevenance.catalogue import book, checking
from prevenance.catalogue.checking import Finding, Level

ON = dt.date(2026, 11, 23)
FACTS = ("birth_date", "sex", "breast_high_risk", "mammogram", "prevention_checkup")
BREAST = "recommendations/breast-cancer-screening"
TWICE = "interval: [{since: undated, value: 24}, {since: undated, value: 36}]"
BILAN = "recommendations/mon-bilan-prevention"


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue of two recommendations of ours and the facts they read."""
    folder = tmp_path_factory.mktemp("sound")
    shutil.copytree(book.FOLDER / "contents", folder / "contents")
    shutil.copy(book.FOLDER / "acts.yaml", folder)
    (folder / "facts").mkdir()
    declared = [fact for file in book.FOLDER.glob("facts/*.yaml") for fact in yaml.safe_load(file.read_text("utf-8"))]
    kept = [fact for fact in declared if fact["fact"] in FACTS]
    (folder / "facts" / "facts.yaml").write_text(yaml.safe_dump(kept, allow_unicode=True, sort_keys=False), "utf-8")
    for place in (BREAST, BILAN):
        shutil.copytree(book.FOLDER / place, folder / place)
    return folder


@pytest.fixture
def catalogue(sound: Path, tmp_path: Path) -> Path:
    """A copy to break."""
    return shutil.copytree(sound, tmp_path / "catalogue")


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text, f"{old} is not in {file.name}"
    file.write_text(text.replace(old, new, 1), "utf-8")


def told(catalogue: Path, on: dt.date = ON) -> list[tuple[str, int, str]]:
    """(file inside the catalogue, line, cause) of each finding."""
    return [(f.file.relative_to(catalogue).as_posix(), f.line, f.cause) for f in checking.check(catalogue, on)]


def line(file: Path, words: str) -> int:
    return next(n for n, text in enumerate(file.read_text("utf-8").splitlines(), 1) if words in text)


def test_a_sound_catalogue_has_nothing_to_mend(sound: Path) -> None:
    assert checking.check(sound, ON) == []


def test_every_finding_says_what_to_do(catalogue: Path) -> None:
    file = catalogue / "facts" / "facts.yaml"
    change(file, "- fact: mammogram\n", "- fact: mammogram\n  only_if: sex is femal or sex is female\n")
    (finding,) = checking.check(catalogue, ON)
    assert finding == Finding(
        file=file,
        line=line(file, "femal or"),
        cause="“femal” is not a value of sex.",
        mend="Use one of: female, male.",
        level=Level.ERROR,
    )


Break = Callable[[Path], None]


def broken(file: str, old: str, new: str) -> Break:
    return lambda catalogue: change(catalogue / file, old, new)


MISTAKES: dict[str, tuple[Break, str, str, str]] = {
    # name: (what is broken, the file told, words on its line, the cause)
    "a file that is not YAML": (
        broken(f"{BREAST}/words.yaml", "act: mammogram", "act: [mammogram"),
        f"{BREAST}/words.yaml", "", "not valid YAML",
    ),
    "a rule without its source": (
        broken(f"{BREAST}/rule.yaml", "source:", "# source:"),
        f"{BREAST}/rule.yaml", "", "missing source",
    ),
    "a source which is not an address": (
        broken(f"{BREAST}/rule.yaml", 'source: "https://', 'source: "see '),
        f"{BREAST}/rule.yaml", "source:", "is not an address",
    ),
    "a text without its English": (
        broken(f"{BREAST}/words.yaml", "  en:", "  # en:"),
        f"{BREAST}/words.yaml", "", "missing en",
    ),
    "a verified source without its address": (
        lambda catalogue: _without_address(catalogue / BREAST / "words.yaml"),
        f"{BREAST}/words.yaml", "url: null", "without an address",
    ),
    "a condition that cannot be read": (
        broken(f"{BREAST}/rule.yaml", "surely breast_high_risk", "surely breast_hight_risk"),
        f"{BREAST}/rule.yaml", "breast_hight_risk", "`breast_hight_risk` is not a declared fact",
    ),
    "a value that does not exist": (
        broken(f"{BREAST}/rule.yaml", "last mammogram + $interval months", "last mammogram + $rhythm months"),
        f"{BREAST}/rule.yaml", "$rhythm", "`$rhythm` has no value on this day",
    ),
    "a value that no case reads": (
        broken(f"{BREAST}/rule.yaml", "last mammogram + $interval months", "last mammogram + 24 months"),
        f"{BREAST}/rule.yaml", "interval:", "no case reads the value interval",
    ),
    "two values of the same day": (
        broken(f"{BREAST}/rule.yaml", "interval: 24", TWICE),
        f"{BREAST}/rule.yaml", "interval:", "two values overlap",
    ),
    "a gap": (
        broken(f"{BREAST}/rule.yaml", "  - next: last mammogram", "  - when: age below 70\n    next: last mammogram"),
        f"{BREAST}/rule.yaml", "age below 70", "no case applies to this person",
    ),
    "a case which never decides": (
        broken(f"{BREAST}/rule.yaml", "  - next:", "  - when: age is 30\n    status: due\n  - next:"),
        f"{BREAST}/rule.yaml", "age is 30", "case 5 never decides",
    ),
    "a case that repeats an earlier one": (
        broken(f"{BREAST}/rule.yaml", "  - next:", "  - when: age is 49\n    status: due\n  - next:"),
        f"{BREAST}/rule.yaml", "age is 49\n    status: due", "case 5 repeats the condition of case 3",
    ),
    "windows that overlap": (
        broken(f"{BILAN}/rule.yaml", "18 to 25 years", "18 to 46 years"),
        f"{BILAN}/rule.yaml", "windows:", "the window “45 to 50 years” overlaps the one before it",
    ),
    "a window inside another": (
        broken(f"{BILAN}/rule.yaml", "18 to 25 years", "18 to 25 years, 20 to 22 years"),
        f"{BILAN}/rule.yaml", "windows:", "the window “20 to 22 years” overlaps the one before it wholly",
    ),
    "a note without its words": (
        broken(f"{BREAST}/rule.yaml", "breast_high_risk\n", "breast_high_risk\n    note: see_doctor\n"),
        f"{BREAST}/rule.yaml", "note: see_doctor", "the note “see_doctor” has no words",
    ),
    "a fact that nothing reads": (
        lambda catalogue: _unread_fact(catalogue / "facts" / "facts.yaml"),
        "facts/facts.yaml", "fact: left_handed", "no rule reads the fact left_handed",
    ),
    "a choice value in a fact": (
        lambda catalogue: _wrong_only_if(catalogue / "facts" / "facts.yaml"),
        "facts/facts.yaml", "femal\n", "“femal” is not a value of sex",
    ),
    "two recommendations in the same place": (
        broken(f"{BILAN}/rule.yaml", "order: 31", "order: 25"),
        f"{BILAN}/rule.yaml", "order: 25", "order 25 is already that of breast-cancer-screening",
    ),
    "no twin cases": (
        lambda catalogue: (catalogue / BREAST / "cases.yaml").unlink(),
        f"{BREAST}/cases.yaml", "", "the twin cases of this recommendation are missing",
    ),
    "a broken twin case": (
        broken(f"{BREAST}/rule.yaml", "interval: 24", "interval: 25"),
        f"{BREAST}/cases.yaml", "mammogram 24 months ago to the day", "status: expected due, got coming",
    ),
    "a twin case of an impossible person": (
        broken(f"{BREAST}/cases.yaml", "1976-11-22, mammogram: never", "1976-11-22, mammogram: often"),
        f"{BREAST}/cases.yaml", "mammogram: often", "mammogram: This value does not say when the act was done",
    ),
    "a bound without its twin case": (
        broken(f"{BREAST}/cases.yaml", "birth_date: 1951-11-23", "birth_date: 1951-11-22"),
        f"{BREAST}/cases.yaml", "", "no twin case stands on the first day of birthday 75",
    ),
    "two twin cases of the same name": (
        broken(f"{BREAST}/cases.yaml", "The day after the 50th birthday, never", "The 50th birthday, never"),
        f"{BREAST}/cases.yaml", "birth_date: 1976-11-22", "two cases are called",
    ),
}  # fmt: skip


def _without_address(file: Path) -> None:
    text = file.read_text("utf-8")
    file.write_text(re.sub(r'url: "[^"]+"', "url: null", text, count=1), "utf-8")


def _unread_fact(file: Path) -> None:
    names = "names: {fr: Gauche, en: Left}\n  question: {fr: Gauche ?, en: Left?}"
    file.write_text(f"{file.read_text('utf-8')}\n- fact: left_handed\n  kind: yes_no\n  {names}\n", "utf-8")


def _wrong_only_if(file: Path) -> None:
    change(file, "- fact: mammogram\n", "- fact: mammogram\n  only_if: sex is femal\n")


def _line(file: Path, words: str) -> int | None:
    """The line where `words` begin; None when any line will do."""
    if not words:
        return None
    text = file.read_text("utf-8")
    return text[: text.index(words)].count("\n") + 1


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_with_its_line(catalogue: Path, name: str) -> None:
    make, file, words, cause = MISTAKES[name]
    make(catalogue)
    found = [(where, number) for where, number, said in told(catalogue) if cause in said]
    assert found, told(catalogue)
    assert {where for where, _ in found} == {file}
    wanted = _line(catalogue / file, words)
    assert wanted is None or wanted in {number for _, number in found}


def test_mistakes_of_several_files_are_told_together(catalogue: Path) -> None:
    change(catalogue / BREAST / "rule.yaml", 'source: "https://', 'source: "see ')
    change(catalogue / BREAST / "words.yaml", "  en:", "  # en:")
    change(catalogue / BILAN / "rule.yaml", "of: prevention_checkup", "of: checkup")
    assert {file for file, _, _ in told(catalogue)} == {
        f"{BREAST}/rule.yaml",
        f"{BREAST}/words.yaml",
        f"{BILAN}/rule.yaml",
    }


def test_two_mistakes_of_one_rule_are_told_together(catalogue: Path) -> None:
    change(catalogue / BREAST / "rule.yaml", "surely breast_high_risk", "surely breast_risk")
    change(catalogue / BREAST / "rule.yaml", "age is 49", "age iss 49")
    assert len(told(catalogue)) == 2


def test_a_review_is_overdue_the_day_after_it_was_due(catalogue: Path) -> None:
    file = catalogue / BREAST / "words.yaml"
    text = file.read_text("utf-8")
    file.write_text(re.sub(r"next_review: \S+", "next_review: 2026-11-23", text), "utf-8")
    assert told(catalogue, ON) == []
    (finding,) = checking.check(catalogue, ON + dt.timedelta(days=1))
    assert (finding.file, finding.level) == (file, Level.WARNING)
    assert finding.line == line(file, "next_review")
    assert finding.cause == "the review was due on 2026-11-23."


def test_a_gap_names_somebody_who_falls_in_it(catalogue: Path) -> None:
    change(catalogue / BREAST / "rule.yaml", "  - next:", "  - when: age below 70\n    next:")
    causes = [cause for _, _, cause in told(catalogue) if "no case applies" in cause]
    born = re.search(r"birth_date (\d{4})", causes[0])
    assert born and 1951 <= int(born[1]) <= 1956
    assert "sex female" in causes[0]


def test_a_case_which_only_counts_for_the_unknown_is_of_use(catalogue: Path) -> None:
    """The case above it takes those of known risk; this one leaves open those whose risk is not known."""
    change(
        catalogue / BREAST / "rule.yaml",
        "  - next:",
        "  - when: breast_high_risk\n    status: not_concerned\n  - next:",
    )
    causes = [cause for _, _, cause in told(catalogue)]
    assert any("expected due, got unknown" in cause for cause in causes)
    assert [cause for cause in causes if "never decides" in cause] == []


def test_two_windows_may_overlap_when_a_twin_case_shows_why(catalogue: Path) -> None:
    change(catalogue / BILAN / "rule.yaml", "18 to 25 years", "18 to 46 years")
    change(
        catalogue / BILAN / "cases.yaml",
        "cases:\n",
        'cases:\n  - {name: "Both", person: {birth_date: 1981-05-10, prevention_checkup: 2022-05-10}, expect: due}\n',
    )
    assert [cause for _, _, cause in told(catalogue) if "overlaps" in cause] == []


def test_a_folder_without_anything_is_told(tmp_path: Path) -> None:
    causes = [cause for _, _, cause in told(tmp_path)]
    assert "no fact is declared." in causes
    assert "no recommendation." in causes
