"""What is typed about campaigns, read and checked."""
