"""Entitlements that end soon: people are told ahead, once, unless they have renewed already."""
