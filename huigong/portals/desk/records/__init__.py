"""Registers that packs declare, for the offices that keep and read them: lists, one record with its history, what is recorded."""
