"""Drafts: a document is uploaded, held against its print clause by clause, and confirmed into the library."""
