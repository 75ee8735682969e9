"""The programs that bench/outbox.py starts and kills: one that puts, one by which people withdraw.

    python -m bench.outbox_programs put MANY ZONE FILE     # what is not put yet, from the first; a line of FILE each
    python -m bench.outbox_programs states                 # key, number, state, way: a line a message
    python -m bench.outbox_programs age                    # every lease, as if a quarter of an hour had passed
    python -m bench.outbox_programs withdraw MANY FILE     # until it is killed; one line of FILE a withdrawal written

Message `n` goes to an address of its own: odd ones by e-mail, even ones by text message. Each tenth is of somebody
followed (their reference), whose consent may be withdrawn.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
import time
import uuid
from pathlib import Path

import django

django.setup()

from django.db import transaction  # noqa: E402

from prevenance.campaigns.operations import frequency  # noqa: E402
from prevenance.kit import clock, locks  # noqa: E402
from prevenance.people.choices.messages import Channel, MessageState  # noqa: E402
from prevenance.people.models import Message, Organisation  # noqa: E402
from prevenance.people.operations import outbox, outbox_by_hand  # noqa: E402
from prevenance.people.queries import messages as queries  # noqa: E402

BATCH = 50  # messages put in one transaction
PURPOSE = "bench"
DAY = dt.timedelta(days=1)
PAUSE = 0.05  # seconds between two people who withdraw


def key(number: int) -> str:
    return f"bench:{number:06d}"


def address(number: int) -> str:
    return f"n{number:06d}@exemple.test" if number % 2 else f"+33639{number:06d}"


def person(number: int) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, key(number))) if number % 10 == 0 else ""


def link(secret: str, language: str) -> str:
    return f"https://exemple.test/arreter/{secret}/"


def put(many: int, zone: str, file: Path) -> None:
    """In batches, from the first that is not there: a killed program loses one batch, and puts it again."""
    at = clock.now()
    with transaction.atomic():
        ours = Organisation.objects.filter(name="Association fictive").first() or Organisation.objects.create(
            name="Association fictive", kind="association", created_at=at, is_fictional=True
        )
    last = Message.objects.order_by("-key").values_list("key", flat=True).first()
    first = int(last.rpartition(":")[2]) + 1 if last else 0
    for start in range(first, many, BATCH):
        with transaction.atomic(), file.open("a", encoding="utf-8") as told:
            for number in range(start, min(start + BATCH, many)):
                frequency.put(draft(number, ours.pk, zone, at), at=at, link=link)
                print(number, file=told, flush=True)
        locks.give_way()


def draft(number: int, organisation: int, zone: str, at: dt.datetime) -> outbox.Draft:
    return outbox.Draft(
        key=key(number),
        organisation=organisation,
        purpose=PURPOSE,
        agreed_at=at - DAY,
        channel=Channel.EMAIL if number % 2 else Channel.SMS,
        address=address(number),
        subject="Un message de votre association",
        text="Un atelier près de chez vous, jeudi à 14 h. Ne plus recevoir : {stop}",
        due_at=at,
        not_after=at + 5 * DAY,
        zone=zone,
        person=person(number),
    )


def withdraw(many: int, file: Path) -> None:
    """People drawn at random, one after the other: those who press the link of what waits for them, and those whose
    consent is withdrawn. Written down once the site has said yes, with the instant.
    """
    drawn = random.Random()  # another at each start
    with file.open("a", encoding="utf-8") as told:
        while True:
            number = drawn.randrange(many)
            row = Message.objects.filter(key=key(number), state__in=(MessageState.WAITING, MessageState.LEASED)).first()
            words = queries.content(row) if row else None
            if words is None:
                time.sleep(0.01)
                continue
            if person(number):
                outbox.withdraw_of_person(person(number), PURPOSE, clock.now())
            else:
                outbox_by_hand.stop(secret=words.stop.rstrip("/").rpartition("/")[2], at=clock.now())
            told.write(f"{number}\t{time.time():.6f}\n")
            told.flush()
            time.sleep(PAUSE)


def age() -> None:
    Message.objects.exclude(lease_until=None).update(lease_until=clock.now() - DAY)


if __name__ == "__main__":
    if sys.argv[1] == "put":
        put(int(sys.argv[2]), sys.argv[3], Path(sys.argv[4]))
    elif sys.argv[1] == "age":
        age()
    elif sys.argv[1] == "states":
        for one in Message.objects.order_by("key").values_list("key", "id", "state", "channel").iterator():
            print(*one, sep="\t")
    else:
        withdraw(int(sys.argv[2]), Path(sys.argv[3]))
