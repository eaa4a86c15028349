"""Start Imagen as a module: `python -m imagen` is `imagen`."""

import sys

from imagen.cli import main

if __name__ == "__main__":
    sys.exit(main())
