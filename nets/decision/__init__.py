"""What a net decides over two of its inputs: asked for by the page, worked out in the trainer."""
