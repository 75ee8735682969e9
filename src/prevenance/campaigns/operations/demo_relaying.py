"""What follows the campaigns of a demonstration: who passed them on, who came, what was understood, what was wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from prevenance.campaigns.choices.channels import Channel
from prevenance.campaigns.choices.links import BANDS, Claim, Partnership
from prevenance.campaigns.choices.messages import Understood
from prevenance.campaigns.models import CorrectionNotice, Link, Partner, VisitCount
from prevenance.campaigns.operations import corrections, declared, links, posts, trials
from prevenance.campaigns.operations.demo_campaigns import Demo, given
from prevenance.campaigns.queries import acts as counted_acts
from prevenance.campaigns.queries import campaigns as queries
from prevenance.campaigns.queries import links as link_queries
from prevenance.campaigns.queries import ready
from prevenance.counting.visits import Label

RELAYS = 4
CAMPAIGN = "choosing"


@transaction.atomic
def follow(demo: Demo) -> None:
    """Links, posts, visits, trials, numbers declared, and a message corrected."""
    whose = {name: _partner(demo, told) for name, told in given()["partners"].items()}
    _relays(demo)
    for told in given()["posts"]:
        _post(demo, whose[told["partner"]], told)
    for name, told in given()["exposures"].items():
        posts.expose(
            by=demo.by,
            at=demo.at(told["days"] - 1),
            operation=demo.number(),
            number=whose[name],
            low=told["low"],
            high=told["high"],
            source=given()["exposure_source"],
            said_on=demo.day(told["days"]),
        )
    mine = Link.objects.filter(campaign_id__in=demo.campaigns.values())
    mine.update(is_fictional=True)
    Partner.objects.filter(organisation_id=demo.organisation).update(is_fictional=True)
    _visits(demo)
    for told in given()["trials"]:
        _trial(demo, told)
    _numbers(demo)
    _correct(demo)


def _partner(demo: Demo, told: Mapping[str, Any]) -> int:
    """Their link."""
    at, campaign = demo.at(38), demo.campaigns[CAMPAIGN]
    profile = links.Profile(
        name=told["name"],
        account=told["account"],
        contact=told["contact"],
        reach=told["reach"],
        reach_source=given()["reach_source"],
        reach_on=demo.day(38),
    )
    partner = links.add_partner(
        by=demo.by, at=at, operation=demo.number(), organisation=demo.organisation, profile=profile
    )
    message = demo.messages[told["message"]]
    number = links.make(by=demo.by, at=at, operation=demo.number(), campaign=campaign, message=message, partner=partner)
    cents = told.get("cents")
    agreed = link_queries.Agreed(
        kind=Partnership.PAID if cents else Partnership.UNPAID,
        cents=cents,
        given=told.get("given", ""),
        payer="Financeur fictif" if cents else "",
        contract_on=demo.day(37) if cents else None,
    )
    links.agree(by=demo.by, at=at, operation=demo.number(), number=number, agreed=agreed)
    if not told["contact"]:  # nobody can write to them of a correction either
        wrong = demo.messages[given()["correction"]["message"]]
        links.make(
            by=demo.by,
            at=at,
            operation=demo.number(),
            campaign=demo.campaigns["smoking"],
            message=wrong,
            partner=partner,
        )
    return number


def _relays(demo: Demo) -> None:
    """A few relays of the fictional team: two messages of the campaign, and the one that is wrong."""
    wrong = given()["correction"]["message"]
    for name, key in ((CAMPAIGN, "mes-what"), (CAMPAIGN, "mes-help"), ("smoking", wrong)):
        campaign, at = demo.campaigns[name], demo.at(40)
        active = [one.id for one in link_queries.relays_of(demo.by, campaign, on=at.date())][:RELAYS]
        links.make_for_relays(
            by=demo.by,
            at=at,
            operation=demo.number(),
            campaign=campaign,
            message=demo.messages[key],
            relays=active,
        )
    nothing = link_queries.Agreed(Partnership.UNPAID, None, "", "", None)
    for link in Link.objects.filter(relay__isnull=False, campaign_id__in=demo.campaigns.values()).order_by("pk")[1:]:
        links.agree(by=demo.by, at=demo.at(39), operation=demo.number(), number=link.pk, agreed=nothing)


def _post(demo: Demo, link: int, told: Mapping[str, Any]) -> None:
    at = demo.at(told["days"] - 1)
    draft = posts.Draft(
        address=f"https://publication.demonstration.invalid/{told['days']}",
        posted_on=demo.day(told["days"]),
        text=told["text"],
        shows_mention=told["shows_mention"],
    )
    post = posts.keep(by=demo.by, at=at, operation=demo.number(), number=link, draft=draft)
    for claim in told["claims"]:
        posts.check(
            by=demo.by,
            at=at,
            operation=demo.number(),
            number=link,
            post=post,
            words=claim["words"],
            verdict=Claim(claim["verdict"]),
        )


def _visits(demo: Demo) -> None:
    """Sums only: of each link, on a third of the days."""
    told, rows = given()["visits"], []
    days_of = {demo.campaigns[name]: _days(one) for name, one in given()["campaigns"].items()}
    for link in Link.objects.filter(campaign_id__in=demo.campaigns.values()).order_by("campaign_id", "pk"):
        for days in days_of[link.campaign_id]:
            if demo.dice.random() > 0.34:
                continue
            for label in Label:
                rule, most = told.get(str(label), ("", 0))
                many = demo.dice.randint(0, most)
                is_person = label is Label.PERSON
                if many and (label is not Label.MAIL_SCANNER or link.channel == Channel.EMAIL):
                    band = BANDS[1 + demo.dice.randrange(3) if is_person else demo.dice.randrange(4)]
                    rows.append(
                        VisitCount(
                            link=link, day=demo.day(days), band=band.value, label=str(label), rule=rule, many=many
                        )
                    )
    VisitCount.objects.bulk_create(rows)


def _days(told: Mapping[str, Any]) -> range:
    """Of a campaign, counted back, from when its links were given to its end or to yesterday."""
    return range(max(1, told["ends"]), min(told["starts"], 40) if told["ends"] < 40 else told["starts"])


def _trial(demo: Demo, told: Mapping[str, Any]) -> None:
    one = ready.ready_messages()[told["message"]]
    code = trials.open_trial(
        by=demo.by,
        at=demo.at(48),
        operation=demo.number(),
        number=demo.messages[one.key],
        asked=one.asked,
        right=one.right,
    )
    right, wrong, silent = told["answers"]
    another = one.right % 3 + 1
    choices = [one.right] * right + [another] * wrong + [None] * silent
    for place, choice in enumerate(choices):
        is_right = choice == one.right
        trials.answer(
            at=demo.at(47 - place % 30),
            trial=code,
            operation=demo.number(),
            understood=Understood.YES if is_right else Understood.PARTLY if choice else Understood.NO,
            choice=choice,
            missing="" if is_right or place % 2 else given()["missing"],
            by=demo.by if place % 4 == 0 else None,
        )


def _numbers(demo: Demo) -> None:
    """What a stand noted, and what the fictional team's own paths say."""
    number, at = demo.campaigns[CAMPAIGN], demo.at(1)
    one = queries.known(number, on=demo.on)
    said, people = given()["acts"], given()["audience"]
    declared.declare_audience(by=demo.by, at=at, operation=demo.number(), number=number, as_of=demo.day(40), **people)
    told = [("informed_choice", said["acted"], said["asked"], said["missing"], said["source"])]
    of_site = counted_acts.counted("spaces_activated", one.draft, demo.organisation, demo.day(1)) if one else None
    share = of_site.share if of_site else None
    if share is not None and share.numerator is not None:
        told.append(("spaces_activated", share.numerator, share.asked, share.missing, given()["paths_source"]))
    for act, acted, asked, missing, source in told:
        declared.declare_act(
            by=demo.by,
            at=at,
            operation=demo.number(),
            number=number,
            told=declared.Act(
                act=act,
                first_on=demo.day(42),
                last_on=demo.day(2),
                acted=acted,
                asked=asked,
                missing=missing,
                source=source,
                as_of=demo.day(1),
            ),
        )


def _correct(demo: Demo) -> None:
    """The message is stopped; half of those who passed it on have read it, one is to be called."""
    told = given()["correction"]
    number, at = demo.messages[told["message"]], demo.at(told["days"])
    corrections.stop(
        by=demo.by,
        at=at,
        operation=demo.number(),
        number=number,
        told={language: told[language] for language in ("fr", "en")},
        address=demo.address,
        stop_link=demo.stop,
    )
    notices = CorrectionNotice.objects.filter(correction__message_id=number).exclude(channel="").order_by("pk")
    for place, notice in enumerate(notices):
        if place % 2 == 0:
            corrections.note_read(by=demo.by, at=demo.at(told["days"] - 1), number=notice.pk)
