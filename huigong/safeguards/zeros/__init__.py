"""The board of three zeros: which cases of arrears are settled by which day, and for which projects and months that is proven."""
