"""Telling people what happened: an inbox on the portal, and short messages that leave by themselves afterwards.

What is told is written in the transaction of the event that it tells of; a routine sends it.
"""
