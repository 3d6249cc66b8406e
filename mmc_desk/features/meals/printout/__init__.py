"""What the village restaurants have on paper and in files."""
