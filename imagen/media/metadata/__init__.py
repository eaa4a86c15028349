"""How a file was made: read from what any program wrote into it, written into copies, and stripped from them."""
