"""Taking over the office's own files: recognised by headings, every row stored or handed back with a reason."""
