"""The commands of the terminal, one module each; what they share lies beside them."""
