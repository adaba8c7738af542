"""How long things are kept, by what law or local rule, and what becomes of them when somebody asks."""
