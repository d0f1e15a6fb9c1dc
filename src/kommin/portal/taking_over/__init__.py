"""From cleaned old releases to pages: what is kept between preview and loading, how a page is composed, files taken."""
