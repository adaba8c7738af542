"""Offers with their places, rounds with their requests, and who has which place until when."""

from huigong.offers.models.offers import Capacity, Offer
from huigong.offers.models.requests import Answer, Claim, Hold, Request, Wish
from huigong.offers.models.rounds import LISTS_LIVE, Commitment, Result, Round, RoundOffer, Stage

__all__ = [
    "LISTS_LIVE",
    "Answer",
    "Capacity",
    "Claim",
    "Commitment",
    "Hold",
    "Offer",
    "Request",
    "Result",
    "Round",
    "RoundOffer",
    "Stage",
    "Wish",
]
