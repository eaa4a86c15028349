"""fal.ai: endpoints run by its queue, files on its CDN, prices and requests by its platform API."""
