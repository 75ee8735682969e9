"""What the catalogue says besides its rules: the files we ship, and the mistakes the reader refuses."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from prevenance.catalogue import content_reading as reading
from prevenance.catalogue.content_values import (
    Chapter,
    Confidence,
    PlaceKind,
    Reach,
    SignKind,
    SourceStatus,
    Wording,
)

ACTS = """
vaccination child_vaccination bcg_vaccination rsv_antibody seasonal_vaccination pregnancy_vaccination mammogram
breast_specialist_visit colorectal_test colonoscopy_followup cervical_test lung_scan_pilot prevention_checkup
health_exam_centre_visit icope_self_test child_health_exam dental_checkup newborn_blood_test prenatal_visit
prenatal_interview postnatal_interview postnatal_visit folic_acid_prescription hiv_test chlamydia_test
blood_glucose_test kidney_test eye_exam aorta_ultrasound stop_smoking_help alcohol_help human_help mon_espace_sante_help
"""

OTHER_CONTENTS = """
breast-clinical-exam prostate-no-programme skin-no-programme hepatitis-c-test hepatitis-b-test mon-test-ist
free-contraception emergency-contraception free-condoms mon-soutien-psy covid-vaccine-spring flu-ehpad-mandatory
pertussis-cocooning hepatitis-a-vaccine meningococcal-catchup-2-4y dengue-overseas school-health-visits
blood-pressure-check cardiovascular-risk familial-hypercholesterolaemia osteoporosis-dxa falls-prevention
physical-activity nutrition hearing-vision depression dental-adult prenatal-tests prenatal-prevention-review
"""

TERM = r"(?:not )?(?:age from \d+ to \d+|age at least \d+|age below \d+|sex is (?:female|male)|pregnant)"
CONDITION = re.compile(rf"{TERM}(?:(?: and {TERM})*|(?: or {TERM})*)")


def texts() -> Iterator[tuple[str, Wording]]:
    """Every sentence a resident may read, with the name of its place."""
    for act in reading.read_acts().values():
        yield act.key, act.name
        yield act.key, act.fallback.text
        yield from ((act.key, one.note) for one in act.done_at if one.note)
        if act.takes:
            yield act.key, act.takes
    for contact in reading.read_contacts().values():
        yield from ((contact.key, one) for one in (contact.name, contact.use, contact.hours, contact.price) if one)
    for content in reading.read_contents().values():
        yield from ((content.id, one) for one in (content.name, content.text, content.cost, *content.steps) if one)
    for sign in reading.read_signs().values():
        yield sign.key, sign.text


class TestTheFilesWeShip:
    def test_hold_every_act_the_recommendations_may_name(self) -> None:
        assert set(reading.read_acts()) == set(ACTS.split())

    def test_hold_every_row_of_the_fact_base_without_a_status(self) -> None:
        others = [one.id for one in reading.read_contents().values() if one.chapter == Chapter.OTHER]
        assert others == OTHER_CONTENTS.split()

    @pytest.mark.parametrize("key", ["vaccination", "seasonal_vaccination", "child_vaccination"])
    def test_send_to_a_pharmacy_from_eleven_and_not_before(self, key: str) -> None:
        act = reading.read_acts()[key]
        kinds = {age: [one.kind for one in act.done_at_age(age)] for age in (10, 11, None)}
        assert PlaceKind.PHARMACY not in kinds[10]
        assert PlaceKind.PHARMACY in kinds[11]
        assert PlaceKind.PHARMACY in kinds[None]

    def test_send_to_the_pmi_until_six_and_not_after(self) -> None:
        act = reading.read_acts()["child_health_exam"]
        assert PlaceKind.PMI in [one.kind for one in act.done_at_age(6)]
        assert PlaceKind.PMI not in [one.kind for one in act.done_at_age(7)]

    def test_never_send_to_a_pharmacy_for_the_antibody_of_the_newborn(self) -> None:
        assert PlaceKind.PHARMACY not in [one.kind for one in reading.read_acts()["rsv_antibody"].done_at]

    @pytest.mark.parametrize(
        ("key", "kind", "confidence"),
        [
            ("hiv_test", PlaceKind.LABORATORY, Confidence.BY_LAW),
            ("colorectal_test", PlaceKind.PHARMACY, Confidence.BY_LAW),
            ("mammogram", PlaceKind.HOSPITAL, Confidence.TO_BE_CONFIRMED),
            ("mammogram", PlaceKind.RADIOLOGY, Confidence.TO_BE_CONFIRMED),
            ("health_exam_centre_visit", PlaceKind.HEALTH_EXAM_CENTRE, Confidence.DECLARED),
        ],
    )
    def test_say_how_sure_we_are_of_a_place(self, key: str, kind: PlaceKind, confidence: Confidence) -> None:
        assert {one.kind: one.confidence for one in reading.read_acts()[key].done_at}[kind] == confidence

    def test_name_no_place_for_the_research_programme(self) -> None:
        assert reading.read_acts()["lung_scan_pilot"].done_at == ()

    def test_never_dead_end(self) -> None:
        contacts = reading.read_contacts()
        for act in reading.read_acts().values():
            ways = [contacts[key] for key in act.fallback.contacts]
            assert ways, act.key
            assert act.done_at or any(way.number for way in ways) or "person" in act.fallback.text.en, act.key

    def test_know_the_five_emergency_numbers_and_that_114_is_written_to(self) -> None:
        emergency = {one.number: one.reach for one in reading.read_contacts().values() if one.emergency}
        calls = dict.fromkeys(("15", "17", "112", "3114"), Reach.CALL)
        assert emergency == calls | {"114": Reach.TEXT}

    @pytest.mark.parametrize("number", ["0 980 980 930", "0 805 123 124", "3919", "119", "3018", "36 24", "15"])
    def test_do_not_claim_a_number_we_did_not_read_in_a_text(self, number: str) -> None:
        [contact] = [one for one in reading.read_contacts().values() if one.number == number]
        assert contact.status == SourceStatus.UNCONFIRMED

    def test_do_not_call_the_help_line_free(self) -> None:
        line = reading.read_contacts()["mon_espace_sante_line"]
        assert line.free is False
        assert line.price is not None

    def test_give_the_emergency_numbers_with_each_emergency(self) -> None:
        signs = reading.read_signs()
        others = {"suicidal_thoughts", "violence"}
        vital = [one for one in signs.values() if one.kind == SignKind.EMERGENCY and one.key not in others]
        assert {"chest_pain", "stroke_signs", "breathing_difficulty", "heavy_bleeding"} <= {one.key for one in vital}
        for sign in vital:
            assert sign.contacts == ("samu", "european_emergency", "emergency_by_text"), sign.key
        assert signs["suicidal_thoughts"].contacts[0] == "suicide_prevention"
        assert signs["violence"].contacts[:3] == ("police", "emergency_by_text", "samu")

    def test_send_blood_and_lumps_to_a_doctor(self) -> None:
        signs = reading.read_signs()
        assert {signs[key].kind for key in ("blood_in_stools", "breast_change")} == {SignKind.SEE_DOCTOR}

    def test_write_conditions_in_the_small_language_only(self) -> None:
        conditions = {one.id: one.for_whom for one in reading.read_contents().values() if one.for_whom}
        assert conditions["breast-clinical-exam"] == "sex is female and age at least 25"
        assert [key for key, condition in conditions.items() if not CONDITION.fullmatch(condition)] == []

    def test_walk_through_the_activation_in_order(self) -> None:
        steps = reading.read_contents()["mes-activation"].steps
        words = ("Activer", "carte Vitale", "code", "mot de passe", "profil médical", "enfant")
        assert len(steps) == len(words)
        assert all(word in step.fr for word, step in zip(words, steps, strict=True))

    def test_admit_that_the_text_is_uncertain_when_no_source_is_confirmed(self) -> None:
        contents = reading.read_contents()
        assert contents["france-services"].to_be_confirmed == ("text", "where")
        assert "season" in contents["covid-vaccine-spring"].to_be_confirmed


class TestTheWordsWeShip:
    def test_are_short_sentences(self) -> None:
        long = [
            (place, sentence)
            for place, wording in texts()
            for text in (wording.fr, wording.en)
            for sentence in re.split(r"(?<=[.?!]) ", text)
            if len(re.findall(r"[\w€%]+(?:['’-]\w+)*", sentence)) > 18
        ]
        assert long == []

    def test_give_the_same_figures_in_both_languages(self) -> None:
        differing = [(place, wording) for place, wording in texts() if figures(wording.fr) != figures(wording.en)]
        assert differing == []

    def test_give_only_numbers_known_as_contacts(self) -> None:
        known = {one.number for one in reading.read_contacts().values()}
        number = re.compile(r"(?<!\d)(?<!\d )(?:0 \d{3} \d{3} \d{3}|\d{2} \d{2}|3[019]\d{2})(?![\d,]| \d)")
        said = {found for _, wording in texts() for found in number.findall(wording.fr)}
        assert said >= {"36 46", "34 22", "39 89", "3114"}
        assert said <= known

    def test_are_chosen_by_language_french_first(self) -> None:
        wording = Wording(fr="Bonjour", en="Hello")
        assert [wording.in_language(one) for one in ("fr", "en", "en-gb", "de")] == [
            "Bonjour",
            "Hello",
            "Hello",
            "Bonjour",
        ]


def figures(text: str) -> list[str]:
    joined = re.sub(r"(?<=\d)[ ,.](?=\d{3}\b)", "", text)
    return sorted(re.findall(r"\d+", joined))


CONTACTS = """\
- key: line
  number: "15"
  website: null
  name: {fr: Ligne, en: Line}
  use: {fr: Appeler, en: Call}
  free: unknown
  hours: null
  emergency: true
  status: U
  url: null
  checked_on: 2026-11-23
"""
ACT = """\
- key: walk
  name: {fr: Marche, en: Walk}
  done_at:
    - {kind: pharmacy, confidence: by_law, from_age: 11}
    - {kind: hospital, confidence: to_be_confirmed}
  fallback: {fr: Appelez, en: Call, contacts: [line]}
  takes: null
  sources:
    - {organisation: HAS, document: Avis, date: "2024", url: "https://example.org", status: V, checked_on: 2026-11-23}
"""
CONTENTS = """\
review: {author: Team, checker: null, next_review: 2027-05-23}
contents:
  - id: one-{chapter}
    name: {fr: Un, en: One}
    text: {fr: Texte, en: Text}
    cost: null
    for_whom: "age at least 18"
    contacts: [line]
    sources:
      - {organisation: HAS, document: Avis, date: "2024", url: "https://example.org", status: V, checked_on: 2026-11-23}
    to_be_confirmed: [cost]
"""
SIGNS = """\
- key: pain
  kind: emergency
  fr: Appelez le 15.
  en: Call 15.
  contacts: [line]
  said: {fr: [mal], en: [pain]}
  sources:
    - {organisation: HAS, document: Avis, date: null, url: null, status: U, checked_on: 2026-11-23}
"""
FILES = {
    "acts.yaml": ACT,
    "contents/contacts.yaml": CONTACTS,
    "contents/symptoms.yaml": SIGNS,
    **{f"contents/{one}.yaml": CONTENTS.replace("{chapter}", one.replace("_", "-")) for one in Chapter},
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "contents").mkdir()
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def read_everything(folder: Path) -> None:
    reading.read_acts(folder)
    reading.read_contents(folder)
    reading.read_signs(folder)


class TestReading:
    def test_keeps_what_the_files_say(self, folder: Path) -> None:
        act = reading.read_acts(folder)["walk"]
        assert (act.done_at[0].kind, act.done_at[0].from_age) == (PlaceKind.PHARMACY, 11)
        assert act.sources[0].date == "2024"
        assert act.sources[0].checked_on == date(2026, 11, 23)
        content = reading.read_contents(folder)["one-rights"]
        assert (content.chapter, content.for_whom, content.cost) == (Chapter.RIGHTS, "age at least 18", None)
        assert (content.author, content.checker, content.next_review) == ("Team", None, date(2027, 5, 23))
        assert reading.read_contacts(folder)["line"].free is None
        assert reading.read_signs(folder)["pain"].contacts == ("line",)

    def test_a_row_may_have_a_review_of_its_own(self, folder: Path) -> None:
        file = folder / "contents/rights.yaml"
        own = "    review: {author: Someone, checker: A midwife, next_review: 2027-01-15}\n"
        file.write_text(file.read_text("utf-8") + own, encoding="utf-8")
        content = reading.read_contents(folder)["one-rights"]
        assert (content.checker, content.next_review) == ("A midwife", date(2027, 1, 15))

    @pytest.mark.parametrize(
        ("name", "before", "after", "line", "cause"),
        [
            ("acts.yaml", "kind: hospital", "kind: castle", 5, "unknown kind of place “castle”"),
            ("acts.yaml", "confidence: by_law", "confidence: sure", 4, "unknown confidence “sure”"),
            ("acts.yaml", "kind: hospital", "kind: pharmacy", 4, "the same kind of place is written twice"),
            ("acts.yaml", "contacts: [line]", "contacts: [nobody]", 6, "unknown contact “nobody”"),
            ("acts.yaml", "contacts: [line]", "contacts: []", 6, "at least 1 expected"),
            ("acts.yaml", "{fr: Marche, en: Walk}", "Marche", 2, "a block of keys is expected"),
            ("acts.yaml", "{fr: Marche, en: Walk}", "{fr: Marche}", 2, "missing en"),
            ("acts.yaml", "{fr: Marche, en: Walk}", '{fr: "  ", en: Walk}', 2, "some text is expected"),
            ("acts.yaml", "{fr: Marche, en: Walk}", "{fr: 15, en: Walk}", 2, "some text is expected"),
            ("acts.yaml", "  takes: null\n", "", 1, "missing takes"),
            ("acts.yaml", "takes:", "last:", 7, "unknown key “last”"),
            ("acts.yaml", "takes: null", "takes: null\n  takes: null", 8, "key “takes” written twice"),
            ("acts.yaml", "from_age: 11", "from_age: eleven", 4, "a whole number is expected"),
            ("acts.yaml", ACT, ACT + ACT, 10, "key “walk” written twice"),
            ("acts.yaml", "- key: walk", "- name: walk", 1, "missing key"),
            ("acts.yaml", "  sources:\n" + ACT.split("  sources:\n")[1], "", 4, "“by_law” without a source"),
            ("acts.yaml", ACT, "", 1, "this file is empty"),
            ("acts.yaml", ACT, "walk: 1\n", 1, "a list is expected"),
            ("acts.yaml", "{fr: Marche,", "{fr: Marche: ,", 2, "this is not valid YAML"),
            ("contents/contacts.yaml", 'number: "15"', "number: null", 1, "neither a number nor a website"),
            ("contents/contacts.yaml", "status: U", "status: V", 10, "status V without an address"),
            ("contents/contacts.yaml", "url: null", "url: example", 10, "is not a web address"),
            ("contents/contacts.yaml", "free: unknown", "free: perhaps", 6, "true or false is expected"),
            ("contents/contacts.yaml", "2026-11-23", "2026-02-30", 11, "a day is expected"),
            ("contents/rights.yaml", "contacts: [line]", "contacts: [nobody]", 8, "unknown contact “nobody”"),
            ("contents/rights.yaml", "to_be_confirmed: [cost]", "to_be_confirmed: [price]", 11, "unknown part “price”"),
            ("contents/rights.yaml", "id: one-rights", "id: one-other", 3, "is already in the chapter other"),
            ("contents/rights.yaml", "2027-05-23", "2026-11-22", 3, "the next review is before the last check"),
            ("contents/rights.yaml", "status: V", "status: X", 10, "unknown status “X”"),
            ("contents/symptoms.yaml", "kind: emergency", "kind: worry", 2, "unknown kind of sign “worry”"),
            ("contents/symptoms.yaml", "contacts: [line]", "contacts: []", 5, "at least 1 expected"),
            ("contents/symptoms.yaml", "  en: Call 15.\n", "", 1, "missing en"),
            ("contents/symptoms.yaml", "en: [pain]", "en: []", 6, "at least 1 expected"),
        ],
    )
    def test_refuses_with_the_file_the_line_the_cause_and_the_mend(
        self, folder: Path, name: str, before: str, after: str, line: int, cause: str
    ) -> None:
        text = FILES[name]
        assert before in text
        (folder / name).write_text(text.replace(before, after, 1), encoding="utf-8")
        with pytest.raises(reading.ContentError) as caught:
            read_everything(folder)
        error = caught.value
        assert (error.file, error.line) == (folder / name, line)
        assert cause in error.cause
        assert error.mend
        assert str(error) == f"{error.file}, line {error.line}: {error.cause}. {error.mend}."

    def test_refuses_a_content_without_a_source(self, folder: Path) -> None:
        head, _, _ = FILES["contents/other.yaml"].partition("    sources:\n")
        (folder / "contents/other.yaml").write_text(head + "    sources: []\n    to_be_confirmed: []\n", "utf-8")
        with pytest.raises(reading.ContentError, match=r"line 9: one-other › sources: at least 1 expected"):
            reading.read_contents(folder)

    def test_refuses_certainty_without_a_confirmed_source(self, folder: Path) -> None:
        text = FILES["contents/other.yaml"].replace("status: V", "status: U").replace("[cost]", "[]")
        (folder / "contents/other.yaml").write_text(text, "utf-8")
        with pytest.raises(reading.ContentError, match="no source is confirmed"):
            reading.read_contents(folder)

    def test_refuses_an_emergency_without_an_emergency_number(self, folder: Path) -> None:
        (folder / "contents/contacts.yaml").write_text(CONTACTS.replace("emergency: true", "emergency: false"), "utf-8")
        with pytest.raises(reading.ContentError, match="an emergency without an emergency number"):
            reading.read_signs(folder)

    def test_refuses_a_missing_file(self, folder: Path) -> None:
        (folder / "acts.yaml").unlink()
        with pytest.raises(reading.ContentError, match="this file does not exist"):
            reading.read_acts(folder)

    def test_refuses_another_encoding(self, folder: Path) -> None:
        (folder / "acts.yaml").write_bytes(ACT.replace("Marche", "Été").encode("latin-1"))
        with pytest.raises(reading.ContentError, match="UTF-8"):
            reading.read_acts(folder)

    def test_refuses_a_control_character(self, folder: Path) -> None:
        (folder / "acts.yaml").write_text(ACT.replace("Marche", "Mar\x07che"), "utf-8")
        with pytest.raises(reading.ContentError, match="not valid YAML"):
            reading.read_acts(folder)
