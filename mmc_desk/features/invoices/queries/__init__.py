"""What the page Facturen, its paper and its checks read."""
