"""Policy documents: how they are read, kept and compared."""
