"""Pictures of strangers: judged by their heads, drawn anew as ours."""
