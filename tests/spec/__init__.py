"""The rules language specified as tables; `python -m tests.spec.manual` builds the reference manual from them."""
