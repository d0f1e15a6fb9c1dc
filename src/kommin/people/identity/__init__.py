"""Signing in with the account of one's own authority: OpenID Connect and SAML, set up by one file."""
