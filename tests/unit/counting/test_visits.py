"""People and machines told apart, by rules that say which one decided."""

from __future__ import annotations

import pytest

from prevenance.counting import visit_rules, visits
from prevenance.counting.visits import Label
from tests.visitors import CHROME, INSIDE_FACEBOOK, OLD_SAFARI, SAFARI, gesture, person, program


def decided(*events: visits.Visit | visits.Gesture) -> list[tuple[str, str]]:
    return [(one.label.value, one.rule) for one in visits.decide(events)]


@pytest.mark.parametrize(
    "agent",
    [CHROME, SAFARI, INSIDE_FACEBOOK, "Mozilla/5.0 (Linux; Android 11; CUBOT NOTE 20) AppleWebKit/537.36 Chrome/126.0"],
)
def test_a_browser_that_opens_a_page_is_a_person(agent: str) -> None:
    assert decided(person(agent=agent)) == [("person", "person")]


def test_an_old_phone_sends_less_and_is_a_person_all_the_same() -> None:
    assert decided(person(agent=OLD_SAFARI, sent={"Sec-Fetch-Mode": "", "Sec-Fetch-Dest": ""})) == [
        ("person", "person")
    ]


@pytest.mark.parametrize(
    ("visit", "label", "rule"),
    [
        (program("WhatsApp/2.23.18.78 i"), "preview", "link_preview"),
        (program("WhatsApp/2"), "preview", "link_preview"),
        (program("Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)"), "preview", "link_preview"),
        (program("TelegramBot (like TwitterBot)"), "preview", "link_preview"),
        (
            program("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"),
            "crawler",
            "known_crawler",
        ),
        (program("python-requests/2.32"), "crawler", "known_crawler"),
        (program("Microsoft Office Existence Discovery", method="HEAD"), "mail_scanner", "mail_scanner"),
        (program("Barracuda Sentinel (EE)"), "mail_scanner", "mail_scanner"),
        (program(""), "crawler", "no_agent"),
        (program(CHROME), "crawler", "claims_a_browser"),
        (program("santelien/2.0"), "crawler", "does_not_ask_for_pages"),
        (person(method="HEAD"), "check", "checked_only"),
        (person(sent={"Sec-Purpose": "prefetch"}), "prefetch", "prefetch"),
        (person(sent={"Sec-Purpose": "prefetch;prerender"}), "prefetch", "prefetch"),
        (person(sent={"X-Moz": "prefetch"}), "prefetch", "prefetch"),
        (person(sent={"Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}), "prefetch", "not_a_page"),
        (person(sent={"Accept-Language": ""}), "crawler", "does_not_ask_for_pages"),
    ],
)
def test_a_machine_is_told_with_the_rule_that_decided(visit: visits.Visit, label: str, rule: str) -> None:
    assert decided(visit) == [(label, rule)]


def test_without_https_browsers_say_less_and_nothing_is_held_against_them() -> None:
    bare = {"Sec-Fetch-Mode": "", "Sec-Fetch-Dest": ""}
    assert decided(person(sent=bare, secure=False)) == [("person", "person")]
    assert decided(person(sent=bare)) == [("crawler", "claims_a_browser")]


def test_a_check_then_an_opening_within_seconds_is_a_mail_scanner_both_times() -> None:
    assert decided(person(method="HEAD"), person(after=2)) == [("mail_scanner", "head_then_get")] * 2
    assert decided(person(method="HEAD"), person(after=20)) == [("check", "checked_only"), ("person", "person")]
    assert decided(person(method="HEAD"), person(after=2, who="another"))[1] == ("person", "person")


def test_three_links_of_a_letter_within_seconds_are_a_mail_scanner() -> None:
    letter = [person(after=second, link=link, letter="l") for second, link in enumerate("abc")]
    assert decided(*letter) == [("mail_scanner", "all_links_at_once")] * 3
    assert decided(*letter[:2]) == [("person", "person")] * 2
    slowly = [person(after=30 * second, link=link, letter="l") for second, link in enumerate("abc")]
    assert decided(*slowly) == [("person", "person")] * 3


def test_links_that_were_not_sent_together_are_no_burst() -> None:
    assert decided(*(person(after=1, link=link) for link in "abc")) == [("person", "person")] * 3


def test_a_gesture_on_the_page_lifts_a_doubt_but_not_a_name() -> None:
    letter = [person(after=second, link=link, letter="l") for second, link in enumerate("abc")]
    labels = dict(zip("abc", decided(*letter, gesture(after=12, link="b")), strict=True))
    assert labels == {
        "a": ("mail_scanner", "all_links_at_once"),
        "b": ("person", "person"),
        "c": ("mail_scanner", "all_links_at_once"),
    }
    assert decided(program("Googlebot/2.1"), gesture(after=3)) == [("crawler", "known_crawler")]
    assert decided(program(CHROME), gesture(after=3, who="another")) == [("crawler", "claims_a_browser")]


def test_the_same_device_again_within_half_an_hour_is_the_same_person() -> None:
    taps = [person(after=60 * minute) for minute in (0, 1, 29, 31, 60, 62)]
    labels = [label for label, _ in decided(*taps)]
    assert labels == ["person", "repeat", "repeat", "person", "repeat", "person"]
    assert (
        decided(person(), person(after=1, who="another"), person(after=2, link="b"))[1:] == [("person", "person")] * 2
    )


def test_a_robots_visit_does_not_make_the_next_one_a_repeat() -> None:
    assert decided(person(sent={"Sec-Purpose": "prefetch"}), person(after=3))[1] == ("person", "person")


def test_the_stream_gives_a_visit_once_its_neighbours_are_known() -> None:
    stream = visits.Stream()
    assert stream.push(person()) == []
    assert stream.advance(person(after=314).at) == []
    assert [one.label for one in stream.advance(person(after=315).at)] == [Label.PERSON]
    assert stream.close() == []


def test_one_that_comes_too_late_is_judged_alone_or_not_at_all() -> None:
    stream = visits.Stream()
    stream.push(person(after=600))
    assert [(one.label, one.rule) for one in stream.push(person())] == [(Label.UNKNOWN, "too_late")]
    assert [one.rule for one in stream.push(program("Googlebot/2.1"))] == ["known_crawler"]


def test_nothing_stays_in_memory_once_the_windows_are_past() -> None:
    stream = visits.Stream()
    for second in range(500):
        stream.push(person(after=second, who=f"device {second % 50}", link=f"l{second % 7}"))
    stream.push(gesture(after=500))
    stream.advance(person(after=500 + 3600).at)
    assert not stream._near and not stream._waiting and not stream._behind  # what it would hold of people
    assert not stream._counted and not stream._counted_order


def test_the_pseudonym_of_a_day_says_nothing_without_its_salt() -> None:
    one = visits.pseudonym(salt=b"day one", address="192.0.2.1", agent=CHROME)
    assert one == visits.pseudonym(salt=b"day one", address="192.0.2.1", agent=CHROME)
    assert one != visits.pseudonym(salt=b"day two", address="192.0.2.1", agent=CHROME)
    assert one != visits.pseudonym(salt=b"day one", address="192.0.2.2", agent=CHROME)
    assert "192" not in one and len(one) == 24


def test_a_visit_takes_from_a_request_only_what_the_rules_read() -> None:
    taken = person(sent={"Cookie": "a=1", "Referer": "https://mail.example/42", "Accept-Language": "br"})
    assert "a=1" not in repr(taken) and "example" not in repr(taken) and "br" not in repr(taken).split("agent")[0]


def test_counts_by_label_sum_to_the_requests() -> None:
    counted = visits.tally(visits.decide([person(), person(after=1), program("Googlebot/2.1")]))
    assert counted == {
        (Label.PERSON, "person"): 1,
        (Label.REPEAT, "tapped_again"): 1,
        (Label.CRAWLER, "known_crawler"): 1,
    }


def test_every_rule_and_label_has_its_words_in_both_languages_and_its_source() -> None:
    rules = visit_rules.shipped()
    assert set(rules.labels) == set(Label) and all(set(words) == {"fr", "en"} for words in rules.labels.values())
    for rule in rules.rules:
        assert rules.words(rule.id, "fr").endswith(".") and rules.words(rule.id, "en").endswith(".")
        assert rule.source["url"].startswith("https://") and rule.source["name"] and rule.source["read"]
    assert rules.words("too_late", "fr") and rules.words("person", "en")


def test_rules_that_are_not_whole_are_refused() -> None:
    text = (visit_rules.files("prevenance.counting") / "visit_rules.yaml").read_text("utf-8")
    with pytest.raises(ValueError, match="no test is called"):
        visit_rules.read(text.replace("kind: burst", "kind: bursts"))
    with pytest.raises(ValueError, match="same id"):
        visit_rules.read(text.replace("id: not_a_page", "id: prefetch"))
    with pytest.raises(ValueError, match="wait at least"):
        visit_rules.read(text.replace("ahead_seconds: 300", "ahead_seconds: 5"))
