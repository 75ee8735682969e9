"""Whether the law asks for a written contract: what one payer gives one partner in a year, all campaigns together."""

from __future__ import annotations

from dataclasses import dataclass

from prevenance.campaigns.choices.influence_words import contract
from prevenance.campaigns.models import LinkPartnership
from prevenance.campaigns.queries.links import Linked


@dataclass(frozen=True, slots=True)
class Given:
    """`cents`: money and the worth of gifts, of the last declaration of each link."""

    year: int
    payer: str
    cents: int

    @property
    def must_be_written(self) -> bool:
        """From the sum of the decree on. It counts what serves one aim; we count all, so never too little."""
        return self.cents >= contract().cents


def given(one: Linked) -> Given | None:
    """What this link's payer gives whoever it is of, in the year of its contract; None where nothing is given."""
    if one.agreed is None or one.agreed.contract_on is None:
        return None
    year, payer = one.agreed.contract_on.year, one.agreed.payer
    rows = LinkPartnership.objects.filter(link__campaign__organisation_id=one.organisation)
    rows = rows.filter(link__partner_id=one.partner) if one.partner else rows.filter(link__relay_id=one.relay or 0)
    last = {row.link_id: row for row in rows.order_by("pk")}
    counted = [
        row.cents or 0
        for row in last.values()
        if row.contract_on and row.contract_on.year == year and _same(row.payer, payer)
    ]
    return Given(year, payer, sum(counted))


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
