"""Limited places: who asked, in what order they stand, who gets one and why."""
