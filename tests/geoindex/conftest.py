"""Drawn examples are judged by their answers; a busy machine may take its time."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
