"""How the installation fares, for administrators."""
