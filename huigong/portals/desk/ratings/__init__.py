"""How people rated results, by office: numbers for whoever answers for the duties."""
