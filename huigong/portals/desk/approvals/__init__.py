"""Approvals of looks: which posts may see people in full for what, until when."""
