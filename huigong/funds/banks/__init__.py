"""Bank files: what a bank wants to be given and gives back, as its profile in the packs describes it."""
