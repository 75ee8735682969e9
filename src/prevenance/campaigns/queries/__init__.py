"""What is read of campaigns."""
