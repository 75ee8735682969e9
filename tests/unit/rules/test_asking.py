"""The next question: few, useful, in an order that a person understands."""

import dataclasses
import datetime as dt
import functools
import random
from collections.abc import Iterable, Mapping

import pytest

from prevenance import catalogue
from prevenance.rules import asking, evaluating, nodes, priors, profiles, residuals
from prevenance.rules.facts import NEVER, Kind, Profile, Value
from prevenance.rules.statuses import Status
from prevenance.rules.verdicts import Verdict

ON = dt.date(2026, 11, 24)
BOOK = catalogue.load()
RULES = list(BOOK.rules(ON))
ASKING = BOOK.asking(ON)


def profile(**answers: object) -> Profile:
    return profiles.read(BOOK.facts, answers, on=ON)


def born(years: int, months: int = 0) -> str:
    return (ON - dt.timedelta(days=round(365.25 * years + 30.4 * months) + 100)).isoformat()


READS = {rule.id: nodes.facts_read(rule) for rule in RULES}
JUDGED: dict[tuple[object, ...], Verdict] = {}


def verdicts(of: Profile) -> dict[str, Verdict]:
    """What the judge says, remembered by the facts that each rule reads."""
    found = {}
    for rule in RULES:
        key = (rule.id, *((name, of.known(name)) for name in READS[rule.id]))
        if key not in JUDGED:
            JUDGED[key] = evaluating.judge(rule, of)
        found[rule.id] = JUDGED[key]
    return found


@functools.cache
def walk(who: str, know: float = 1.0) -> tuple[asking.Choice, ...]:
    """All the questions of one of the cast."""
    return tuple(screens(profile(**PEOPLE[who]), know=know))


def screens(of: Profile, count: int = 99, seed: int = 1, know: float = 1.0) -> list[asking.Choice]:
    """The questions asked to someone who answers as people usually do, or does not know."""
    dice = random.Random(seed)
    closed: set[str] = set()
    found: list[asking.Choice] = []
    while len(found) < count:
        choice = ASKING.next(of, verdicts(of), closed)
        if choice is None:
            break
        found.append(choice)
        closed |= set(choice.facts)
        told = {}
        for name in choice.facts:
            if dice.random() < know:
                answers = priors.scenarios(BOOK.facts[name], BOOK.priors, of)
                told[name] = dice.choices([v for v, _ in answers], [share for _, share in answers])[0]
        of = profiles.complete(BOOK.facts, Profile({**of.values, **told}, ON))
    return found


def facts_of(choices: Iterable[asking.Choice]) -> set[str]:
    return {name for choice in choices for name in choice.facts}


PEOPLE: Mapping[str, Mapping[str, object]] = {
    "nobody": {},
    "baby": {"birth_date": born(0, 1), "sex": "male"},
    "child": {"birth_date": born(7), "sex": "female"},
    "teenager": {"birth_date": born(12), "sex": "female"},
    "young woman": {"birth_date": born(22), "sex": "female"},
    "young man": {"birth_date": born(22), "sex": "male"},
    "pregnant woman": {"birth_date": born(31), "sex": "female", "pregnant": True},
    "man of 55": {"birth_date": born(55), "sex": "male"},
    "woman of 55": {"birth_date": born(55), "sex": "female"},
    "man of 80": {"birth_date": born(80), "sex": "male"},
}
everyone = pytest.mark.parametrize("who", PEOPLE)


def test_age_is_asked_first() -> None:
    assert ASKING.next(profile(), verdicts(profile())) == asking.Choice(
        "birth_date", ("birth_date",), pytest.approx(38, abs=15)
    )


@pytest.mark.parametrize("years", [1, 12, 30, 41, 60, 80])
def test_sex_is_asked_before_anything_is_weighed(years: int) -> None:
    known = profile(birth_date=born(years))
    choice = ASKING.next(known, verdicts(known))
    assert choice is not None
    may_matter = any("sex" in asked for _, asked in ASKING.open_screens(known, verdicts(known)))
    assert (choice.facts == ("sex",)) is may_matter


def first_facts(who: str, count: int) -> set[str]:
    return facts_of(walk(who)[:count])


def test_a_baby_is_first_asked_for_vaccines_and_protection_against_bronchiolitis() -> None:
    found = first_facts("baby", 2)
    assert found >= {"hexavalent_vaccine", "rotavirus_vaccine"}
    assert found & {"rsv_antibody", "child_health_exam"}
    assert not found & {"smoking", "dtp_booster", "pregnant"}


def test_a_teenager_is_first_asked_for_vaccines_and_appointments() -> None:
    assert first_facts("teenager", 2) >= {"hpv_vaccine", "menacwy_vaccine", "dtp_booster", "dental_checkup"}


def test_a_pregnant_woman_is_first_asked_about_this_pregnancy() -> None:
    found = first_facts("pregnant woman", 3)
    assert found >= {"prenatal_exam", "prenatal_interview", "pertussis_vaccine_in_pregnancy", "pregnancy_weeks"}


def test_an_80_year_old_is_first_asked_for_vaccines() -> None:
    found = first_facts("man of 80", 2)
    assert found >= {"pneumococcal_vaccine", "shingles_vaccine", "rsv_vaccine", "flu_vaccine", "covid_vaccine"}
    assert not found & {"childbirth", "chlamydia_test", "hpv_vaccine", "has_general_practitioner"}


@pytest.mark.parametrize("who", ["young man", "man of 55", "man of 80"])
def test_a_man_is_never_asked_about_pregnancy_or_the_cervix(who: str) -> None:
    womens = {"pregnant", "pregnancy_weeks", "pregnancy_project", "childbirth", "cervical_test", "mammogram"}
    assert not facts_of(walk(who)) & (womens | {"gestational_diabetes_or_large_baby"})


@everyone
def test_it_stops_exactly_when_no_answer_can_change_the_plan(who: str) -> None:
    someone = profile(**PEOPLE[who])
    closed: set[str] = set()
    dice = random.Random(who)
    while (choice := ASKING.next(someone, verdicts(someone), closed)) is not None:
        told = {}
        for name in choice.facts:
            answers = priors.scenarios(BOOK.facts[name], BOOK.priors, someone)
            told[name] = dice.choice(answers)[0]
        someone = profiles.complete(BOOK.facts, Profile({**someone.values, **told}, ON))
        closed |= set(choice.facts)
    left = {name for verdict in verdicts(someone).values() for name in verdict.missing if someone.known(name) is None}
    assert not left - closed
    assert all(verdict.status is not Status.UNKNOWN for verdict in verdicts(someone).values() if not verdict.missing)


def settled_but(known: Mapping[str, object], closed: Iterable[str]) -> asking.Choice | None:
    """The next question of someone who said they do not know `closed` and, of the rest, says no to everything."""
    someone, asked = profile(**known), set(closed)
    while (choice := ASKING.next(someone, verdicts(someone), asked)) is not None:
        if not set(choice.facts).isdisjoint(TOLD_LAST):
            return choice
        told = {name: _refusal(name) for name in choice.facts if name not in asked}
        someone = profiles.complete(BOOK.facts, Profile({**someone.values, **told}, ON))
        asked |= set(choice.facts)
    return None


TOLD_LAST = {"hexavalent_vaccine", "care_institution_resident", "cervical_special_followup", "immunosuppressed"}


def test_doses_that_are_not_known_may_be_told_by_the_babys_combined_vaccine() -> None:
    teenager = {"birth_date": born(13), "sex": "male", "immunosuppressed": False, "care_institution_resident": False}
    choice = settled_but(teenager, ["hepatitis_b_vaccine"])
    assert choice is not None
    assert choice.facts == ("hexavalent_vaccine",)
    assert settled_but({**teenager, "hepatitis_b_vaccine": "never"}, []) is None


def test_autonomy_that_is_not_known_may_be_told_by_life_in_a_care_home() -> None:
    known = {"birth_date": born(85), "sex": "male", "immunosuppressed": False}
    assert settled_but(known, ["living_autonomously"]) is not None


def test_what_would_take_back_an_act_to_do_is_asked_before_the_end() -> None:
    """MMR would come for this baby, but not with weak defences, although no status waits for that answer."""
    baby = profile(birth_date=born(0), sex="male", mmr_vaccine="never")
    of = verdicts(baby)
    assert of["mmr-vaccine"].status is Status.COMING
    settled = {"mmr-vaccine": of["mmr-vaccine"]}
    choice = ASKING.next(baby, settled)
    assert choice is not None
    assert "immunosuppressed" in choice.facts
    assert ASKING.next(baby, settled, {"immunosuppressed"}) is None


def test_nothing_is_asked_when_every_status_is_settled() -> None:
    someone = profile(**PEOPLE["man of 80"])
    settled = {
        identity: verdict for identity, verdict in verdicts(someone).items() if verdict.status is not Status.UNKNOWN
    }
    assert ASKING.next(someone, settled) is None


@everyone
def test_sensitive_questions_come_after_all_the_others(who: str) -> None:
    # What may tell an answer not known to a sensitive page follows that page.
    asked = [c for c in walk(who, 0.0) if c.facts != ("hexavalent_vaccine",)]
    private = [any(BOOK.facts[name].sensitive for name in c.facts) for c in asked]
    assert private == sorted(private)


def test_nobody_is_asked_about_a_babys_vaccine_which_did_not_exist() -> None:
    for who in ("man of 55", "woman of 55", "man of 80"):
        assert "hexavalent_vaccine" not in facts_of(walk(who, 0.0))


def test_every_sensitive_question_says_why_in_both_languages() -> None:
    private = [fact for fact in BOOK.facts.values() if fact.sensitive]
    assert {"alcohol", "sexually_active", "non_european_origin", "hiv_exposure"} <= {fact.name for fact in private}
    assert all(fact.sensitive["fr"].strip() and fact.sensitive["en"].strip() for fact in private)


@everyone
def test_what_a_person_does_not_know_is_not_asked_again(who: str) -> None:
    asked = [name for choice in walk(who, 0.0) for name in choice.facts]
    assert len(asked) == len(set(asked))


@everyone
def test_only_what_an_open_act_or_an_act_to_do_depends_on_is_asked(who: str) -> None:
    someone = profile(**PEOPLE[who])
    closed: set[str] = set()
    while (choice := ASKING.next(someone, verdicts(someone), closed)) is not None:
        of = verdicts(someone)
        opened = [i for i, verdict in of.items() if verdict.status in {Status.UNKNOWN, *asking.TO_DO}]
        read = frozenset().union(*(READS[identity] for identity in opened))
        telling = {n for name in read for one in BOOK.facts[name].implied for n in nodes.facts_read(one.when)}
        assert set(choice.facts) <= read | telling
        assert all(someone.known(name) is None for name in choice.facts)
        closed |= set(choice.facts)


def test_an_exclusion_which_counts_only_when_declared_is_asked_along() -> None:
    cervix = next(choice for choice in walk("woman of 55") if "cervical_test" in choice.facts)
    assert {"hysterectomy", "cervical_special_followup"} <= set(cervix.facts)


def test_a_fact_which_depends_on_another_waits_for_it() -> None:
    """Nobody is asked how much they smoked before saying that they smoked, nor about diabetes care without diabetes."""
    for choice in walk("man of 55", 0.0):
        assert not {"pack_years", "smoking_quit_date", "diabetes_medication"} & set(choice.facts)
    smoker = profile(**PEOPLE["man of 55"], smoking="current")
    assert "pack_years" in facts_of(screens(smoker))


def test_a_child_is_not_asked_adults_questions() -> None:
    adults = {
        "smoking",
        "alcohol",
        "hiv_test",
        "hiv_exposure",
        "hepatitis_b_exposure",
        "home_helper",
        "precarious_situation",
    }
    assert not facts_of(walk("child")) & adults


def test_a_childs_hepatitis_b_vaccine_is_asked_without_the_sensitive_question() -> None:
    assert "hepatitis_b_vaccine" in facts_of(walk("child"))


def test_the_order_is_the_same_each_time() -> None:
    first = walk("woman of 55")
    fresh = asking.Asking({rule.id: rule for rule in RULES}, BOOK.facts, tuple(BOOK.questions.values()), BOOK.priors)
    again = fresh.next(profile(**PEOPLE["woman of 55"]), verdicts(profile(**PEOPLE["woman of 55"])))
    assert again == first[0]
    assert walk("woman of 55") == first


@pytest.mark.parametrize("who", ["child", "young woman", "man of 80"])
def test_priors_order_the_questions_and_decide_nothing(who: str) -> None:
    """Without any prior, another order perhaps, but the same facts can be asked and everything is settled."""
    blind = dataclasses.replace(ASKING, priors={})
    someone = profile(**PEOPLE[who])
    assert blind.open_screens(someone, verdicts(someone)) == ASKING.open_screens(someone, verdicts(someone))
    closed: set[str] = set()
    while (choice := blind.next(someone, verdicts(someone), closed)) is not None:
        told = {name: _refusal(name) for name in choice.facts}
        someone = profiles.complete(BOOK.facts, Profile({**someone.values, **told}, ON))
        closed |= set(choice.facts)
    assert all(verdict.status is not Status.UNKNOWN for verdict in verdicts(someone).values())


def _refusal(name: str) -> Value:
    """No, never, none: the quickest answer to any question."""
    fact = BOOK.facts[name]
    simple: dict[Kind, Value] = {Kind.YES_NO: False, Kind.ACT: NEVER, Kind.NUMBER: fact.minimum or 0}
    if fact.kind is Kind.CHOICE:
        return fact.choices[0]
    return simple.get(fact.kind, ON)


def test_a_page_stays_short() -> None:
    """At most six fields, or eleven boxes, for anyone of the cast."""
    for who in PEOPLE:
        for choice in walk(who):
            boxes = BOOK.questions[choice.question].form == "checkboxes"
            assert len(choice.facts) <= (11 if boxes else 6), choice


def test_what_is_left_of_a_rule_gives_the_same_verdict() -> None:
    dice = random.Random(3)
    for who, answers in PEOPLE.items():
        someone = profile(**answers)
        values = dict(someone.values)
        for name, fact in BOOK.facts.items():
            if name not in values and dice.random() < 0.5:
                values[name] = dice.choice(priors.scenarios(fact, BOOK.priors, someone))[0]
        after = Profile(values, ON)
        for rule in RULES:
            left = residuals.residual(rule, someone)
            assert evaluating.possible_statuses(left, after) == evaluating.possible_statuses(rule, after), (
                who,
                rule.id,
            )
            assert nodes.facts_read(left) <= nodes.facts_read(rule)
