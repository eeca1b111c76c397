"""What readers had to mend: syntax and format of the source."""
