"""Reading tasks and cases."""

from huigong.casework.queries.alarms import orphans

__all__ = ["orphans"]
