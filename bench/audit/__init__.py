"""Does anybody wait for the audit trail? Readers and writers at once, beside yesterday's locked head row."""
