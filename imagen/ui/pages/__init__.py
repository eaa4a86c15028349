"""One module or package for each page; each has `register(context)`."""
