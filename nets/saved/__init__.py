"""What a visitor has, as a document of JSON and arrays beside it: in a store on disk, and in a file to take along."""
