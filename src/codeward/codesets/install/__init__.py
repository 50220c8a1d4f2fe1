"""Install the publishers' own releases: open what was given, see what it is, compile it, put it in its place."""
