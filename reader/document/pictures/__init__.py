"""Pictures: how many rows they take on the page, how they are decoded, and how terminals want them."""
