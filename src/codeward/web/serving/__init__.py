"""Running the school on a machine: start, stop, supervise, back up, restore."""
