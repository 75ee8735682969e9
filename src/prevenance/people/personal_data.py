"""What this room holds about a person besides their record: the messages which they asked for."""

from __future__ import annotations

from pathlib import Path

from prevenance.kit.personal_data import Holder, wording
from prevenance.people.operations import message_persons as messages

FILE = Path(__file__).parent / "choices" / "copies.yaml"
MESSAGES = Holder(
    "messages",
    messages.copy,
    messages.erase,
    messages.move,
    messages.move_back,
    words=wording(FILE, "messages"),
    lines=messages.lines,
)
