"""Early warnings of arrears, as packs declare them: what is looked at, from when on it is told, who answers and how soon."""
