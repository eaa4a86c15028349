"""What people can do with Imagen, one use case a module; pages, the API and the worker all go through here."""
