"""What the law asks for a grave step against who owes wages, held against what a case knows."""
