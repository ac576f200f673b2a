"""The papers of all classes: drawn one by one by a process of low priority, bound to one file, folded."""
