"""Days off and make-up days: those of the yearly notice, and those that the place sets itself."""
