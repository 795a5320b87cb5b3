"""Engines that answer the same questions."""
