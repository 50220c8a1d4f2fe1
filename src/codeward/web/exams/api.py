"""What other apps may use of exams. They import from here and nowhere deeper."""

__all__: list[str] = []
