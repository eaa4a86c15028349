"""Where everything is kept: tables, repositories and the unit of work."""
