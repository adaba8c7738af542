"""The notice of rights on a site: what the law wants on it, from the register, the packs and the book of offices."""
