"""Maps drawn on the server: topologies, projection, classes of values, SVG."""
