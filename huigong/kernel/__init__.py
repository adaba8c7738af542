"""Plain Python that every folder uses: time, money, regions, identity, errors."""
