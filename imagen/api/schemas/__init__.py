"""What the API takes: strict bodies, in which an unknown name is an error."""
