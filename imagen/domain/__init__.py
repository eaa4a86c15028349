"""What an order, a generation, a parameter and an expansion are: pure rules, no storage, no network, no pages."""
