"""Tables of campaigns."""

from prevenance.campaigns.models.campaigns import (
    Campaign,
    CampaignCost,
    CampaignMessage,
    CampaignPassage,
    CampaignPublication,
)
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
    "Campaign",
    "CampaignCost",
    "CampaignMessage",
    "CampaignPassage",
    "CampaignPublication",
    "Message",
    "MessageAnswer",
    "MessagePassage",
    "MessageReview",
    "MessageTest",
    "MessageTranslation",
    "MessageVersion",
]
