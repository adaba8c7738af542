"""Huigong 惠工: a government's promises to migrant workers, kept and shown."""
