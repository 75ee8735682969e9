"""Prevention messages sent to those who agreed: by which ways, how many a year, in which words; `mailings.yaml`."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from prevenance.people.choices.messages import Channel

CHANNELS = (Channel.SMS, Channel.EMAIL, Channel.LETTER)  # a call is for one's own plan: nobody reads a message aloud
PURPOSE, ASKING, TRY = "prevention_messages", "prevention_asking", "mailing_try"
KEY, ASK_KEY, END_KEY, TRY_KEY = "mailing:", "subscription-asking:", "subscription-end:", "mailing-try:"
WORTH = dt.timedelta(days=10)  # a message held back so long after its day is no more use
FEW = 5  # fewer people than that: their number is not said


class MailingState(StrEnum):
    """`PLANNED`: leaves, or has left, from its hour on."""

    DRAFT = "draft"
    PLANNED = "planned"
    STOPPED = "stopped"
