"""An invented log of requests for campaign links, each with what it really was: `bench/visits.py` judges filters on it.

Behaviours are those that their makers or people who run mailings describe (see the sources in `visit_rules.yaml`); how
many of each is our choice, so the results are to be read by behaviour first. Some cannot be told apart by any filter
that keeps no address: they are here all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import crawleruseragents

from prevenance.counting.visits import Gesture, Label, Visit, pseudonym, visit

KHTML = "AppleWebKit/537.36 (KHTML, like Gecko) "
START = datetime(2026, 10, 5, 8, 0, tzinfo=ZoneInfo("Europe/Paris"))
PAGE = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
ANDROID = "Mozilla/5.0 (Linux; Android 10; K) " + KHTML + "{}Chrome/{}.0.0.0 Mobile Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS {} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) " + KHTML + "Chrome/{}.0.0.0 Safari/537.36"
PHONES = (
    *(ANDROID.format("", version) for version in (124, 126, 129, 131, 138)),
    *(ANDROID.format("SamsungBrowser/25.0 ", version) for version in (121, 125)),
    *(IPHONE.format(f"{v}_5") + f"Version/{v}.5 Mobile/15E148 Safari/604.1" for v in (17, 18)),
    IPHONE.format("18_1") + "GSA/320.0.640361450 Mobile/15E148 Safari/604.1",
    IPHONE.format("18_1") + "Mobile/15E148 [FBAN/FBIOS;FBAV/465.0.0.41.103;FBDV/iPhone14,5;FBLC/fr_FR]",
    IPHONE.format("18_1") + "Mobile/15E148 Instagram 334.0.4.32.98 (iPhone14,5; iOS 18_1; fr_FR; fr)",
    "Mozilla/5.0 (Android 14; Mobile; rv:131.0) Gecko/131.0 Firefox/131.0",
    "Mozilla/5.0 (Linux; Android 11; CUBOT NOTE 20) " + KHTML + "Chrome/126.0.0.0 Mobile Safari/537.36",
    *(WINDOWS.format(version) for version in (124, 131, 138)),
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:131.0) Gecko/20100101 Firefox/131.0",
)
OLD_PHONES = (
    IPHONE.format("14_4") + "Version/14.1 Mobile/15E148 Safari/604.1",
    IPHONE.format("12_5") + "Version/12.1.2 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 7.0; SM-G930F) " + KHTML + "Chrome/71.0.3578.99 Mobile Safari/537.36",
)
PREVIEWS = (
    "WhatsApp/2.23.18.78 i",
    "WhatsApp/2.24.20.89 A",
    "WhatsApp/2",  # Signal's
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 "
    "Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0",  # Apple's Messages
    "Twitterbot/1.0",
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "TelegramBot (like TwitterBot)",
    "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
    "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)",
    "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com",
)
SCANNERS = (
    "Mozilla/4.0 (compatible; ms-office; MSOffice 16)",
    "Microsoft Office Existence Discovery",
    "Barracuda Sentinel (EE)",
    "Mimecast/1.0",
    "Google-Safety; url-scan",
    "CiscoSecureEmail/15.0",
    "Mozilla/5.0 (compatible; urldefense.proofpoint)",
)
NEW_ROBOTS = (  # in no list: names invented for the log
    "Mozilla/5.0 (compatible; Nouvelindex/0.3; +https://index.example/about)",
    "Mozilla/5.0 (compatible; Agregateur-Sante/1.1; +https://agregateur.example)",
    "santelien/2.0",
    "Mozilla/5.0 (X11; Linux x86_64) lecteur-de-pages/4 (+https://lecture.example)",
)
FULL = {"Accept": PAGE, "Accept-Language": "fr-FR", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
BROWSER_WITHOUT_METADATA = {"Accept": PAGE, "Accept-Language": "fr-FR"}
BARE = {"Accept": "*/*"}


Told = Iterator[tuple[Visit | Gesture, Label]]


@dataclass(frozen=True)
class Truth:
    """A request, what it was, and the behaviour that made it."""

    event: Visit | Gesture
    label: Label | None  # None: a gesture
    behaviour: str


class Log:
    """Draws behaviours one after the other; `someone` is a device with its own address."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.devices = 0
        self.salt = self.random.randbytes(32)

    def someone(self, agent: str) -> str:
        self.devices += 1
        return pseudonym(salt=self.salt, address=f"device {self.devices}", agent=agent)

    def moment(self) -> datetime:
        day, second = self.random.randrange(28), self.random.gauss(6 * 3600, 2.5 * 3600)
        return START + timedelta(days=day, seconds=second)

    def place(self) -> tuple[str, str]:
        """A letter and one of its four links."""
        letter = self.random.randrange(60)
        return f"letter {letter}", f"{letter}/{self.random.randrange(4)}"

    def ask(
        self, agent: str, sent: dict[str, str], who: str, at: datetime, place: tuple[str, str], method: str = "GET"
    ) -> Visit:
        headers = {"User-Agent": agent, **sent}
        return visit(headers, at=at, letter=place[0], link=place[1], pseudonym=who, method=method, secure=True)

    def opened(self, at: datetime, who: str, place: tuple[str, str], chance: float = 0.3) -> Iterator[Gesture]:
        """Some people send a form of the page (a question, a reminder): a gesture that only people make."""
        if self.random.random() < chance:
            yield Gesture(at + timedelta(seconds=self.random.uniform(4, 55)), place[1], who)


def tap(log: Log, agents: tuple[str, ...] = PHONES, sent: dict[str, str] = FULL) -> Told:
    agent, at, place = log.random.choice(agents), log.moment(), log.place()
    who = log.someone(agent)
    yield log.ask(agent, sent, who, at, place), Label.PERSON
    yield from ((one, Label.PERSON) for one in log.opened(at, who, place))


def tap_on_an_old_phone(log: Log) -> Told:
    yield from tap(log, OLD_PHONES, BROWSER_WITHOUT_METADATA)


def tap_through_a_filtering_proxy(log: Log) -> Told:
    yield from tap(log, (WINDOWS.format(131),), BROWSER_WITHOUT_METADATA)


def double_tap(log: Log) -> Told:
    agent, at, place = log.random.choice(PHONES), log.moment(), log.place()
    who = log.someone(agent)
    yield log.ask(agent, FULL, who, at, place), Label.PERSON
    wait = log.random.choice((log.random.uniform(0.2, 5), log.random.uniform(30, 1500)))
    yield log.ask(agent, FULL, who, at + timedelta(seconds=wait), place), Label.REPEAT


def back_another_hour(log: Log) -> Told:
    agent, at, place = log.random.choice(PHONES), log.moment(), log.place()
    who = log.someone(agent)
    yield log.ask(agent, FULL, who, at, place), Label.PERSON
    yield log.ask(agent, FULL, who, at + timedelta(hours=log.random.uniform(1, 9)), place), Label.PERSON


def hurried_reader(log: Log) -> Told:
    agent, at, letter = log.random.choice(PHONES), log.moment(), log.random.randrange(60)
    who = log.someone(agent)
    for number in range(3):
        place = (f"letter {letter}", f"{letter}/{number}")
        yield log.ask(agent, FULL, who, at + timedelta(seconds=3 * number), place), Label.PERSON
        yield from ((one, Label.PERSON) for one in log.opened(at + timedelta(seconds=3 * number), who, place))


def workshop_on_one_network(log: Log) -> Told:
    """Four people with the same model of phone, behind the address of the town hall, scan the same poster."""
    agent, at, place = log.random.choice(PHONES), log.moment(), log.place()
    who = log.someone(agent)
    for _ in range(4):
        at += timedelta(seconds=log.random.uniform(20, 240))
        yield log.ask(agent, FULL, who, at, place), Label.PERSON


def loaded_ahead_then_opened(log: Log) -> Told:
    agent, at, place = WINDOWS.format(131), log.moment(), log.place()
    who = log.someone(agent)
    yield log.ask(agent, FULL | {"Sec-Purpose": "prefetch;prerender"}, who, at, place), Label.PREFETCH
    if log.random.random() < 0.5:
        yield log.ask(agent, FULL, who, at + timedelta(seconds=2), place), Label.PERSON


def preview(log: Log) -> Told:
    agent = log.random.choice(PREVIEWS)
    yield log.ask(agent, BARE, log.someone(agent), log.moment(), log.place()), Label.PREVIEW


def named_scanner(log: Log) -> Told:
    agent = log.random.choice(SCANNERS)
    method = "HEAD" if "Discovery" in agent else "GET"
    yield log.ask(agent, BARE, log.someone(agent), log.moment(), log.place(), method), Label.MAIL_SCANNER


def check_before_the_tap(log: Log) -> Told:
    """Time-of-click check: the scanner, then the person, from elsewhere."""
    at, place, agent = log.moment(), log.place(), log.random.choice(PHONES)
    office = SCANNERS[0]
    yield log.ask(office, BARE, log.someone(office), at, place), Label.MAIL_SCANNER
    yield log.ask(agent, FULL, log.someone(agent), at + timedelta(seconds=0.4), place), Label.PERSON


def sandbox_that_opens_all(log: Log) -> Told:
    """A whole browser in a data centre opens every link of the letter within ten seconds."""
    agent, at, letter = WINDOWS.format(log.random.choice((120, 124, 131))), log.moment(), log.random.randrange(60)
    who = log.someone(agent)
    for number in range(4):
        moment = at + timedelta(seconds=log.random.uniform(0, 9))
        yield log.ask(agent, FULL, who, moment, (f"letter {letter}", f"{letter}/{number}")), Label.MAIL_SCANNER


def head_then_get(log: Log) -> Told:
    agent, at, place = WINDOWS.format(109), log.moment(), log.place()
    who = log.someone(agent)
    sent = log.random.choice((FULL, BROWSER_WITHOUT_METADATA))
    yield log.ask(agent, sent, who, at, place, "HEAD"), Label.MAIL_SCANNER
    yield log.ask(agent, sent, who, at + timedelta(seconds=log.random.uniform(0.1, 8)), place), Label.MAIL_SCANNER


def scanner_that_borrows_a_name(log: Log) -> Told:
    agent = WINDOWS.format(log.random.choice((109, 124)))
    yield log.ask(agent, BARE, log.someone(agent), log.moment(), log.place()), Label.MAIL_SCANNER


def sandbox_that_opens_one(log: Log) -> Told:
    """A whole browser, one link, once: without its address, nothing tells it from a person."""
    agent = WINDOWS.format(log.random.choice((120, 124, 131)))
    yield log.ask(agent, FULL, log.someone(agent), log.moment(), log.place()), Label.MAIL_SCANNER


def named_crawler(log: Log) -> Told:
    agent = log.random.choice(log.random.choice(LISTED))
    yield log.ask(agent, BARE, log.someone(agent), log.moment(), log.place()), Label.CRAWLER


def new_crawler(log: Log) -> Told:
    agent = log.random.choice(NEW_ROBOTS)
    yield log.ask(agent, BARE, log.someone(agent), log.moment(), log.place()), Label.CRAWLER


def hidden_crawler(log: Log) -> Told:
    agent = log.random.choice(PHONES)
    yield log.ask(agent, BROWSER_WITHOUT_METADATA, log.someone(agent), log.moment(), log.place()), Label.CRAWLER


def link_checker(log: Log) -> Told:
    agent = WINDOWS.format(126)
    yield log.ask(agent, BROWSER_WITHOUT_METADATA, log.someone(agent), log.moment(), log.place(), "HEAD"), Label.CHECK


LISTED = [one["instances"] for one in crawleruseragents.CRAWLER_USER_AGENTS_DATA if one["instances"]]
Behaviour = Callable[[Log], Told]
MIX: dict[Behaviour, int] = {  # how many times each is drawn
    tap: 9000,
    tap_on_an_old_phone: 500,
    tap_through_a_filtering_proxy: 150,
    double_tap: 900,
    back_another_hour: 300,
    hurried_reader: 60,
    workshop_on_one_network: 60,
    loaded_ahead_then_opened: 400,
    preview: 2500,
    named_scanner: 1000,
    check_before_the_tap: 500,
    sandbox_that_opens_all: 500,
    head_then_get: 500,
    scanner_that_borrows_a_name: 600,
    sandbox_that_opens_one: 200,
    named_crawler: 2500,
    new_crawler: 150,
    hidden_crawler: 500,
    link_checker: 200,
}


def draw(seed: int) -> list[Truth]:
    """The whole log in order of time; the same seed draws the same."""
    log, told = Log(seed), []
    for behaviour, times in MIX.items():
        for _ in range(times):
            for event, label in behaviour(log):
                told.append(Truth(event, label if isinstance(event, Visit) else None, behaviour.__name__))
    return sorted(told, key=lambda one: one.event.at)
