"""What a campaign may be: its states and what may follow each, and its short lists, as data beside it."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

from prevenance.kit.texts import Text

NAME_MOST, GOAL_MOST, SITUATION_MOST, SPEAKER_MOST, PAID_MOST = 80, 200, 200, 80, 120
WORDS: Mapping[str, int] = {"name": NAME_MOST, "goal": GOAL_MOST, "situation": SITUATION_MOST}
COMMUNES_MOST, MESSAGES_MOST, COSTS_MOST = 200, 12, 200
AMOUNT_MOST = 100_000_000  # cents
LONGEST = 400  # days


class CampaignState(StrEnum):
    """Where a campaign stands. `over` comes by itself, the day after its last one."""

    DRAFT = "draft"
    PLANNED = "planned"
    RUNNING = "running"
    STOPPED = "stopped"
    OVER = "over"


_S = CampaignState
# From the key, a campaign may pass to any of the values. Planning publishes its words as they are then.
NEXT: Mapping[CampaignState, frozenset[CampaignState]] = {
    _S.DRAFT: frozenset({_S.PLANNED, _S.STOPPED}),
    _S.PLANNED: frozenset({_S.DRAFT, _S.RUNNING, _S.STOPPED}),
    _S.RUNNING: frozenset({_S.STOPPED, _S.OVER}),
    _S.STOPPED: frozenset({_S.DRAFT}),
    _S.OVER: frozenset(),
}
LIVE = frozenset({_S.PLANNED, _S.RUNNING})  # its kits may be printed
PUBLIC = frozenset({_S.RUNNING, _S.STOPPED, _S.OVER})  # everybody may read its page


class Hindrance(StrEnum):
    """Why a campaign cannot be planned, or its kit cannot be made."""

    NO_MESSAGE = "no_message"
    MESSAGE_NOT_READY = "message_not_ready"  # `queries.messages.may_go_out` says why
    NOT_SHOWN = "not_shown"  # on the site: a code printed would open nothing
    NOT_PUBLISHED = "not_published"  # its words are not frozen yet
    WORDS_CHANGED = "words_changed"  # since they were frozen
    NOT_LIVE = "not_live"  # draft, stopped or over
    ENDED = "ended"  # past its last day


@functools.cache
def goals() -> Mapping[str, Text]:
    """What a campaign is for, as an act that somebody does."""
    return _texts("goals")


@functools.cache
def headings() -> Mapping[str, Text]:
    """What money goes to."""
    return _texts("headings")


@functools.cache
def states() -> Mapping[str, Text]:
    """The words of `CampaignState`."""
    return _texts("states")


@functools.cache
def hindrances() -> Mapping[str, Text]:
    """The words of `Hindrance`."""
    return _texts("hindrances")


def _texts(part: str) -> Mapping[str, Text]:
    return {key: Text.read(words) for key, words in _file()[part].items()}


@functools.cache
def _file() -> Mapping[str, Any]:
    return yaml.safe_load((Path(__file__).parent / "campaigns.yaml").read_text("utf-8"))  # type: ignore[no-any-return]
