"""What the village restaurants have on paper."""
