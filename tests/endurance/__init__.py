"""A long run of the pipeline without pages: thousands of generations, slow providers, pauses and kills, all accounted for."""
