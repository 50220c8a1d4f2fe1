"""The compiled book: its bytes, what they hold, and how they are read. Leans on no code system."""
