"""Running the guide: the supervisor of its processes, logging, and production files."""
