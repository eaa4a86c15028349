"""The threads that carry out generations: a queue of wake-ups, its consumer, and the poller."""
