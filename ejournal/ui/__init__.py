"""The house as people see it: look, kit of components, shell, words, who is signed in, feedback."""
