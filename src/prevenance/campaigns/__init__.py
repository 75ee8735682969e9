"""Campaigns: messages that people understand and trust, who carries them, and what they changed."""
