"""What values alone decide: life cycles, completeness, scores, who may see what. Pure Python."""
