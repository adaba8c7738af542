"""Changes to the library: readings that are kept, and drafts on their way into it."""

from huigong.policy.actions import drafts
from huigong.policy.actions.readings import save_reading

__all__ = ["drafts", "save_reading"]
