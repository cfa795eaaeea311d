"""What the API shares: pages, errors in the shape of contracts 7, resources declared by each floor."""
