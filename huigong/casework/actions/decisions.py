"""The decision on a case of the standard procedure."""

from huigong.casework.actions.cases import decide

__all__ = ["decide"]
