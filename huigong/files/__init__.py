"""What people hand in as files: examined, sealed, kept outside the database, shown only to who may see it."""
