"""Files of products: checked, stored under the hash of their content, and shown by thumbnails."""
