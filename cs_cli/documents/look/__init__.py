"""What documents wear: colours, typefaces, logo and the words of their language."""
