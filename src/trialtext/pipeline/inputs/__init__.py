"""From what a command line names to single texts: folders, addresses, archives, records."""
