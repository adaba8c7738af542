"""Plain Python that every folder stands on: time, money, regions, identity, errors."""
