"""From entries to the bytes of a book: the writer, plain lists, the compilers by name."""
