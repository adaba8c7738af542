"""What officials write down of a matter of arrears."""
