"""Official letters: declared in packs or edited by an office, numbered, printed as PDF/A, kept, and served."""
