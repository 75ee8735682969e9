"""Tables of campaigns."""

from prevenance.campaigns.models.campaigns import (
    Campaign,
    CampaignCost,
    CampaignMessage,
    CampaignPassage,
    CampaignPublication,
)
from prevenance.campaigns.models.designs import DeclaredDesign, DesignCount
from prevenance.campaigns.models.links import (
    Correction,
    CorrectionNotice,
    Exposure,
    Link,
    LinkPartnership,
    LinkPost,
    Partner,
    PostClaim,
    VisitCount,
)
from prevenance.campaigns.models.mailings import Mailing, Subscription
from prevenance.campaigns.models.measure import DeclaredAudience, DeclaredCount
from prevenance.campaigns.models.messages import (
    Message,
    MessageAnswer,
    MessagePassage,
    MessageReview,
    MessageTest,
    MessageTranslation,
    MessageVersion,
)
from prevenance.campaigns.models.reminders import Reminder

__all__ = [
    "Campaign",
    "CampaignCost",
    "CampaignMessage",
    "CampaignPassage",
    "CampaignPublication",
    "Correction",
    "CorrectionNotice",
    "DeclaredAudience",
    "DeclaredCount",
    "DeclaredDesign",
    "DesignCount",
    "Exposure",
    "Link",
    "LinkPartnership",
    "LinkPost",
    "Mailing",
    "Message",
    "MessageAnswer",
    "MessagePassage",
    "MessageReview",
    "MessageTest",
    "MessageTranslation",
    "MessageVersion",
    "Partner",
    "PostClaim",
    "Reminder",
    "Subscription",
    "VisitCount",
]
