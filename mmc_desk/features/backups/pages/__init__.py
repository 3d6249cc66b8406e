"""The page Back-ups, the line in the status bar, and the keeper that works behind both."""
