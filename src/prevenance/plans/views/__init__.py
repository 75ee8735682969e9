"""Pages of Ma prévention: what was sent, one question to the plan, one page. Nothing is kept between two requests."""
