"""The effects that casework brings; importing this gives each its function."""

from huigong.casework.actions.effects import concerned, counting, deciding, facts, handing, intake

__all__ = ["concerned", "counting", "deciding", "facts", "handing", "intake"]
