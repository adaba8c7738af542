"""The policy library: documents, comparison of regions, lineage, coverage, search."""
