"""The register filled from the sheets that townships keep: read, compared, written, and handed back."""
