"""What an equilibrium is: profiles, sets of them, the verifier and the refinements. Nothing here searches."""
