"""What commands do for messages to those who asked: ends of askings, mailings put into the outbox."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from prevenance.kit import clock

if TYPE_CHECKING:
    from collections.abc import Callable

    from prevenance.campaigns.operations import putting, subscriptions


def keep_up() -> dict[str, int]:
    """Askings that nobody confirmed or that are over are erased; an end that comes is told."""
    from prevenance.campaigns.operations import subscriptions

    return subscriptions.keep_up(at=clock.now(), links=_subscription_links())


def put_some() -> bool:
    """A few hundred messages of the mailings whose hour has come; whether there are more to put."""
    from prevenance.campaigns.operations import putting

    return bool(putting.put_due(at=clock.now(), links=_mailing_links())["left"])


def put_all() -> int:
    """All of them; gives how many. To be run where nothing else puts them."""
    from prevenance.campaigns.operations import putting

    links, done, more = _mailing_links(), 0, 1
    while more:
        counts = putting.put_due(at=clock.now(), links=links)
        done, more = done + counts["put"], counts["left"]
    return done


def _subscription_links() -> subscriptions.Links:
    from prevenance.campaigns.presenters.subscriptions import links
    from prevenance.kit import territory

    return links(_absolute(), phone=territory.identity().phone)


def _mailing_links() -> putting.Links:
    from prevenance.campaigns.presenters.mailing_words import links

    return links(_absolute())


def _absolute() -> Callable[[str], str]:
    site = os.environ.get("PREVENANCE_SITE_URL", "http://localhost:8000").rstrip("/")
    return lambda path: site + path
