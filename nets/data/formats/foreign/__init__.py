"""Files that hold no table, or one that is not read: refused by name, with what to do instead."""
