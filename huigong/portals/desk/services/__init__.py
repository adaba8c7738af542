"""The catalogue as officials read it: conditions, amounts, offices, worked examples."""
