"""What an office does so that wages are paid and says so only with proof: three zeros, sampled call-backs, the notice of rights."""
