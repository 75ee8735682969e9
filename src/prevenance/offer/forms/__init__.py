"""What may be typed about a place: by a resident, by the place itself."""
