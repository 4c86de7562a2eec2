"""From parse trees to the drafted study: a module a kind of page, a function a section."""
