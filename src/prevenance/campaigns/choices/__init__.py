"""What may be chosen: values and words, as data."""
