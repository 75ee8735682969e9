"""Values ready for the pages of Ma prévention: words, dates, states."""
