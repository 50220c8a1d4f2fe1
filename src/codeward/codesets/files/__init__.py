"""Reading publishers' files safely: text, XML, workbooks, tables, PDF."""
