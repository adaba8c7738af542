"""How people rated results, by office, for the officials answerable for the duties."""
