"""What changes campaigns."""
