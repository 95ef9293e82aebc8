"""Parts of Explore that change in place, or tell what a person does there."""
