"""Codeward: an open medical-coding school with a real encoder inside."""
