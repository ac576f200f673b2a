"""Early notices: facts about pupils, talks with families, and whether notices were right."""
