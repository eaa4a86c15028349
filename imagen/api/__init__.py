"""The REST API: thin routers over the services, with problem+json for everything that goes wrong."""
