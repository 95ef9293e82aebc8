"""What processes of one computer need to work together: records on the wire, and memory given back."""
