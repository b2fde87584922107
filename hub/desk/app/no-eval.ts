import { z } from 'zod';

// The page's policy lets no text become a script, and zod would try whether it may, once for each schema that is made.
// So this is imported before anything that makes one.
z.config({ jitless: true });
