"""File → labelled passages: reading, cutting, proposing labels, and the durable road between them."""
