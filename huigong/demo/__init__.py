"""The made-up county and the walk through it: for trying the product out, never for serving people."""
