"""The page Facturen and its dialogs."""
