"""The controls of the order form: one for each way in which a parameter can be filled in."""
