"""Tables of campaigns."""

from prevenance.campaigns.models.messages import (
    Message,
    MessageAnswer,
    MessagePassage,
    MessageReview,
    MessageTest,
    MessageTranslation,
    MessageVersion,
)

__all__ = [
    "Message",
    "MessageAnswer",
    "MessagePassage",
    "MessageReview",
    "MessageTest",
    "MessageTranslation",
    "MessageVersion",
]
